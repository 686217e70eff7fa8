// dictionary.h
// This component provides the feature dictionary, the page on which a reader finds what
// every feature means, to `credence features` and the docs.
#pragma once

#include <string>
#include <vector>

#include "features/feature_set.h"
#include "features/univariate.h"
#include "portfolio/portfolio.h"

namespace credence::features {

struct DictionaryEntry {
  std::string name, group, meaning, type;
  Univariate figures;
  bool is_protected = false;
};

// In the order of groups and features; figures from the labelled rows.
std::vector<DictionaryEntry> dictionary(const portfolio::Portfolio& portfolio,
                                        const FeatureSet& set);

// A Markdown page with a table per group.
std::string dictionary_page(const portfolio::Portfolio& portfolio,
                            const std::vector<DictionaryEntry>& entries,
                            std::size_t rows);

}  // namespace credence::features
