-- How the loan stood at the extract's end: finished with debt (B) or running in debt (D)
-- is bad. Loans granted before 1997 came without their accounts' bookings: nothing of the
-- history that a decision would see, so that they are not fitted on.
WITH histories AS (
  SELECT account_id, COUNT(*) AS bookings
  FROM transactions
  GROUP BY account_id
),
judged AS (
  SELECT
    l.loan_id,
    l.status,
    CASE
      WHEN h.bookings IS NULL THEN 'transactions not in the extract'
      WHEN l.status IS NULL THEN 'not recorded'
    END AS no_outcome
  FROM loans AS l
  LEFT JOIN histories AS h ON h.account_id = l.account_id
)
SELECT
  loan_id AS application_id,
  CASE
    WHEN no_outcome IS NOT NULL THEN NULL
    WHEN status IN ('B', 'D') THEN 1
    ELSE 0
  END AS outcome,
  no_outcome
FROM judged
