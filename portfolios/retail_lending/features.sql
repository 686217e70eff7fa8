-- Everything is as it was known on the day of application: earlier applications, the
-- bureau's answer of that day or before, and instalments of earlier loans due before that
-- day, of which a payment counts only if it was made before that day too. Amounts in the
-- tables are paise, features are in rupees. A month is 487/16 days (30.4375).
WITH pulls AS (
  -- The latest answer of the bureau for this application.
  SELECT
    d.application_id,
    b.credit_score,
    b.total_accounts,
    b.active_accounts,
    b.closed_accounts,
    b.overdue_30_count,
    b.overdue_60_count,
    b.overdue_90_count,
    b.credit_utilization,
    b.monthly_obligations,
    b.enquiries_last_6m,
    b.enquiries_last_12m,
    b.credit_history_length_months
  FROM decisions AS d
  JOIN credit_history AS b
    ON b.loan_id = d.application_id AND b.pull_date <= d.decided_at
  WHERE NOT EXISTS (
    SELECT 1
    FROM credit_history AS n
    WHERE n.loan_id = b.loan_id
      AND n.pull_date <= d.decided_at
      AND (n.pull_date > b.pull_date
        OR (n.pull_date = b.pull_date AND n.pull_id > b.pull_id))
  )
),
loans AS (
  -- Strictly earlier applications of the same customer.
  SELECT
    d.application_id,
    COUNT(*) AS loan_count,
    COUNT(*) FILTER (WHERE p.is_default = 1 AND p.default_date < d.decided_at)
      AS default_count,
    COUNT(DISTINCT p.loan_type) AS type_count,
    MIN(p.application_date) AS first_date,
    COUNT(*) FILTER (WHERE days_between(p.application_date, d.decided_at) <= 365)
      AS recent_count,
    SUM(CASE
      WHEN p.status_date < d.decided_at AND p.status IN ('Closed', 'Written-Off') THEN 0
      WHEN p.disbursement_date < d.decided_at THEN p.loan_amount
      ELSE 0
    END) AS running_amount
  FROM decisions AS d
  JOIN loan_applications AS a ON a.loan_id = d.application_id
  JOIN loan_applications AS p
    ON p.customer_id = a.customer_id AND p.application_date < d.decided_at
  GROUP BY d.application_id
),
instalments AS (
  -- Instalments of those loans, with the days past due as of the day of application (at
  -- most 999). `recency` counts from the latest; late ones in a row share an
  -- `on_time_after`, the number of instalments on time since.
  SELECT
    d.application_id,
    r.due_date,
    r.amount_due,
    CASE WHEN r.payment_date < d.decided_at THEN r.amount_paid END AS paid,
    CASE WHEN r.payment_date < d.decided_at THEN r.payment_method END AS method,
    lesser_of(999, days_between(r.due_date, CASE
      WHEN r.payment_date <= r.due_date THEN r.due_date
      WHEN r.payment_date < d.decided_at THEN r.payment_date
      ELSE d.decided_at
    END)) AS dpd,
    ROW_NUMBER() OVER (
      PARTITION BY d.application_id ORDER BY r.due_date DESC, r.repayment_id DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS recency,
    COUNT(CASE WHEN r.payment_date <= r.due_date THEN 1 END) OVER (
      PARTITION BY d.application_id ORDER BY r.due_date DESC, r.repayment_id DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS on_time_after
  FROM decisions AS d
  JOIN loan_applications AS a ON a.loan_id = d.application_id
  JOIN loan_applications AS p
    ON p.customer_id = a.customer_id AND p.application_date < d.decided_at
  JOIN repayment_history AS r
    ON r.loan_id = p.loan_id AND r.due_date < d.decided_at
),
repayments AS (
  SELECT
    d.application_id,
    COUNT(*) AS n,
    COUNT(*) FILTER (WHERE dpd > 0) AS late_count,
    COUNT(*) FILTER (WHERE paid < amount_due) AS partial_count,
    COUNT(paid) AS paid_count,
    SUM(dpd) AS dpd_sum,
    SUM(dpd * dpd) AS dpd_square_sum,
    MAX(dpd) AS dpd_max,
    SUM(paid) AS paid_sum,
    SUM(amount_due) AS due_sum,
    COUNT(*) FILTER (WHERE method = 'Auto-Debit') AS auto_debit_count,
    MAX(due_date) FILTER (WHERE dpd > 0) AS last_late_date,
    SUM(dpd) FILTER (WHERE recency <= 3) AS dpd_sum_3,
    SUM(dpd) FILTER (WHERE recency <= 6) AS dpd_sum_6,
    SUM(dpd) FILTER (WHERE recency <= 12) AS dpd_sum_12,
    COUNT(*) FILTER (WHERE recency <= 3 AND dpd > 0) AS late_count_3,
    COUNT(*) FILTER (WHERE recency <= 6 AND dpd > 0) AS late_count_6,
    COUNT(*) FILTER (WHERE recency <= 12 AND dpd > 0) AS late_count_12
  FROM decisions AS d
  JOIN instalments AS i ON i.application_id = d.application_id
  GROUP BY d.application_id
),
late_runs AS (
  SELECT application_id, on_time_after, COUNT(*) AS length
  FROM instalments
  WHERE dpd > 0
  GROUP BY application_id, on_time_after
),
longest_runs AS (
  SELECT application_id, MAX(length) AS length
  FROM late_runs
  GROUP BY application_id
)
SELECT
  d.application_id,

  -- Age in years, as declared on the application
  a.age,
  -- Band of age: 18-25, 26-35, 36-50, 51-60, above 60
  CASE
    WHEN a.age <= 25 THEN '18-25'
    WHEN a.age <= 35 THEN '26-35'
    WHEN a.age <= 50 THEN '36-50'
    WHEN a.age <= 60 THEN '51-60'
    ELSE 'above 60'
  END AS age_group,
  -- Gender; kept for fairness reports, never given to a model
  c.gender,
  -- Annual income in rupees, as declared on the application
  CAST(a.annual_income AS DOUBLE) / 100 AS annual_income,
  -- Income in rupees a month: annual income / 12
  CAST(a.annual_income AS DOUBLE) / 1200 AS monthly_income,
  -- Years in the present employment
  a.years_employed,
  -- Years employed / age
  a.years_employed / NULLIF(a.age, 0) AS employment_stability_ratio,
  -- Number of dependents
  c.dependents,
  -- Annual income in rupees / (dependents + 1)
  CAST(a.annual_income AS DOUBLE) / NULLIF(100 * (c.dependents + 1), 0)
    AS income_per_dependent,
  -- Highest education
  c.education,
  -- Type of employment
  c.employment_type,
  -- Marital status
  c.marital_status,
  -- Tier of the city: 1 metropolitan, 2 large, 3 smaller
  c.city_tier,
  -- How many of telephone and e-mail are verified: 0, 1 or 2
  c.phone_verified + c.email_verified AS verification_score,

  -- Bureau score, 300 to 900; missing for those new to credit
  b.credit_score,
  -- Tier of the bureau score: below 550, from 550, 650, 700, 750
  CASE
    WHEN b.credit_score < 550 THEN 'below 550'
    WHEN b.credit_score < 650 THEN '550-649'
    WHEN b.credit_score < 700 THEN '650-699'
    WHEN b.credit_score < 750 THEN '700-749'
    WHEN b.credit_score >= 750 THEN '750 and above'
  END AS credit_score_tier,
  -- Credit accounts ever held, at all lenders
  b.total_accounts,
  -- Credit accounts now open, at all lenders
  b.active_accounts,
  -- Credit accounts closed, at all lenders
  b.closed_accounts,
  -- Open accounts / all accounts
  CAST(b.active_accounts AS DOUBLE) / NULLIF(b.total_accounts, 0)
    AS active_account_ratio,
  -- Times 30 to 59 days overdue, at all lenders
  b.overdue_30_count,
  -- Times 60 to 89 days overdue, at all lenders
  b.overdue_60_count,
  -- Times 90 or more days overdue, at all lenders
  b.overdue_90_count,
  -- Overdue counts weighed by gravity: 1 for 30 days, 3 for 60, 10 for 90
  b.overdue_30_count + 3 * b.overdue_60_count + 10 * b.overdue_90_count
    AS delinquency_severity_score,
  -- 1 when ever 90 or more days overdue at any lender
  CASE
    WHEN b.overdue_90_count > 0 THEN 1
    WHEN b.overdue_90_count = 0 THEN 0
  END AS has_serious_delinquency,
  -- Share of the credit limits that is used
  b.credit_utilization,
  -- Band of credit utilization: below 30%, from 30%, 60%, 80%
  CASE
    WHEN b.credit_utilization < 0.3 THEN 'below 30%'
    WHEN b.credit_utilization < 0.6 THEN '30-59%'
    WHEN b.credit_utilization < 0.8 THEN '60-79%'
    WHEN b.credit_utilization >= 0.8 THEN '80% and above'
  END AS utilization_bucket,
  -- Enquiries by lenders in the last 6 months
  b.enquiries_last_6m,
  -- Enquiries by lenders in the last 12 months
  b.enquiries_last_12m,
  -- Enquiries of the last 6 months / of the last 12; 0 when there were none
  CASE
    WHEN b.enquiries_last_12m = 0 THEN CAST(0 AS DOUBLE)
    ELSE CAST(b.enquiries_last_6m AS DOUBLE) / NULLIF(b.enquiries_last_12m, 0)
  END AS enquiry_velocity,
  -- Months since the first credit account was opened
  b.credit_history_length_months,
  -- 1 when there is no bureau score or the credit history is shorter than 12 months
  CASE
    WHEN b.application_id IS NULL THEN NULL
    WHEN b.credit_score IS NULL OR b.credit_history_length_months < 12 THEN 1
    WHEN b.credit_history_length_months >= 12 THEN 0
  END AS is_thin_file,

  -- Amount asked for, in rupees
  CAST(a.loan_amount AS DOUBLE) / 100 AS loan_amount,
  -- Term in months
  a.loan_term_months,
  -- Band of the term: up to 12 months, up to 60, up to 120, longer
  CASE
    WHEN a.loan_term_months <= 12 THEN 'up to 12'
    WHEN a.loan_term_months <= 60 THEN '13-60'
    WHEN a.loan_term_months <= 120 THEN '61-120'
    ELSE 'above 120'
  END AS term_bucket,
  -- Interest rate, percent a year
  a.interest_rate,
  -- Band of the interest rate: below 10%, from 10%, 15%, 20%
  CASE
    WHEN a.interest_rate < 10 THEN 'below 10%'
    WHEN a.interest_rate < 15 THEN '10-14.99%'
    WHEN a.interest_rate < 20 THEN '15-19.99%'
    ELSE '20% and above'
  END AS rate_tier,
  -- Equated monthly instalment in rupees
  CAST(a.emi_amount AS DOUBLE) / 100 AS emi_amount,
  -- Type of loan
  a.loan_type,
  -- 1 when the loan is secured by collateral
  a.is_secured,
  -- Amount asked for / value of the collateral; missing for unsecured loans
  CAST(a.loan_amount AS DOUBLE) / NULLIF(a.collateral_value, 0) AS effective_ltv,
  -- (Monthly obligations at all lenders + this instalment) / monthly income
  CAST(12 * (b.monthly_obligations + a.emi_amount) AS DOUBLE)
    / NULLIF(a.annual_income, 0) AS dti_ratio,
  -- This instalment / monthly income
  CAST(12 * a.emi_amount AS DOUBLE) / NULLIF(a.annual_income, 0)
    AS emi_to_income_ratio,
  -- Amount asked for / annual income
  CAST(a.loan_amount AS DOUBLE) / NULLIF(a.annual_income, 0) AS loan_to_income_ratio,
  -- Interest over the whole term / amount asked for
  CAST(a.emi_amount * a.loan_term_months - a.loan_amount AS DOUBLE)
    / NULLIF(a.loan_amount, 0) AS interest_to_principal_ratio,
  -- Interest over the whole term, in rupees
  CAST(a.emi_amount * a.loan_term_months - a.loan_amount AS DOUBLE) / 100
    AS total_interest_payable,

  -- Instalments of earlier loans that have fallen due
  COALESCE(r.n, 0) AS installments_due,
  -- Share of instalments paid after their day, or not yet
  CAST(r.late_count AS DOUBLE) / NULLIF(r.n, 0) AS late_payment_ratio,
  -- Share of instalments paid in part only
  CAST(r.partial_count AS DOUBLE) / NULLIF(r.n, 0) AS partial_payment_ratio,
  -- Instalments not paid at all by the day of application
  r.n - r.paid_count AS missed_payment_count,
  -- Mean days past due over all instalments
  CAST(r.dpd_sum AS DOUBLE) / NULLIF(r.n, 0) AS avg_dpd,
  -- Most days past due of any instalment, at most 999
  r.dpd_max AS max_dpd,
  -- Standard deviation of days past due (of the sample, n - 1)
  sqrt(CAST(r.n * r.dpd_square_sum - r.dpd_sum * r.dpd_sum AS DOUBLE)
    / NULLIF(r.n * (r.n - 1), 0)) AS std_dpd,
  -- 1 when an instalment was ever 60 or more days past due
  CASE WHEN r.dpd_max >= 60 THEN 1 WHEN r.dpd_max < 60 THEN 0 END AS ever_60_plus_dpd,
  -- 1 when an instalment was ever 90 or more days past due
  CASE WHEN r.dpd_max >= 90 THEN 1 WHEN r.dpd_max < 90 THEN 0 END AS ever_90_plus_dpd,
  -- Amount paid / amount due, over all instalments
  CAST(COALESCE(r.paid_sum, 0) AS DOUBLE) / NULLIF(r.due_sum, 0)
    AS avg_payment_to_due_ratio,
  -- Share of the payments made by automatic debit
  CAST(r.auto_debit_count AS DOUBLE) / NULLIF(r.paid_count, 0) AS auto_debit_ratio,
  -- Months since the due day of the last late instalment; missing when there is none
  CAST(16 * days_between(r.last_late_date, d.decided_at) AS DOUBLE) / 487
    AS months_since_last_late,

  -- Mean days past due over the last 3 instalments
  CAST(r.dpd_sum_3 AS DOUBLE) / NULLIF(lesser_of(r.n, 3), 0) AS avg_dpd_last_3,
  -- Mean days past due over the last 6 instalments
  CAST(r.dpd_sum_6 AS DOUBLE) / NULLIF(lesser_of(r.n, 6), 0) AS avg_dpd_last_6,
  -- Mean days past due over the last 12 instalments
  CAST(r.dpd_sum_12 AS DOUBLE) / NULLIF(lesser_of(r.n, 12), 0) AS avg_dpd_last_12,
  -- Late ones among the last 3 instalments
  r.late_count_3 AS late_count_last_3,
  -- Late ones among the last 6 instalments
  r.late_count_6 AS late_count_last_6,
  -- Late ones among the last 12 instalments
  r.late_count_12 AS late_count_last_12,
  -- Mean days past due of the last 3 instalments less that of the 4th to 6th last
  CASE
    WHEN r.n > 3 THEN
      CAST(r.dpd_sum_3 * (lesser_of(r.n, 6) - 3) - 3 * (r.dpd_sum_6 - r.dpd_sum_3)
        AS DOUBLE)
      / NULLIF(3 * (lesser_of(r.n, 6) - 3), 0)
  END AS dpd_trend_3v6,
  -- Most late instalments in a row
  CASE WHEN r.n > 0 THEN COALESCE(m.length, 0) END AS max_consecutive_late_payments,

  -- Earlier applications of this customer
  COALESCE(l.loan_count, 0) AS past_loans,
  -- Earlier loans known to have defaulted
  COALESCE(l.default_count, 0) AS past_defaults,
  -- Earlier loans known to have defaulted / earlier applications
  CAST(l.default_count AS DOUBLE) / NULLIF(l.loan_count, 0) AS historical_default_rate,
  -- Different types of loan among earlier applications
  COALESCE(l.type_count, 0) AS loan_type_diversity,
  -- Months since the first application; missing when this is the first
  CAST(16 * days_between(l.first_date, d.decided_at) AS DOUBLE) / 487
    AS months_since_first_loan,
  -- Earlier applications in the last 365 days
  COALESCE(l.recent_count, 0) AS loans_last_12_months,
  -- (Amounts of running earlier loans + amount asked for) / annual income
  CAST(COALESCE(l.running_amount, 0) + a.loan_amount AS DOUBLE)
    / NULLIF(a.annual_income, 0) AS total_exposure_to_income,
  -- Amounts of earlier loans still running, in rupees
  CAST(COALESCE(l.running_amount, 0) AS DOUBLE) / 100 AS active_exposure
FROM decisions AS d
JOIN loan_applications AS a ON a.loan_id = d.application_id
JOIN customers AS c ON c.customer_id = a.customer_id
LEFT JOIN pulls AS b ON b.application_id = d.application_id
LEFT JOIN loans AS l ON l.application_id = d.application_id
LEFT JOIN repayments AS r ON r.application_id = d.application_id
LEFT JOIN longest_runs AS m ON m.application_id = d.application_id
