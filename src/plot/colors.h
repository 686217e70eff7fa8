// colors.h
// This component provides the colours and the font of all pictures to this room; each
// is at least 4.5 times as dark as the paper where it is used for words.
#pragma once

#include <string_view>

namespace credence::plot::colors {

inline constexpr std::string_view accent = "#1d4ed8", second = "#b45309",
                                  grey = "#4b5563", faint = "#9ca3af", ink = "#111827",
                                  words = "#5b6472", grid = "#e5e7eb",
                                  frame = "#a3aab5", shade = "#e8edf7",
                                  paper = "#ffffff";

inline constexpr std::string_view font = "DejaVu Sans";

}  // namespace credence::plot::colors
