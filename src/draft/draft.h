// draft.h
// This component provides a complete portfolio for one CSV file that nobody has
// described yet, and what was inferred on the way, to `credence portfolio new`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "portfolio/portfolio.h"

namespace credence::draft {

struct Request {
  std::filesystem::path csv;
  std::string name;                // of the portfolio
  std::string target;              // a column, as the header or `column_3` calls it
  std::optional<std::string> bad;  // value of the target; none: guessed
  std::string id, date;            // columns; empty: guessed, none
  std::vector<std::string> missing_marks;  // beside those that are known
};

enum class Role { feature, target, id, group, date, left_out };

std::string_view name_of(Role role);  // "feature", "left out"

// A column of the file and what is made of it.
struct Column {
  std::string source;  // as the header calls it; without a header its name
  std::string name;    // in SQL
  table::Type type = table::Type::text;
  std::string date_format;  // strptime; empty: ISO
  std::int64_t missing = 0, distinct = 0;
  std::optional<double> minimum, maximum;  // observed; of numbers
  std::vector<std::string> categories;     // of a nominal feature
  Role role = Role::feature;
  portfolio::Kind kind = portfolio::Kind::number;
  portfolio::Scaling scaling = portfolio::Scaling::none;
  bool takes_logarithm = false;
  std::string note;  // why it is what it is; may be empty
};

// One of the target's values is bad. `good` is empty when all others are good.
struct Target {
  std::string bad, good;
  std::int64_t bad_rows = 0, good_rows = 0, missing_rows = 0;
  std::string why;  // "as asked for", "the rarer of the two"
};

struct Draft {
  std::string name, table, file;
  std::string delimiter;
  bool header = true;
  std::int64_t rows = 0;
  std::vector<std::string> missing_marks;  // that occur, or were given
  std::vector<Column> columns;             // in the order of the file
  std::string id;                          // in SQL
  bool is_numbered = false;                // the id is the row's number
  std::int64_t most_rows = 1;              // of one applicant
  Target target;
  int folds = 5, repeats = 1;
  std::vector<std::string> warnings;

  const Column* find(Role role) const;  // the first; null if there is none
};

// Reads the file as `load` will and infers the rest. Fails with `bad_input` on a file
// that no model can be made of.
Result<Draft> draft_from(const Request& request, Progress& progress);

// The four files of the portfolio.
portfolio::Texts texts_of(const Draft& draft);

// Writes a new folder, after its portfolio was checked and has taken the file; on any
// failure nothing stays behind.
Result<> write_draft(const Draft& draft, const std::filesystem::path& csv,
                     const std::filesystem::path& folder);

}  // namespace credence::draft
