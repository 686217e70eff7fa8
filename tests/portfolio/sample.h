// sample.h
// This component provides a small portfolio's texts, which tests change in one place at
// a time.
#pragma once

#include <string>
#include <string_view>

#include "portfolio/portfolio.h"

namespace credence::portfolio::sample {

inline const std::string schema = R"(
-- Two tables of a lender.
CREATE TABLE loans (
  loan_id BIGINT NOT NULL PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('Personal', 'Home')),
  amount BIGINT NOT NULL CHECK (amount BETWEEN 1 AND 5000000000),
  rate DOUBLE CHECK (rate BETWEEN 0 AND 40),
  months BIGINT CHECK (months BETWEEN 1 AND 360),
  instalment BIGINT CHECK (instalment BETWEEN 0 AND 5000000000),
  branch BIGINT,
  applied DATE NOT NULL,
  is_default BIGINT CHECK (is_default IN (0, 1)),
  default_date DATE
);
CREATE TABLE payments (
  payment_id BIGINT NOT NULL PRIMARY KEY,
  loan_id BIGINT NOT NULL,
  due DATE NOT NULL,
  paid_on DATE,
  amount BIGINT CHECK (amount BETWEEN 0 AND 10000000000)
);
)";

inline const std::string features = R"(
WITH past AS (
  SELECT
    d.application_id,
    COUNT(*) AS n,
    SUM(r.amount) AS total
  FROM decisions AS d
  JOIN loans AS a ON a.loan_id = d.application_id
  JOIN loans AS p ON p.customer_id = a.customer_id AND p.applied < d.decided_at
  JOIN payments AS r ON r.loan_id = p.loan_id AND r.due < d.decided_at
  GROUP BY d.application_id
)
SELECT
  d.application_id,
  -- Amount asked for
  a.amount,
  -- Kind of loan
  a.kind,
  -- Payments that have fallen due
  COALESCE(p.n, 0) AS payments,  -- this one speaks to the reader of the SQL
  -- Mean payment,
  -- over all earlier loans
  CAST(p.total AS DOUBLE) / NULLIF(p.n, 0) AS mean_payment
FROM decisions AS d
JOIN loans AS a ON a.loan_id = d.application_id
LEFT JOIN past AS p ON p.application_id = d.application_id
)";

inline const std::string target = R"(
SELECT
  a.loan_id AS application_id,
  CASE WHEN a.is_default = 1 THEN 1 ELSE 0 END AS outcome,
  CASE WHEN a.is_default IS NULL THEN 'declined' END AS no_outcome
FROM loans AS a
CROSS JOIN observation AS o
WHERE a.applied <= o.observed_until
)";

inline const std::string toml = R"(name = "sample"
title = "A sample"

[currency]
code = "INR"
symbol = "₹"
units = 100

[application]
table = "loans"
id = "loan_id"
decided_at = "applied"
group = "customer_id"

[source]
missing = ["NA", "?"]
delimiter = ";"
header = true

[tables.loans]
known_on = "applied"
most_rows = 50

[tables.loans.known_on_columns]
is_default = "default_date"

[tables.payments]
known_on = "due"
same_day = true
link = { column = "loan_id", table = "loans", key = "loan_id" }
file = "pay.csv"

[tables.payments.source_names]
amount = "AMT"

[tables.payments.date_formats]
due = "%y%m%d"

[[computed]]
table = "loans"
column = "instalment"
function = "emi"
arguments = ["amount", "rate", "months"]

[target]
window_months = 24
observed_until = "2025-12-31"

[features]
nominal = ["kind"]

[features.groups]
loan = ["amount", "kind"]
history = ["payments", "mean_payment"]

[features.scaling]
standard = ["payments"]
robust = ["amount"]

[features.logarithms]
log_amount = { of = "amount", scaling = "standard" }

[features.concepts]
"size of the loan" = ["amount"]

[validation]
folds = 4

[costs]
missed_bad = 1000.5
refused_good = 100
refused_bad = 0
granted_good = -50

[[bands]]
name = "Low"
below = 0.4
color = "#10b981"
action = "Approve"

[[bands]]
name = "High"
color = "#ef4444"
action = "Decline"

[search.logistic]
trials = 4
C = [0.1, 1]
penalty = ["l1", "l2"]

[[form]]
name = "amount"
table = "loans"
column = "amount"
scale = 100
type = "real"
minimum = 1000
maximum = 1000000

[[form]]
name = "kind"
table = "loans"
column = "kind"
required = false
initial = "Home"
)";

inline Texts texts() { return {toml, schema, features, target}; }

// The text with its first `from` made `to`; the text as it is where `from` is empty.
inline std::string with(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  return at == std::string::npos ? "the sample has no " + std::string(from)
                                 : text.replace(at, from.size(), to);
}

// The sample for data without dates.
inline Texts texts_without_dates() {
  Texts changed = texts();
  for (const char* line :
       {"decided_at = \"applied\"\n", "known_on = \"applied\"\n",
        "known_on = \"due\"\n", "same_day = true\n",
        "[tables.loans.known_on_columns]\nis_default = \"default_date\"\n"})
    changed.toml = with(changed.toml, line, "");
  return changed;
}

}  // namespace credence::portfolio::sample
