// applicant.h
// This component provides `Applicant`, which turns one application's rows into its
// feature row by running features.sql on a private in-memory SQLite, to the audit and
// to scoring. One object serves one thread.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "portfolio/portfolio.h"
#include "table/value.h"

namespace credence::applicant {

// Rows of one table: `columns` names what each row holds, absent columns are missing.
struct TableRows {
  std::string table;
  std::vector<std::string> columns;
  std::vector<std::vector<table::Value>> rows;
};

// All that is given about one applicant: the application itself is a row of the
// application table, the others are history.
struct Request {
  table::Value application_id;  // integer or text, as the schema says
  Day decided_at = 0;
  std::vector<TableRows> tables;
};

// Values in the order of Portfolio::features.
using FeatureRow = std::vector<table::Value>;

class Applicant {
 public:
  // Makes the private database and prepares every statement.
  static Result<Applicant> open(const portfolio::Portfolio& portfolio);

  Applicant(Applicant&&) noexcept;
  Applicant& operator=(Applicant&&) noexcept;
  ~Applicant();

  // Fails with `bad_input` on a value that the schema refuses, naming table and column,
  // and on more rows of a table than its most_rows.
  // The database is empty again afterwards, whatever happened.
  Result<FeatureRow> features(const Request& request);

 private:
  struct State;
  explicit Applicant(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace credence::applicant
