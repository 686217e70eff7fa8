// features_toml.h
// This component provides what portfolio.toml says of features, joined with the columns
// of features.sql, to the reading of a portfolio.
#pragma once

#include <vector>

#include "base/result.h"
#include "portfolio/portfolio.h"
#include "portfolio/sql_tokens.h"
#include "portfolio/toml_document.h"

namespace credence::portfolio {

struct Features {
  std::vector<Feature> features;  // in the order of features.sql
  std::vector<Logarithm> logarithms;
};

// `columns` are those of features.sql after application_id. Every feature is in exactly
// one group, of at most one kind, and scaled in at most one way.
Result<Features> read_features(const TomlNode& root,
                               const std::vector<SelectedColumn>& columns);

}  // namespace credence::portfolio
