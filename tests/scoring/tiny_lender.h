// tiny_lender.h
// This component provides a small lender with history, a form and versions of a model,
// and folders to work in, to the tests of this room.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "base/file.h"
#include "base/random.h"
#include "features/feature_set.h"
#include "scoring/batch.h"

namespace credence::scoring {

inline const char* tiny_toml = R"(
name = "tiny_lender"
title = "Tiny lender"
[application]
table = "loans"
id = "loan_id"
decided_at = "applied_on"
group = "customer_id"
[source]
missing = ["?"]
[tables.loans]
known_on = "applied_on"
[tables.loans.known_on_columns]
defaulted = "defaulted_on"
[tables.customers]
timeless = "fixed when the customer is taken on"
link = { column = "customer_id", table = "loans", key = "customer_id" }
[tables.pulls]
known_on = "pulled_on"
link = { column = "loan_id", table = "loans", key = "loan_id" }
[tables.instalments]
known_on = "due_on"
link = { column = "loan_id", table = "loans", key = "loan_id" }
[tables.instalments.known_on_columns]
days_late = "paid_on"
[[computed]]
table = "loans"
column = "emi"
function = "emi"
arguments = ["amount", "rate", "term"]
[target]
window_months = 12
[features]
ordinal = { schooling = ["low", "high, and proud"] }
[features.groups]
all = ["amount", "emi", "tenure", "schooling", "score", "past_loans", "worst_days_late"]
[features.scaling]
standard = ["emi", "score", "tenure", "past_loans", "worst_days_late"]
robust = ["amount"]
[costs]
missed_bad = 10
refused_good = 1
refused_bad = 0
granted_good = 0
[[bands]]
name = "Low, indeed"
below = 0.5
color = "#10b981"
action = "grant"
description = "low"
[[bands]]
name = "Middling"
below = 1
color = "#f59e0b"
action = "look"
description = "middling"
[[bands]]
name = "High"
color = "#ef4444"
action = "refuse"
description = "high"
[search.logistic]
trials = 1
C = [1.0]
[[form]]
name = "sum"
label = "Sum"
section = "Loan"
table = "loans"
column = "amount"
scale = 100
type = "real"
minimum = 1
maximum = 10000
[[form]]
name = "rate"
label = "Rate"
section = "Loan"
table = "loans"
column = "rate"
type = "real"
minimum = 0
maximum = 40
required = false
initial = 12
[[form]]
name = "term"
label = "Term"
section = "Loan"
table = "loans"
column = "term"
type = "integer"
minimum = 3
maximum = 60
[[form]]
name = "years"
label = "Years employed"
section = "Person"
table = "loans"
column = "tenure"
type = "real"
minimum = 0
nullable = true
[[form]]
name = "schooling"
label = "Schooling"
section = "Person"
table = "customers"
column = "schooling"
type = "text"
[[form]]
name = "score"
label = "Score"
section = "Person"
table = "pulls"
column = "score"
type = "integer"
minimum = 300
maximum = 900
nullable = true
)";

inline const char* tiny_schema = R"(
CREATE TABLE loans (
  loan_id BIGINT NOT NULL PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  applied_on DATE NOT NULL,
  amount BIGINT NOT NULL CHECK (amount BETWEEN 1 AND 1000000),
  rate DOUBLE NOT NULL CHECK (rate BETWEEN 0 AND 40),
  term BIGINT NOT NULL CHECK (term BETWEEN 3 AND 60),
  emi BIGINT CHECK (emi BETWEEN 1 AND 1000000),
  tenure DOUBLE CHECK (tenure BETWEEN 0 AND 60),
  defaulted BIGINT CHECK (defaulted BETWEEN 0 AND 1),
  defaulted_on DATE
);
CREATE TABLE customers (
  customer_id BIGINT NOT NULL PRIMARY KEY,
  schooling TEXT NOT NULL CHECK (schooling IN ('low', 'high, and proud'))
);
CREATE TABLE pulls (
  pull_id BIGINT NOT NULL PRIMARY KEY,
  loan_id BIGINT NOT NULL,
  pulled_on DATE NOT NULL,
  score BIGINT CHECK (score BETWEEN 300 AND 900)
);
CREATE TABLE instalments (
  instalment_id BIGINT NOT NULL PRIMARY KEY,
  loan_id BIGINT NOT NULL,
  due_on DATE NOT NULL,
  paid_on DATE,
  days_late BIGINT CHECK (days_late BETWEEN 0 AND 10000)
);
)";

inline const char* tiny_features = R"(
WITH past AS (
  SELECT d.application_id, COUNT(DISTINCT p.loan_id) AS past_loans,
         MAX(CASE WHEN i.paid_on < d.decided_at THEN i.days_late END) AS worst_days_late
  FROM decisions d
  JOIN loans l ON l.loan_id = d.application_id
  JOIN loans p ON p.customer_id = l.customer_id AND p.applied_on < d.decided_at
  LEFT JOIN instalments i ON i.loan_id = p.loan_id AND i.due_on < d.decided_at
  GROUP BY d.application_id
)
SELECT
  d.application_id AS application_id,
  -- Amount asked for
  CAST(l.amount AS DOUBLE) / 100 AS amount,
  -- Monthly instalment
  CAST(l.emi AS DOUBLE) / 100 AS emi,
  -- Years employed
  l.tenure AS tenure,
  -- Schooling
  c.schooling AS schooling,
  -- Score of the bureau
  b.score AS score,
  -- Earlier loans
  COALESCE(p.past_loans, 0) AS past_loans,
  -- Most days late before the decision
  p.worst_days_late AS worst_days_late
FROM decisions d
JOIN loans l ON l.loan_id = d.application_id
LEFT JOIN customers c ON c.customer_id = l.customer_id
LEFT JOIN pulls b ON b.loan_id = l.loan_id AND b.pulled_on < d.decided_at
LEFT JOIN past p ON p.application_id = d.application_id
)";

inline const char* tiny_target = R"(
SELECT l.loan_id AS application_id, COALESCE(l.defaulted, 0) AS outcome,
       NULL AS no_outcome
FROM loans l
)";

// An empty folder that is gone afterwards.
class Folder {
 public:
  Folder() {
    static int count = 0;
    path_ = std::filesystem::temp_directory_path() /
            fmt::format("credence_scoring_{}_{}", ::getpid(), ++count);
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;

  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

  void write(std::string_view name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  std::string read(std::string_view name) const { return *read_file(path_ / name); }
  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(path_), {}));
  }

 private:
  std::filesystem::path path_;
};

// The lender's books: `loans` applications of two customers in three, some with missing
// values, and the instalments of each.
inline void write_books(const Folder& folder, int loans, std::uint64_t seed = 1) {
  Random random(seed);
  std::string loan_rows =
      "loan_id,customer_id,applied_on,amount,rate,term,tenure,defaulted,defaulted_on\n";
  std::string customer_rows = "customer_id,schooling\n";
  std::string pull_rows = "pull_id,loan_id,pulled_on,score\n";
  std::string instalment_rows = "instalment_id,loan_id,due_on,paid_on,days_late\n";
  const int customers = loans * 2 / 3;
  for (int customer = 0; customer < customers; ++customer)
    customer_rows += fmt::format("{},{}\n", customer,
                                 random.chance(0.5) ? "low" : "\"high, and proud\"");
  const Day first = day_of(2020, 1, 1);
  int instalment = 0;
  for (int loan = 0; loan < loans; ++loan) {
    const Day applied = first + static_cast<Day>(random.below(1500));
    const bool bad = random.chance(0.3);
    loan_rows +=
        fmt::format("{},{},{},{},{},{},{},{},{}\n", loan, random.below(customers),
                    format_date(applied), 100 + random.below(900'000),
                    static_cast<double>(random.below(400)) / 10, 3 + random.below(57),
                    random.chance(0.2) ? "?" : fmt::format("{}", loan % 30),
                    bad ? 1 : 0, bad ? format_date(applied + 200) : "");
    pull_rows +=
        fmt::format("{},{},{},{}\n", loan, loan, format_date(applied - 1),
                    random.chance(0.1) ? "" : fmt::format("{}", 300 + loan % 600));
    for (int due = 1; due <= 4; ++due) {
      const Day late = static_cast<Day>(random.below(60));
      instalment_rows += fmt::format("{},{},{},{},{}\n", instalment++, loan,
                                     format_date(applied + 30 * due),
                                     format_date(applied + 30 * due + late), late);
    }
  }
  folder.write("loans.csv", loan_rows);
  folder.write("customers.csv", customer_rows);
  folder.write("pulls.csv", pull_rows);
  folder.write("instalments.csv", instalment_rows);
}

inline portfolio::Portfolio tiny_portfolio(std::string features = tiny_features) {
  auto portfolio = portfolio::parse_portfolio(
      {tiny_toml, tiny_schema, std::move(features), tiny_target}, "tiny_lender");
  if (!portfolio) ADD_FAILURE() << portfolio.error().message;
  return *portfolio;
}

inline std::shared_ptr<const version::Version> make_tiny_version(std::string features);

// A model whose coefficients are drawn, not fitted: nothing here asks whether it is
// good.
inline std::shared_ptr<const version::Version> tiny_version() {
  static const auto version = make_tiny_version(tiny_features);
  return version;
}

inline std::shared_ptr<const version::Version> make_tiny_version(std::string features) {
  Folder books;
  write_books(books, 120);
  portfolio::Portfolio portfolio = tiny_portfolio(std::move(features));
  const auto engine = *engine::open_duckdb({});
  const auto loaded =
      engine->load(portfolio, {engine::SourceKind::folder, books.path()}, {});
  if (!loaded) ADD_FAILURE() << loaded.error().message;
  const auto set = features::build(*engine, portfolio);
  if (!set) ADD_FAILURE() << set.error().message;
  auto pipeline = prepare::Pipeline::fit(portfolio, set->features, set->labelled(), {});
  if (!pipeline) ADD_FAILURE() << pipeline.error().message;
  Random random(7);
  model::Linear model{.intercept = -0.3, .coefficients = {}};
  for (std::size_t i = 0; i < pipeline->names().size(); ++i)
    model.coefficients.push_back(random.normal() * 0.5);
  decision::Rule rule{0.45, portfolio.costs, portfolio.bands};
  return std::make_shared<version::Version>(
      version::Version{.learner = "logistic",
                       .portfolio = std::move(portfolio),
                       .pipeline = std::move(*pipeline),
                       .form = prepare::Form::scaled,
                       .model = std::move(model),
                       .native = "",
                       .calibration = calibrate::Calibration::identity(),
                       .column_means = {},
                       .rule = std::move(rule),
                       .out_of_fold = {},
                       .facts = {}});
}

}  // namespace credence::scoring
