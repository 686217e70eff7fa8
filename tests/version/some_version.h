// some_version.h
// This component provides small but complete versions to the tests of version and
// registry.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "version/version.h"

namespace credence::version {

inline portfolio::Texts some_texts() {
  return {R"(name = "corner_shop"
title = "Corner shop"

[application]
table = "requests"
id = "request_id"
decided_at = "asked_on"
group = "person_id"

[tables.requests]
known_on = "asked_on"
same_day = true

[target]
window_months = 12

[features]
ordinal = { size = ["small", "large"] }
[features.groups]
all = ["amount", "size"]
[features.scaling]
standard = ["amount"]

[costs]
missed_bad = 1000
refused_good = 100
refused_bad = 0
granted_good = 0

[[bands]]
name = "Low"
below = 0.4
color = "#10b981"
action = "Grant"
description = "Little to fear"
[[bands]]
name = "High"
color = "#ef4444"
action = "Refuse"
description = "Much to fear"

[search.logistic]
trials = 1
C = [1]
penalty = ["l2"]
)",
          R"(CREATE TABLE requests (
  request_id BIGINT NOT NULL PRIMARY KEY,
  person_id BIGINT NOT NULL,
  asked_on DATE NOT NULL,
  amount BIGINT NOT NULL CHECK (amount BETWEEN 1 AND 1000000),
  size TEXT NOT NULL CHECK (size IN ('small', 'large'))
);
)",
          R"(SELECT
  d.application_id AS application_id,
  -- What is asked for
  r.amount AS amount,
  -- How large that is
  r.size AS size
FROM decisions d
JOIN requests r ON r.request_id = d.application_id
)",
          R"(SELECT r.request_id AS application_id, 0 AS outcome, NULL AS no_outcome
FROM requests r
)"};
}

// Versions of different numbers differ in their model and in nothing else.
inline Version some_version(int number = 1) {
  auto portfolio = portfolio::parse_portfolio(some_texts(), "corner_shop");
  if (!portfolio) ADD_FAILURE() << portfolio.error().message;
  table::Table features;
  features.columns.resize(2);
  table::Column& amount = features.columns[0];
  amount.name = "amount";
  amount.type = table::Type::integer;
  table::Column& size = features.columns[1];
  size.name = "size";
  size.type = table::Type::text;
  for (int row = 0; row < 12; ++row) {
    amount.append(std::int64_t{100 + row * row});
    size.append_text(row % 3 == 0 ? "small" : "large");
  }
  std::vector<std::uint32_t> rows(12);
  std::iota(rows.begin(), rows.end(), 0u);
  auto pipeline = prepare::Pipeline::fit(*portfolio, features, rows, {});
  if (!pipeline) ADD_FAILURE() << pipeline.error().message;
  std::vector<double> coefficients(pipeline->names().size(), std::sqrt(2.0));
  std::vector<double> means(coefficients.size(), 1 / 7.0);
  return {
      .learner = "logistic",
      .portfolio = *portfolio,
      .pipeline = *pipeline,
      .form = prepare::Form::scaled,
      .model = model::Linear{number / 3.0, std::move(coefficients)},
      .native = "",
      .calibration =
          calibrate::Calibration::from(calibrate::Platt{0.1 + 0.7, -1 / 3.0}).value(),
      .column_means = means,
      .rule = {.threshold = 0.1 + 0.2,
               .costs = portfolio->costs,
               .bands = portfolio->bands},
      .out_of_fold = {{0, 1, 0}, {-1.5, 0.1, 1e-300}},
      .facts = {{"seed", 42}, {"test", {{"auc", 0.81}}}}};
}

inline Circumstances some_circumstances(std::string note = "") {
  return {Instant(std::chrono::milliseconds(1772357400'007)), 1.25, std::move(note)};
}

}  // namespace credence::version
