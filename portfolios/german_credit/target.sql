-- The bank's own verdict after the fact; nothing is declined or immature in this data.
SELECT
  a.loan_id AS application_id,
  CASE
    WHEN a.creditability = 'bad' THEN 1
    WHEN a.creditability = 'good' THEN 0
    ELSE NULL
  END AS outcome,
  CASE
    WHEN a.creditability IS NULL THEN 'not known'
    ELSE NULL
  END AS no_outcome
FROM loans AS a
