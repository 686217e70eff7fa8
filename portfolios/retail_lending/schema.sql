-- A lender's books. Amounts are in paise, flags are 0 or 1. What the walk-in form does
-- not ask may be null everywhere.

CREATE TABLE customers (
  customer_id BIGINT NOT NULL PRIMARY KEY,
  gender TEXT NOT NULL CHECK (gender IN ('Male', 'Female', 'Other')),
  marital_status TEXT NOT NULL
    CHECK (marital_status IN ('Single', 'Married', 'Divorced', 'Widowed')),
  dependents BIGINT CHECK (dependents BETWEEN 0 AND 10),
  education TEXT NOT NULL
    CHECK (education IN ('Below Secondary', 'Secondary', 'Higher Secondary', 'Bachelor',
                         'Master', 'PhD')),
  employment_type TEXT NOT NULL
    CHECK (employment_type IN ('Salaried', 'Self-Employed', 'Business', 'Freelance',
                               'Unemployed')),
  city_tier BIGINT CHECK (city_tier BETWEEN 1 AND 3),
  state TEXT,
  phone_verified BIGINT CHECK (phone_verified BETWEEN 0 AND 1),
  email_verified BIGINT CHECK (email_verified BETWEEN 0 AND 1),
  date_of_birth DATE
);

-- One row an application; age, income and tenure are as declared on it.
CREATE TABLE loan_applications (
  loan_id BIGINT NOT NULL PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  loan_type TEXT NOT NULL
    CHECK (loan_type IN ('Personal', 'Home', 'Auto', 'Education', 'Business', 'Gold',
                         'Credit Card')),
  loan_purpose TEXT,
  loan_amount BIGINT NOT NULL CHECK (loan_amount BETWEEN 1000000 AND 5000000000),
  loan_term_months BIGINT NOT NULL CHECK (loan_term_months BETWEEN 3 AND 360),
  interest_rate DOUBLE NOT NULL CHECK (interest_rate BETWEEN 1 AND 40),
  emi_amount BIGINT CHECK (emi_amount BETWEEN 1 AND 5000000000),
  is_secured BIGINT CHECK (is_secured BETWEEN 0 AND 1),
  collateral_value BIGINT CHECK (collateral_value BETWEEN 1 AND 100000000000),
  age BIGINT NOT NULL CHECK (age BETWEEN 18 AND 70),
  annual_income BIGINT NOT NULL CHECK (annual_income BETWEEN 5000000 AND 5000000000),
  years_employed DOUBLE CHECK (years_employed BETWEEN 0 AND 55),
  application_date DATE NOT NULL,
  approval_date DATE,
  disbursement_date DATE,
  status TEXT
    CHECK (status IN ('Pending', 'Approved', 'Rejected', 'Disbursed', 'Active', 'Closed',
                      'Written-Off')),
  status_date DATE,
  is_default BIGINT CHECK (is_default BETWEEN 0 AND 1),
  default_date DATE
);

-- The bureau's answer for an application.
CREATE TABLE credit_history (
  pull_id BIGINT NOT NULL PRIMARY KEY,
  loan_id BIGINT NOT NULL,
  pull_date DATE NOT NULL,
  credit_score BIGINT CHECK (credit_score BETWEEN 300 AND 900),
  total_accounts BIGINT CHECK (total_accounts BETWEEN 0 AND 1000),
  active_accounts BIGINT CHECK (active_accounts BETWEEN 0 AND 1000),
  closed_accounts BIGINT CHECK (closed_accounts BETWEEN 0 AND 1000),
  overdue_30_count BIGINT CHECK (overdue_30_count BETWEEN 0 AND 10000),
  overdue_60_count BIGINT CHECK (overdue_60_count BETWEEN 0 AND 10000),
  overdue_90_count BIGINT CHECK (overdue_90_count BETWEEN 0 AND 10000),
  total_credit_limit BIGINT CHECK (total_credit_limit BETWEEN 0 AND 1000000000000),
  current_balance BIGINT CHECK (current_balance BETWEEN 0 AND 1000000000000),
  credit_utilization DOUBLE CHECK (credit_utilization BETWEEN 0 AND 10),
  monthly_obligations BIGINT CHECK (monthly_obligations BETWEEN 0 AND 100000000000),
  enquiries_last_6m BIGINT CHECK (enquiries_last_6m BETWEEN 0 AND 1000),
  enquiries_last_12m BIGINT CHECK (enquiries_last_12m BETWEEN 0 AND 1000),
  credit_history_length_months BIGINT
    CHECK (credit_history_length_months BETWEEN 0 AND 1200)
);

-- One row an instalment that has fallen due; what was paid is null until it is paid.
CREATE TABLE repayment_history (
  repayment_id BIGINT NOT NULL PRIMARY KEY,
  loan_id BIGINT NOT NULL,
  installment_number BIGINT NOT NULL CHECK (installment_number BETWEEN 1 AND 360),
  due_date DATE NOT NULL,
  payment_date DATE,
  amount_due BIGINT NOT NULL CHECK (amount_due BETWEEN 1 AND 5000000000),
  amount_paid BIGINT CHECK (amount_paid BETWEEN 0 AND 10000000000),
  days_past_due BIGINT CHECK (days_past_due BETWEEN 0 AND 20000),
  is_late BIGINT CHECK (is_late BETWEEN 0 AND 1),
  is_partial BIGINT CHECK (is_partial BETWEEN 0 AND 1),
  outstanding_balance BIGINT CHECK (outstanding_balance BETWEEN 0 AND 5000000000),
  principal_component BIGINT CHECK (principal_component BETWEEN 0 AND 5000000000),
  interest_component BIGINT CHECK (interest_component BETWEEN 0 AND 5000000000),
  payment_method TEXT
    CHECK (payment_method IN ('Auto-Debit', 'UPI', 'NEFT', 'Cash', 'Cheque', 'Other'))
);
