// html_style.h
// This component provides the look of the report page, light, dark and printed, to it.
#pragma once

#include <string>

namespace credence::report {

std::string html_style();  // CSS

}  // namespace credence::report
