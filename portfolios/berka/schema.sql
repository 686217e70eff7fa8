-- The PKDD'99 extract of a Czech bank, 1993 to 1998. Amounts are crowns; those with
-- haléře (hundredths) are reals, which features.sql turns into whole haléře before it
-- adds them up.

-- One row a loan, at most one an account.
CREATE TABLE loans (
  loan_id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL,
  granted_on DATE NOT NULL,
  amount BIGINT NOT NULL CHECK (amount BETWEEN 1 AND 10000000),
  months BIGINT NOT NULL CHECK (months BETWEEN 1 AND 120),
  payment BIGINT NOT NULL CHECK (payment BETWEEN 1 AND 1000000),
  -- A finished and repaid, B finished with debt, C running in order, D running in debt
  status TEXT CHECK (status IN ('A', 'B', 'C', 'D'))
);

CREATE TABLE accounts (
  account_id BIGINT NOT NULL PRIMARY KEY,
  district_id BIGINT NOT NULL,
  -- How often statements are sent: monthly, weekly, after each transaction
  statements TEXT CHECK (statements IN (
    'POPLATEK MESICNE', 'POPLATEK TYDNE', 'POPLATEK PO OBRATU'
  )),
  opened_on DATE NOT NULL
);

-- Who may use an account, and in which role.
CREATE TABLE dispositions (
  disposition_id BIGINT NOT NULL PRIMARY KEY,
  client_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  holder_role TEXT NOT NULL CHECK (holder_role IN ('OWNER', 'DISPONENT'))
);

CREATE TABLE clients (
  client_id BIGINT NOT NULL PRIMARY KEY,
  -- yymmdd of birth in 19yy; women have 50 added to the month
  birth_number BIGINT CHECK (birth_number BETWEEN 101 AND 996231),
  district_id BIGINT
);

CREATE TABLE cards (
  card_id BIGINT NOT NULL PRIMARY KEY,
  disposition_id BIGINT NOT NULL,
  card_type TEXT CHECK (card_type IN ('junior', 'classic', 'gold')),
  issued_on DATE NOT NULL
);

-- Bookings before the loan, of the loans granted in 1997 and 1998.
CREATE TABLE transactions (
  transaction_id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL,
  booked_on DATE NOT NULL,
  direction TEXT NOT NULL
    CHECK (direction IN ('credit', 'withdrawal', 'withdrawal in cash')),
  operation TEXT CHECK (operation IN (
    'credit in cash', 'collection from another bank', 'withdrawal in cash',
    'remittance to another bank', 'credit card withdrawal'
  )),
  amount DOUBLE NOT NULL CHECK (amount BETWEEN 0 AND 10000000),
  balance DOUBLE NOT NULL CHECK (balance BETWEEN -10000000 AND 10000000),
  purpose TEXT,
  partner_bank TEXT,
  partner_account BIGINT
);

-- Figures of 1995 and 1996 about the district of the branch.
CREATE TABLE districts (
  district_id BIGINT NOT NULL PRIMARY KEY,
  name TEXT,
  region TEXT,
  inhabitants BIGINT CHECK (inhabitants BETWEEN 1 AND 10000000),
  urban_percent DOUBLE CHECK (urban_percent BETWEEN 0 AND 100),
  average_salary BIGINT CHECK (average_salary BETWEEN 1 AND 1000000),
  unemployment_1995 DOUBLE CHECK (unemployment_1995 BETWEEN 0 AND 100),
  unemployment_1996 DOUBLE CHECK (unemployment_1996 BETWEEN 0 AND 100),
  entrepreneurs_per_1000 BIGINT CHECK (entrepreneurs_per_1000 BETWEEN 0 AND 1000),
  crimes_1995 BIGINT CHECK (crimes_1995 BETWEEN 0 AND 10000000),
  crimes_1996 BIGINT CHECK (crimes_1996 BETWEEN 0 AND 10000000)
);

-- Payments that the bank carries out regularly, as they stood at the extract's end and
-- without dates. The loan's own payment (UVER) is among them.
CREATE TABLE standing_orders (
  order_id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL,
  to_bank TEXT,
  to_account BIGINT,
  amount DOUBLE CHECK (amount BETWEEN 0 AND 10000000),
  purpose TEXT
);
