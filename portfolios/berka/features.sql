-- What the bank knew before the day of the loan: bookings strictly before it, cards
-- issued before it, the owner and the branch's district. Amounts are added up in whole
-- haléře (hundredths of a crown) and given in crowns. Who else may use the account is not
-- read: that has no date.
WITH bookings AS (
  SELECT
    d.application_id,
    t.booked_on,
    days_between(t.booked_on, d.decided_at) AS days_before,
    t.direction,
    t.operation,
    t.purpose,
    lesser_of(
      greater_of(floor_of(t.amount * 100 + CAST(0.5 AS DOUBLE)), 0), 1000000000
    ) AS amount,
    lesser_of(
      greater_of(floor_of(t.balance * 100 + CAST(0.5 AS DOUBLE)), -1000000000),
      1000000000
    ) AS balance,
    ROW_NUMBER() OVER (
      PARTITION BY d.application_id ORDER BY t.booked_on DESC, t.transaction_id DESC
    ) AS recency
  FROM decisions AS d
  JOIN loans AS a ON a.loan_id = d.application_id
  JOIN transactions AS t
    ON t.account_id = a.account_id AND t.booked_on < d.decided_at
),
histories AS (
  SELECT
    d.application_id,
    COUNT(*) AS booking_count,
    COUNT(*) FILTER (WHERE days_before <= 90) AS count_90,
    lesser_of(180, MAX(days_before)) AS days_180,
    MIN(balance) AS balance_min,
    SUM(balance) AS balance_sum,
    MAX(balance) FILTER (WHERE recency = 1) AS balance_last,
    MIN(balance) FILTER (WHERE days_before <= 90) AS balance_min_90,
    SUM(balance) FILTER (WHERE days_before <= 90) AS balance_sum_90,
    MIN(balance) FILTER (WHERE days_before <= 180) AS balance_min_180,
    MAX(balance) FILTER (WHERE days_before <= 180) AS balance_max_180,
    COALESCE(SUM(amount) FILTER (WHERE direction = 'credit' AND days_before <= 90), 0)
      AS credits_90,
    COALESCE(SUM(amount) FILTER (WHERE direction = 'credit' AND days_before <= 180), 0)
      AS credits_180,
    COUNT(*) FILTER (WHERE direction = 'credit' AND days_before <= 180)
      AS credit_count_180,
    COALESCE(SUM(amount) FILTER (WHERE direction <> 'credit' AND days_before <= 90), 0)
      AS withdrawals_90,
    COALESCE(SUM(amount) FILTER (WHERE direction <> 'credit' AND days_before <= 180), 0)
      AS withdrawals_180,
    COUNT(*) FILTER (WHERE direction <> 'credit' AND days_before <= 180)
      AS withdrawal_count_180,
    COALESCE(SUM(amount) FILTER (
      WHERE operation = 'credit in cash' AND days_before <= 180
    ), 0) AS cash_paid_in_180,
    COALESCE(SUM(amount) FILTER (
      WHERE operation = 'withdrawal in cash' AND days_before <= 180
    ), 0) AS cash_taken_180,
    COALESCE(SUM(amount) FILTER (
      WHERE operation = 'collection from another bank' AND days_before <= 180
    ), 0) AS collected_180,
    COALESCE(SUM(amount) FILTER (WHERE purpose = 'household' AND days_before <= 180), 0)
      AS household_180,
    COUNT(*) FILTER (WHERE purpose = 'household' AND days_before <= 180)
      AS household_count_180,
    COALESCE(SUM(amount) FILTER (
      WHERE purpose = 'interest credited' AND days_before <= 180
    ), 0) AS interest_180,
    COUNT(*) FILTER (WHERE purpose = 'sanction interest if negative balance')
      AS sanction_count,
    COUNT(*) FILTER (
      WHERE purpose = 'sanction interest if negative balance' AND days_before <= 180
    ) AS sanction_count_180
  FROM decisions AS d
  JOIN bookings AS b ON b.application_id = d.application_id
  GROUP BY d.application_id
),
owners AS (
  -- An account has one owner; cards are those of the owner.
  SELECT
    d.application_id,
    MIN(c.birth_number) AS birth_number,
    COUNT(k.card_id) AS card_count
  FROM decisions AS d
  JOIN loans AS a ON a.loan_id = d.application_id
  JOIN dispositions AS p
    ON p.account_id = a.account_id AND p.holder_role = 'OWNER'
  JOIN clients AS c ON c.client_id = p.client_id
  LEFT JOIN cards AS k
    ON k.disposition_id = p.disposition_id AND k.issued_on < d.decided_at
  GROUP BY d.application_id
),
births AS (
  -- The digits of yymmdd.
  SELECT
    application_id,
    greater_of(0, lesser_of(99, floor_of(CAST(birth_number AS DOUBLE) / 10000)))
      AS years,
    greater_of(0, lesser_of(9999, floor_of(CAST(birth_number AS DOUBLE) / 100)))
      AS years_months
  FROM owners
),
persons AS (
  -- A woman's month has 50 added.
  SELECT
    application_id,
    1900 + years AS birth_year,
    years_months - 100 * years AS month_digits,
    CASE
      WHEN years_months - 100 * years > 50 THEN years_months - 100 * years - 50
      ELSE years_months - 100 * years
    END AS birth_month
  FROM births
)
SELECT
  d.application_id,

  -- Loan amount in crowns
  a.amount AS loan_amount,
  -- Months over which the loan is repaid
  a.months AS loan_months,
  -- Monthly payment in crowns
  a.payment AS monthly_payment,
  -- Monthly payment / what came in per 30 days of the last 180 (or since the first
  -- booking)
  CAST(10 * a.payment * h.days_180 AS DOUBLE) / NULLIF(3 * h.credits_180, 0)
    AS payment_to_credits,
  -- Monthly payment / average salary in the district
  CAST(a.payment AS DOUBLE) / NULLIF(r.average_salary, 0) AS payment_to_salary,
  -- Loan amount / average yearly salary in the district
  CAST(a.amount AS DOUBLE) / NULLIF(12 * r.average_salary, 0) AS loan_to_salary,

  -- Days since the account was opened
  CASE
    WHEN n.opened_on < d.decided_at THEN days_between(n.opened_on, d.decided_at)
  END AS account_age,
  -- How often statements are sent
  CASE
    WHEN n.opened_on >= d.decided_at THEN NULL
    WHEN n.statements = 'POPLATEK MESICNE' THEN 'monthly'
    WHEN n.statements = 'POPLATEK TYDNE' THEN 'weekly'
    WHEN n.statements = 'POPLATEK PO OBRATU' THEN 'after each booking'
  END AS statements,
  -- 1 when the owner had a card before the loan
  CASE
    WHEN o.card_count > 0 THEN 1
    WHEN o.card_count = 0 THEN 0
  END AS has_card,

  -- Lowest balance ever, in crowns
  CAST(h.balance_min AS DOUBLE) / 100 AS balance_min,
  -- Mean balance after a booking, in crowns
  CAST(h.balance_sum AS DOUBLE) / NULLIF(100 * h.booking_count, 0) AS balance_mean,
  -- Balance after the last booking, in crowns
  CAST(h.balance_last AS DOUBLE) / 100 AS balance_last,
  -- Lowest balance of the last 90 days, in crowns
  CAST(h.balance_min_90 AS DOUBLE) / 100 AS balance_min_90,
  -- Mean balance after a booking of the last 90 days, in crowns
  CAST(h.balance_sum_90 AS DOUBLE) / NULLIF(100 * h.count_90, 0) AS balance_mean_90,
  -- Lowest balance of the last 180 days, in crowns
  CAST(h.balance_min_180 AS DOUBLE) / 100 AS balance_min_180,
  -- Highest less lowest balance of the last 180 days, in crowns
  CAST(h.balance_max_180 - h.balance_min_180 AS DOUBLE) / 100 AS balance_range_180,
  -- Mean balance of the last 90 days / monthly payment
  CAST(h.balance_sum_90 AS DOUBLE) / NULLIF(100 * h.count_90 * a.payment, 0)
    AS balance_to_payment,

  -- Credits of the last 90 days, in crowns
  CAST(h.credits_90 AS DOUBLE) / 100 AS credits_90,
  -- Credits of the last 180 days, in crowns
  CAST(h.credits_180 AS DOUBLE) / 100 AS credits_180,
  -- Number of credits in the last 180 days
  h.credit_count_180,
  -- Withdrawals of the last 90 days, in crowns
  CAST(h.withdrawals_90 AS DOUBLE) / 100 AS withdrawals_90,
  -- Withdrawals of the last 180 days, in crowns
  CAST(h.withdrawals_180 AS DOUBLE) / 100 AS withdrawals_180,
  -- Number of withdrawals in the last 180 days
  h.withdrawal_count_180,
  -- Withdrawals / credits of the last 180 days
  CAST(h.withdrawals_180 AS DOUBLE) / NULLIF(h.credits_180, 0) AS spent_share,
  -- Cash paid in during the last 180 days, in crowns
  CAST(h.cash_paid_in_180 AS DOUBLE) / 100 AS cash_paid_in_180,
  -- Cash withdrawn in the last 180 days, in crowns
  CAST(h.cash_taken_180 AS DOUBLE) / 100 AS cash_taken_180,
  -- Came from other banks in the last 180 days (wages, pensions), in crowns
  CAST(h.collected_180 AS DOUBLE) / 100 AS collected_180,
  -- Household payments of the last 180 days, in crowns
  CAST(h.household_180 AS DOUBLE) / 100 AS household_180,
  -- Number of household payments in the last 180 days
  h.household_count_180,
  -- Interest earned in the last 180 days, in crowns
  CAST(h.interest_180 AS DOUBLE) / 100 AS interest_180,
  -- Times that sanction interest was charged for a negative balance
  h.sanction_count,
  -- Times that sanction interest was charged in the last 180 days
  h.sanction_count_180,

  -- Age of the owner in full years, by the month of birth
  year_of(d.decided_at) - p.birth_year
    - CASE WHEN month_of(d.decided_at) < p.birth_month THEN 1 ELSE 0 END AS age,
  -- Gender of the owner; kept for fairness reports, never given to a model
  CASE
    WHEN p.month_digits > 50 THEN 'female'
    WHEN p.month_digits <= 50 THEN 'male'
  END AS gender,

  -- Average salary in the branch's district, in crowns a month
  r.average_salary,
  -- Unemployment in the branch's district in 1996, in percent
  r.unemployment_1996,
  -- Share of the district's inhabitants who live in towns, in percent
  r.urban_percent,
  -- Entrepreneurs per 1000 inhabitants of the district
  r.entrepreneurs_per_1000,
  -- Crimes of 1996 per 1000 inhabitants of the district
  CAST(1000 * r.crimes_1996 AS DOUBLE) / NULLIF(r.inhabitants, 0) AS crimes_per_1000
FROM decisions AS d
JOIN loans AS a ON a.loan_id = d.application_id
LEFT JOIN accounts AS n ON n.account_id = a.account_id
LEFT JOIN districts AS r ON r.district_id = n.district_id
LEFT JOIN histories AS h ON h.application_id = d.application_id
LEFT JOIN owners AS o ON o.application_id = d.application_id
LEFT JOIN persons AS p ON p.application_id = d.application_id
