// form_rows.h
// This component provides the way from what was entered into a portfolio's form to the
// rows that features.sql sees, to batch scoring and the server.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <vector>

#include "applicant/applicant.h"
#include "portfolio/portfolio.h"
#include "table/value.h"

namespace credence::scoring {

// A field by its name; a missing value says "there is none". A field that was not
// entered at all is left out.
struct FieldValue {
  std::string field;
  table::Value value;
};

struct FormRows {
  applicant::Request request;
  std::vector<std::string> defaults_applied;  // fields left out that have a default
};

// What is wrong with one field, for the person who entered it; `field` is empty when it
// is the portfolio's form that is wrong.
struct FormProblem {
  std::string field, message;
};

// One row in every table that the form fills. What ties the rows together (keys, the
// days on which they became known) is made up so that the application sees them all; a
// column that no field fills stays missing. Fails with every problem, not the first.
std::expected<FormRows, std::vector<FormProblem>> rows_of_form(
    const portfolio::Portfolio& portfolio, std::span<const FieldValue> entered,
    const table::Value& application_id, Day decided_at);

// A cell of a text file as the value of `field`; a text that is no number stays a text,
// which `rows_of_form` then refuses with its reason.
table::Value value_of_text(const portfolio::FormField& field, std::string_view text);

}  // namespace credence::scoring
