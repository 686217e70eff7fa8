// walk_in.h
// This component provides `WalkIn`, the rows of an applicant of whom nothing is known
// but the columns that the portfolio's form fills, to the scoring of forms and to the
// reports that reduce known applicants to them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "applicant/applicant.h"
#include "portfolio/portfolio.h"
#include "table/value.h"

namespace credence::applicant {

struct ColumnName {
  std::string table, column;
};

// One row in the application table and in every table that the form fills.
class WalkIn {
 public:
  // `portfolio` has to outlive it.
  WalkIn(const portfolio::Portfolio& portfolio, table::Value application_id,
         Day decided_at);

  // Of a table that has a row; what was set first stands.
  void set(std::string_view table, std::string_view column, table::Value value);

  // Makes up what ties the rows together (keys, the days on which they became known),
  // so that the application sees them all. Returns the columns that schema.sql requires
  // and that neither this nor `set` gave a value.
  std::vector<ColumnName> tie_together();

  // Takes a table's row away.
  void forget(std::string_view table);

  Request take() &&;

 private:
  TableRows* find(std::string_view table);
  table::Value key_value(std::string_view table, std::string_view column) const;
  void set_known(const portfolio::TableSpec& spec, const std::string& date_column);

  const portfolio::Portfolio& portfolio_;
  Request request_;
};

}  // namespace credence::applicant
