// portfolio.h
// This component provides `Portfolio`, everything particular to one lender, checked;
// every other room takes it and none knows a lender's names.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/money.h"
#include "base/result.h"
#include "portfolio/parameters.h"
#include "table/value.h"

namespace credence::portfolio {

// ---- tables -----------------------------------------------------------------------

// A column as schema.sql declares it; bounds and categories come from its CHECK.
struct ColumnSpec {
  std::string name;
  table::Type type = table::Type::real;
  bool required = false;  // NOT NULL
  std::optional<double> minimum, maximum;
  std::vector<std::string> categories;  // CHECK (x IN (...)); empty: any text
  // A column that changes after its row became known (status, payment) names the date
  // column from which its value may be seen; empty: known with its row.
  std::string known_on;
  // How raw files call and write it: empty means by its own name and as ISO text.
  std::string source_name;
  std::string date_format;  // strptime, as "%y%m%d"
};

// Rows of a table belong to the applicant whose rows in `table` have the same value in
// `key` as these have in `column`.
struct Link {
  std::string column, table, key;
};

struct TableSpec {
  std::string name;
  std::vector<ColumnSpec> columns;
  std::vector<std::string> key;  // PRIMARY KEY
  std::string known_on;          // date column: the day on which a row became known
  bool same_day = false;         // known on that day itself, or only after it
  std::string timeless;          // why no date is needed; empty together with known_on:
                                 // the audit refuses features that read this table
  std::optional<Link> link;      // none: the application table
  std::string file;      // raw file's name; empty: the table's name + .csv/.parquet
  std::string numbered;  // column that raw files lack: the row's number, from 1
  std::int64_t most_rows = 1000;  // of one applicant, declared for the overflow proof

  const ColumnSpec* find(std::string_view column) const;
};

// A column that is computed, not read: `function` is one of computed.h's.
struct ComputedColumn {
  std::string table, column, function;
  std::vector<std::string> arguments;  // columns of the same table
};

// The table with a row per application to decide.
struct Application {
  // Columns. `decided_at` is empty for data without dates; `group` (the customer, whom
  // a split may not divide) is the id where nothing else is declared.
  std::string table, id, decided_at, group;
};

// target.sql yields a row per application: application_id, outcome (1 bad, 0 good,
// NULL none) and no_outcome (why there is none). It may read a one-row table
// `observation(observed_until, window_months)`.
struct Target {
  std::string sql;
  int window_months = 0;
  std::optional<Day> observed_until;  // none: the last decision date in the data
};

// ---- features ---------------------------------------------------------------------

enum class Kind { number, flag, ordinal, nominal };
enum class Scaling { none, standard, robust };

// How the risk may move when one value rises and nothing else changes.
enum class Direction { none, increasing, decreasing };

// One column of features.sql's result, in its order.
struct Feature {
  std::string name;
  std::string meaning;  // the comment above it in features.sql
  std::string group;
  Kind kind = Kind::number;
  std::vector<std::string> order;  // ordinal: categories from lowest to highest;
                                   // nominal: may be empty, then learnt from training
  Scaling scaling = Scaling::none;
  Direction direction = Direction::none;  // what learners are held to
  bool is_protected = false;  // kept for fairness reports, not given to models
  std::string concept_name;   // what a person calls it; several features may share one
};

// A preparation step: `name` = log(1 + `of`), of a non-negative feature.
struct Logarithm {
  std::string name, of;
  Scaling scaling = Scaling::standard;
};

// Applications that reports show apart: those whose feature is as said. A number has
// bounds, a category or flag is something, any of them may be missing.
struct Segment {
  std::string name, feature;
  std::optional<double> at_least, at_most;
  std::optional<table::Value> is;  // a category's text; a flag's 0 or 1
  bool missing = false;
};

// A raw column of numbers in which the risk may move one way only, however features are
// made of it: checked on every finished model.
struct MonotoneInput {
  std::string table, column;
  Direction direction = Direction::increasing;
};

// ---- decisions --------------------------------------------------------------------

struct Costs {
  Money missed_bad, refused_good, refused_bad, granted_good;
};

// PD below `below` x threshold; the last band has no bound (infinity).
struct Band {
  std::string name;
  double below = 0;
  std::string color, action, description;
};

// Which threshold a version decides by: the cheapest on out-of-fold probabilities, or
// (c_FP - c_TN) / (c_FP - c_TN + c_FN - c_TP), which is the cheapest of perfectly
// calibrated ones (Elkan 2001, eq. 2).
enum class ThresholdRule { chosen, theoretical };

struct FormField {
  std::string name, label, section, unit, help;
  std::string table, column;  // that it fills
  double scale = 1;           // column value = field value x scale
  table::Type type = table::Type::real;
  std::optional<double> minimum, maximum, step;
  std::vector<std::string> choices;
  std::optional<table::Value> initial;  // used when absent, and then reported
  bool required = true;                 // false: may be left out
  bool nullable = false;                // null says "there is none"
};

struct Currency {
  std::string code = "EUR", symbol = "€";
  std::int64_t units = 100;  // smallest units in one
};

struct Validation {
  int folds = 5;
  int repeats = 1;  // of the cross-validation, for small data
  double test_share = 0.2;
  double out_of_time_share = 0.2;  // the latest applications, reported beside the test
};

// The four texts that are a portfolio; a version keeps them, so that deciding uses
// exactly what training used.
struct Texts {
  std::string toml, schema_sql, features_sql, target_sql;
};

struct Portfolio {
  std::string name, title;
  Texts texts;
  Currency currency;
  Application application;
  std::vector<TableSpec> tables;
  std::vector<ComputedColumn> computed;
  Target target;
  std::vector<Feature> features;
  std::vector<Logarithm> logarithms;
  std::vector<Segment> segments;
  std::vector<MonotoneInput> monotone;
  std::vector<SearchSpace> searches;
  Validation validation;
  Costs costs;
  std::vector<Band> bands;
  ThresholdRule threshold_rule = ThresholdRule::chosen;
  // Of learners, the most interpretable first: it decides between models that are
  // equally good.
  std::vector<std::string> champion_order;
  std::vector<FormField> form;
  // Raw files: texts that mean "missing", beside the empty one; CSV dialect, empty or
  // none: sniffed.
  std::vector<std::string> missing_marks;
  std::string delimiter;
  std::optional<bool> header;

  const TableSpec* find_table(std::string_view table) const;
  const Feature* find_feature(std::string_view feature) const;
  const SearchSpace* find_search(std::string_view learner) const;
};

// Reads FOLDER/portfolio.toml, schema.sql, features.sql and target.sql, and refuses SQL
// that engines would disagree on. Every error names file, line or key, what was found
// and what was expected.
Result<Portfolio> read_portfolio(const std::filesystem::path& folder);

// The same from texts in memory, without the rules for SQL, so that a version written
// under older rules still loads; `where` stands for the folder in errors.
Result<Portfolio> parse_portfolio(Texts texts, std::string_view where);

}  // namespace credence::portfolio
