-- One table, so every feature is a reading of the application's own row.
SELECT
  d.application_id,

  -- Balance of the checking account: overdrawn, low, high, or none at this bank
  CASE
    WHEN a.checking_account = '... < 0 DM' THEN 'overdrawn'
    WHEN a.checking_account = '0 <= ... < 200 DM' THEN 'low'
    WHEN a.checking_account = 'no checking account' THEN 'none'
    WHEN a.checking_account IS NOT NULL THEN 'high'
    ELSE NULL
  END AS checking_balance,
  -- Balance of savings and bonds, in classes of Deutsche Mark
  CASE
    WHEN a.savings = '... < 100 DM' THEN 'below 100'
    WHEN a.savings = '100 <= ... < 500 DM' THEN '100 to 500'
    WHEN a.savings = '500 <= ... < 1000 DM' THEN '500 to 1000'
    WHEN a.savings = '... >= 1000 DM' THEN 'above 1000'
    WHEN a.savings IS NOT NULL THEN 'none known'
    ELSE NULL
  END AS savings_balance,
  -- Savings of at least 500 Deutsche Mark or none known at this bank: not living on the
  -- last mark
  CASE
    WHEN a.savings IN ('... < 100 DM', '100 <= ... < 500 DM') THEN 0
    WHEN a.savings IS NOT NULL THEN 1
    ELSE NULL
  END AS has_reserves,

  -- Months over which the loan is repaid
  a.duration_months,
  -- Loan amount in Deutsche Mark
  a.amount,
  -- Amount repaid per month, without interest, in Deutsche Mark
  CAST(a.amount AS DOUBLE) / NULLIF(a.duration_months, 0) AS monthly_repayment,
  -- Instalment in percent of disposable income, in four classes, 4 the highest share
  a.instalment_rate,
  -- What the loan is for; rare purposes together
  CASE
    WHEN a.purpose IN ('domestic appliances', 'repairs', 'others', 'retraining')
      THEN 'other'
    ELSE a.purpose
  END AS purpose,
  -- Bought with the loan is something of lasting value (a used car, furniture, a radio)
  CASE
    WHEN a.purpose IN ('car (used)', 'radio/television', 'furniture/equipment') THEN 1
    WHEN a.purpose IS NOT NULL THEN 0
    ELSE NULL
  END AS is_for_goods,
  -- Someone else answers for the loan
  CASE
    WHEN a.other_parties = 'guarantor' THEN 1
    WHEN a.other_parties IS NOT NULL THEN 0
    ELSE NULL
  END AS has_guarantor,

  -- How earlier credits went
  CASE
    WHEN a.credit_history = 'no credits taken/ all credits paid back duly' THEN 'none'
    WHEN a.credit_history = 'all credits at this bank paid back duly' THEN 'all repaid'
    WHEN a.credit_history = 'existing credits paid back duly till now' THEN 'running'
    WHEN a.credit_history = 'delay in paying off in the past' THEN 'delayed'
    WHEN a.credit_history IS NOT NULL THEN 'elsewhere'
    ELSE NULL
  END AS credit_history,
  -- Credits at this bank, this one included
  a.credits_here,
  -- Instalment plans at another bank or at stores
  CASE
    WHEN a.other_plans = 'none' THEN 0
    WHEN a.other_plans IS NOT NULL THEN 1
    ELSE NULL
  END AS has_other_plans,

  -- Time in the present employment
  CASE
    WHEN a.employed_since = 'unemployed' THEN 'unemployed'
    WHEN a.employed_since = '... < 1 year' THEN 'below 1 year'
    WHEN a.employed_since = '1 <= ... < 4 years' THEN '1 to 4 years'
    WHEN a.employed_since = '4 <= ... < 7 years' THEN '4 to 7 years'
    WHEN a.employed_since IS NOT NULL THEN 'above 7 years'
    ELSE NULL
  END AS employment,
  -- Skill that the job asks for
  CASE
    WHEN a.job = 'unemployed/ unskilled - non-resident' THEN 'none'
    WHEN a.job = 'unskilled - resident' THEN 'unskilled'
    WHEN a.job = 'skilled employee / official' THEN 'skilled'
    WHEN a.job IS NOT NULL THEN 'highly skilled'
    ELSE NULL
  END AS job_skill,
  -- Age in years
  a.age,
  -- People whom the applicant has to maintain
  a.people_liable,
  -- A telephone is registered under the applicant's name
  CASE
    WHEN a.telephone = 'none' THEN 0
    WHEN a.telephone IS NOT NULL THEN 1
    ELSE NULL
  END AS has_telephone,

  -- The most valuable thing owned
  CASE
    WHEN a.property = 'real estate' THEN 'real estate'
    WHEN a.property = 'building society savings agreement/ life insurance'
      THEN 'life insurance'
    WHEN a.property = 'car or other, not in attribute Savings account/bonds' THEN 'car'
    WHEN a.property IS NOT NULL THEN 'none'
    ELSE NULL
  END AS property,
  -- Lives in a home of their own
  CASE
    WHEN a.housing = 'own' THEN 1
    WHEN a.housing IS NOT NULL THEN 0
    ELSE NULL
  END AS owns_home,
  -- Time at the present address, in four classes, 4 the longest
  a.residence_since,

  -- Sex and marital status, as the file joins them
  a.status_and_sex,
  -- Foreign worker
  CASE
    WHEN a.foreign_worker = 'yes' THEN 1
    WHEN a.foreign_worker IS NOT NULL THEN 0
    ELSE NULL
  END AS is_foreign_worker
FROM decisions AS d
JOIN loans AS a
  ON a.loan_id = d.application_id
