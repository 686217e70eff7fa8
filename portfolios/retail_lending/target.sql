-- Bad: 90 or more days past due within the window after disbursement. A month is 487/16
-- days (30.4375, the mean of the calendar's), so that 24 months end after 730 days; the
-- comparison is made in sixteenths of a day, in whole numbers. A loan that cannot have
-- been watched for the whole window has no outcome even when it has already failed:
-- counting the early failures alone would make the young loans look bad.
WITH observed AS (
  SELECT
    a.loan_id,
    a.disbursement_date,
    a.status,
    a.is_default,
    16 * days_between(a.disbursement_date, a.default_date) AS default_after,
    16 * days_between(a.disbursement_date, o.observed_until) AS watched,
    487 * o.window_months AS due_watch
  FROM loan_applications AS a
  CROSS JOIN observation AS o
),
judged AS (
  SELECT
    loan_id,
    CASE
      WHEN disbursement_date IS NULL AND status = 'Rejected' THEN 'declined'
      WHEN disbursement_date IS NULL THEN 'not disbursed'
      WHEN watched < due_watch THEN 'immature'
      WHEN is_default IS NULL THEN 'not recorded'
      WHEN is_default = 1 AND default_after IS NULL THEN 'default without a date'
    END AS no_outcome,
    CASE WHEN is_default = 1 AND default_after <= due_watch THEN 1 ELSE 0 END AS bad
  FROM observed
)
SELECT
  loan_id AS application_id,
  CASE WHEN no_outcome IS NULL THEN bad END AS outcome,
  no_outcome
FROM judged
