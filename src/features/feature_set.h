// feature_set.h
// This component provides `FeatureSet`, the features and outcomes of every application
// of a loaded portfolio, to preparation, search and reports.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "engine/engine.h"
#include "portfolio/portfolio.h"
#include "table/table.h"

namespace credence::features {

inline constexpr std::int8_t no_outcome = -1;

// n applications, ordered by application id.
struct FeatureSet {
  table::Column application_id;       // integer or text
  std::vector<std::uint32_t> groups;  // customer, numbered by first appearance
  std::vector<Day> decided_at;
  table::Table features;              // a column per Portfolio::features, in order
  std::vector<std::int8_t> outcomes;  // 1 bad, 0 good, no_outcome
  std::vector<std::pair<std::string, std::int64_t>> without_outcome;  // reason, count

  std::size_t rows() const { return outcomes.size(); }
  // The rows with an outcome, which alone are fitted and measured.
  std::vector<std::uint32_t> labelled() const;
};

// features.sql as the query that gives its rows in the order of application ids.
std::string features_query(const portfolio::Portfolio& portfolio);

// Makes `decisions(application_id, decided_at)` of all applications, which features.sql
// starts from.
Result<> make_decisions(engine::Engine& engine, const portfolio::Portfolio& portfolio);

// Makes `decisions(application_id, decided_at)` of all applications, runs features.sql
// and target.sql. The engine has to be loaded. Fails when a feature's type does not fit
// what portfolio.toml declares, when an application has no feature row or two, or when
// the outcomes are all of one class.
Result<FeatureSet> build(engine::Engine& engine, const portfolio::Portfolio& portfolio);

}  // namespace credence::features
