// segments_toml.h
// This component provides what portfolio.toml says of segments, the applications that
// reports show apart, to the reading of a portfolio.
#pragma once

#include <vector>

#include "base/result.h"
#include "portfolio/portfolio.h"
#include "portfolio/toml_document.h"

namespace credence::portfolio {

// None when there is no [[segments]]. Every segment has a name of its own and a
// condition that fits the kind of its feature.
Result<std::vector<Segment>> read_segments(const TomlNode& root,
                                           const std::vector<Feature>& features);

}  // namespace credence::portfolio
