// nearest_name.h
// This component provides the known name nearest to an unknown one, to error messages.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace credence::portfolio {

// The candidate with the fewest edits (Levenshtein 1966) from `name`; the first of
// several. Empty when there are no candidates or none is near enough to be meant.
std::string nearest_name(std::string_view name,
                         std::span<const std::string> candidates);

// "; did you mean \"costs\"?", or without a near name "; expected one of: a, b".
std::string suggestion(std::string_view name, std::span<const std::string> candidates);

}  // namespace credence::portfolio
