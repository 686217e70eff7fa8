// field_value.h
// This component provides the check of one entered value against its form field, and
// its conversion to the unit of the column that it fills, to form_rows.
#pragma once

#include "base/result.h"
#include "portfolio/portfolio.h"
#include "table/value.h"

namespace credence::scoring {

// The value of the column. The error's message is for the person who entered it and
// starts with what was found.
Result<table::Value> column_value(const portfolio::FormField& field,
                                  const portfolio::ColumnSpec& column,
                                  const table::Value& entered);

}  // namespace credence::scoring
