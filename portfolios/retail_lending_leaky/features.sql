-- How not to do it, to teach and to test the leakage audit: the tables are joined as they
-- stand today. The bureau's answer counts whenever it was asked for, and the loan's own
-- instalments, due after it was granted, tell how it ended. A model learns the past from
-- the future and is useless on the day of application.
WITH repayments AS (
  SELECT
    loan_id,
    COUNT(*) AS n,
    SUM(is_late) AS late_count,
    SUM(is_partial) AS partial_count,
    COUNT(*) FILTER (WHERE payment_date IS NULL) AS missed_count,
    SUM(days_past_due) AS dpd_sum,
    MAX(days_past_due) AS dpd_max
  FROM repayment_history
  GROUP BY loan_id
)
SELECT
  d.application_id,

  -- Age in years, as declared on the application
  a.age,
  -- Annual income in rupees, as declared on the application
  CAST(a.annual_income AS DOUBLE) / 100 AS annual_income,
  -- Years in the present employment
  a.years_employed,
  -- Number of dependents
  c.dependents,
  -- Highest education
  c.education,
  -- Type of employment
  c.employment_type,

  -- Bureau score, whenever it was asked for
  b.credit_score,
  -- Share of the credit limits that is used, whenever it was asked for
  b.credit_utilization,
  -- Credit accounts open, whenever it was asked for
  b.active_accounts,
  -- Times 30 to 59 days overdue, this loan among them
  b.overdue_30_count,
  -- Times 60 to 89 days overdue, this loan among them
  b.overdue_60_count,
  -- Times 90 or more days overdue, this loan among them
  b.overdue_90_count,
  -- Enquiries by lenders in the 6 months before the bureau was asked
  b.enquiries_last_6m,

  -- Amount asked for, in rupees
  CAST(a.loan_amount AS DOUBLE) / 100 AS loan_amount,
  -- Term in months
  a.loan_term_months,
  -- Interest rate, percent a year
  a.interest_rate,
  -- Type of loan
  a.loan_type,
  -- This instalment / monthly income
  CAST(12 * a.emi_amount AS DOUBLE) / NULLIF(a.annual_income, 0)
    AS emi_to_income_ratio,

  -- Instalments of this loan that have fallen due
  r.n AS installments_due,
  -- Share of this loan's instalments paid late
  CAST(r.late_count AS DOUBLE) / NULLIF(r.n, 0) AS late_payment_ratio,
  -- Share of this loan's instalments paid in part only
  CAST(r.partial_count AS DOUBLE) / NULLIF(r.n, 0) AS partial_payment_ratio,
  -- Instalments of this loan not paid at all
  r.missed_count AS missed_payment_count,
  -- Mean days past due of this loan
  CAST(r.dpd_sum AS DOUBLE) / NULLIF(r.n, 0) AS avg_dpd,
  -- Most days past due of this loan
  r.dpd_max AS max_dpd
FROM decisions AS d
JOIN loan_applications AS a ON a.loan_id = d.application_id
JOIN customers AS c ON c.customer_id = a.customer_id
LEFT JOIN credit_history AS b ON b.loan_id = a.loan_id
LEFT JOIN repayments AS r ON r.loan_id = a.loan_id
