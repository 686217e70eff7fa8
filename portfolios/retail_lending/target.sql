-- Bad: 90 or more days past due within the window after disbursement. A month is 487/16
-- days (30.4375, the mean of the calendar's), so that 24 months are 730 days; the
-- comparison is made in sixteenths of a day, in whole numbers. A loan that cannot have
-- been watched for the whole window has no outcome even when it has already failed:
-- counting the early failures alone would make the young loans look bad.
SELECT
  a.loan_id AS application_id,
  CASE
    WHEN a.disbursement_date IS NULL THEN NULL
    WHEN days_between(a.disbursement_date, o.observed_until) * 16
      < o.window_months * 487 THEN NULL
    WHEN a.is_default = 1
      AND days_between(a.disbursement_date, a.default_date) * 16
        <= o.window_months * 487 THEN 1
    ELSE 0
  END AS outcome,
  CASE
    WHEN a.disbursement_date IS NULL AND a.status = 'Rejected' THEN 'declined'
    WHEN a.disbursement_date IS NULL THEN 'not disbursed'
    WHEN days_between(a.disbursement_date, o.observed_until) * 16
      < o.window_months * 487 THEN 'immature'
    ELSE NULL
  END AS no_outcome
FROM loan_applications AS a
CROSS JOIN observation AS o
