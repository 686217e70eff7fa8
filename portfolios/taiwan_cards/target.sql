-- The payment due in the month after the six that the features see.
SELECT
  c.client_id AS application_id,
  c.defaulted AS outcome,
  CASE
    WHEN c.defaulted IS NULL THEN 'not known'
    ELSE NULL
  END AS no_outcome
FROM clients AS c
