// small_lender.h
// This component provides a lender of one table and applications drawn at random, to
// the tests of training.
#pragma once

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "features/feature_set.h"
#include "portfolio/portfolio.h"

namespace credence::train {

inline portfolio::Portfolio small_lender() {
  portfolio::Texts texts;
  texts.toml = R"(
name = "small_lender"
title = "Small lender"
[application]
table = "loans"
id = "loan_id"
decided_at = "applied_on"
group = "customer_id"
[tables.loans]
known_on = "applied_on"
[tables.loans.known_on_columns]
defaulted = "defaulted_on"
[target]
window_months = 12
[features]
nominal = ["purpose"]
[features.groups]
all = ["income", "tenure", "purpose", "branch"]
[features.scaling]
standard = ["income", "tenure", "branch"]
[costs]
missed_bad = 10
refused_good = 3
refused_bad = 0
granted_good = -1
[[bands]]
name = "Low"
below = 1
color = "#10b981"
action = "grant"
description = "low"
[[bands]]
name = "High"
color = "#ef4444"
action = "refuse"
description = "high"
[search.logistic]
trials = 3
C = [0.01, 0.1, 1.0, 10.0]
[search.lightgbm]
trials = 2
n_estimators = [20, 40]
num_leaves = [4, 8]
)";
  texts.schema_sql = R"(
CREATE TABLE loans (
  loan_id BIGINT NOT NULL PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  applied_on DATE NOT NULL,
  income BIGINT NOT NULL CHECK (income BETWEEN 0 AND 1000000),
  tenure BIGINT CHECK (tenure BETWEEN 0 AND 60),
  purpose TEXT NOT NULL,
  branch BIGINT NOT NULL CHECK (branch BETWEEN 0 AND 9),
  defaulted BIGINT CHECK (defaulted BETWEEN 0 AND 1),
  defaulted_on DATE
);
)";
  texts.features_sql = R"(
SELECT
  d.application_id AS application_id,
  -- Income
  l.income AS income,
  -- Years employed
  l.tenure AS tenure,
  -- Purpose
  l.purpose AS purpose,
  -- Branch
  l.branch AS branch
FROM decisions d
JOIN loans l ON l.loan_id = d.application_id
)";
  texts.target_sql = R"(
SELECT l.loan_id AS application_id, COALESCE(l.defaulted, 0) AS outcome,
       NULL AS no_outcome
FROM loans l
)";
  auto portfolio = portfolio::parse_portfolio(std::move(texts), "small_lender");
  if (!portfolio) ADD_FAILURE() << portfolio.error().message;
  return *portfolio;
}

// Poorer applicants with an unknown tenure default more often; the branch is always 4.
// One application in ten has no outcome; two make a customer.
inline features::FeatureSet small_set(std::size_t rows, std::uint64_t seed = 1) {
  using table::Type;
  Random random(seed);
  features::FeatureSet set;
  set.application_id.name = "application_id";
  set.application_id.type = Type::integer;
  for (const auto& [name, type] : {std::pair("income", Type::integer),
                                   {"tenure", Type::integer},
                                   {"purpose", Type::text},
                                   {"branch", Type::integer}}) {
    set.features.columns.emplace_back().name = name;
    set.features.columns.back().type = type;
  }
  std::int64_t without = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    set.application_id.append(static_cast<std::int64_t>(row));
    set.groups.push_back(static_cast<std::uint32_t>(row / 2));
    set.decided_at.push_back(day_of(2020, 1, 1) + static_cast<Day>(row));
    const auto income = static_cast<std::int64_t>(random.below(100'000));
    const bool unknown = random.chance(0.2);
    auto& columns = set.features.columns;
    columns[0].append(income);
    if (unknown)
      columns[1].append_missing();
    else
      columns[1].append(static_cast<std::int64_t>(random.below(30)));
    columns[2].append_text(random.chance(0.5) ? "car" : "house");
    columns[3].append(std::int64_t{4});
    const double log_odds =
        0.5 - static_cast<double>(income) / 25'000 + (unknown ? 1.0 : 0.0);
    const bool bad = random.chance(1 / (1 + std::exp(-log_odds)));
    const bool has_outcome = !random.chance(0.1);
    without += has_outcome ? 0 : 1;
    set.outcomes.push_back(!has_outcome ? features::no_outcome
                                        : static_cast<std::int8_t>(bad ? 1 : 0));
  }
  set.without_outcome = {{"declined", without}};
  return set;
}

}  // namespace credence::train
