-- Statlog German Credit (Hofmann 1994): one row per loan, without dates. Amounts are
-- whole Deutsche Mark. The file has no id, so its rows are numbered.
CREATE TABLE loans (
  loan_id BIGINT NOT NULL PRIMARY KEY,
  checking_account TEXT CHECK (checking_account IN (
    '... < 0 DM',
    '0 <= ... < 200 DM',
    '... >= 200 DM / salary assignments for at least 1 year',
    'no checking account'
  )),
  duration_months BIGINT CHECK (duration_months BETWEEN 1 AND 120),
  credit_history TEXT CHECK (credit_history IN (
    'no credits taken/ all credits paid back duly',
    'all credits at this bank paid back duly',
    'existing credits paid back duly till now',
    'delay in paying off in the past',
    'critical account/ other credits existing (not at this bank)'
  )),
  purpose TEXT,
  amount BIGINT CHECK (amount BETWEEN 1 AND 1000000),
  savings TEXT CHECK (savings IN (
    '... < 100 DM',
    '100 <= ... < 500 DM',
    '500 <= ... < 1000 DM',
    '... >= 1000 DM',
    'unknown/ no savings account'
  )),
  employed_since TEXT CHECK (employed_since IN (
    'unemployed',
    '... < 1 year',
    '1 <= ... < 4 years',
    '4 <= ... < 7 years',
    '... >= 7 years'
  )),
  instalment_rate BIGINT CHECK (instalment_rate BETWEEN 1 AND 4),
  status_and_sex TEXT,
  other_parties TEXT CHECK (other_parties IN ('none', 'co-applicant', 'guarantor')),
  residence_since BIGINT CHECK (residence_since BETWEEN 1 AND 4),
  property TEXT CHECK (property IN (
    'real estate',
    'building society savings agreement/ life insurance',
    'car or other, not in attribute Savings account/bonds',
    'unknown / no property'
  )),
  age BIGINT CHECK (age BETWEEN 18 AND 100),
  other_plans TEXT CHECK (other_plans IN ('none', 'bank', 'stores')),
  housing TEXT CHECK (housing IN ('own', 'rent', 'for free')),
  credits_here BIGINT CHECK (credits_here BETWEEN 0 AND 20),
  job TEXT CHECK (job IN (
    'unemployed/ unskilled - non-resident',
    'unskilled - resident',
    'skilled employee / official',
    'management/ self-employed/ highly qualified employee/ officer'
  )),
  people_liable BIGINT CHECK (people_liable BETWEEN 0 AND 20),
  telephone TEXT,
  foreign_worker TEXT CHECK (foreign_worker IN ('yes', 'no')),
  creditability TEXT CHECK (creditability IN ('good', 'bad'))
);
