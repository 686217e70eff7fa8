-- Default of Credit Card Clients (Yeh & Lien 2009): one row per card holder, without
-- dates. Month 1 is September 2005, the latest; month 6 is April. Amounts are whole NT
-- dollars; a bill may be negative, a credit. A status is the number of months by which
-- payment is late; 0 revolving credit, -1 paid in full, -2 no use of the card.
CREATE TABLE clients (
  client_id BIGINT NOT NULL PRIMARY KEY,
  credit_limit BIGINT CHECK (credit_limit BETWEEN 0 AND 10000000),
  sex BIGINT CHECK (sex BETWEEN 1 AND 2),
  education BIGINT CHECK (education BETWEEN 0 AND 6),
  marriage BIGINT CHECK (marriage BETWEEN 0 AND 3),
  age BIGINT CHECK (age BETWEEN 18 AND 120),
  status_1 BIGINT CHECK (status_1 BETWEEN -2 AND 9),
  status_2 BIGINT CHECK (status_2 BETWEEN -2 AND 9),
  status_3 BIGINT CHECK (status_3 BETWEEN -2 AND 9),
  status_4 BIGINT CHECK (status_4 BETWEEN -2 AND 9),
  status_5 BIGINT CHECK (status_5 BETWEEN -2 AND 9),
  status_6 BIGINT CHECK (status_6 BETWEEN -2 AND 9),
  bill_1 BIGINT CHECK (bill_1 BETWEEN -10000000 AND 10000000),
  bill_2 BIGINT CHECK (bill_2 BETWEEN -10000000 AND 10000000),
  bill_3 BIGINT CHECK (bill_3 BETWEEN -10000000 AND 10000000),
  bill_4 BIGINT CHECK (bill_4 BETWEEN -10000000 AND 10000000),
  bill_5 BIGINT CHECK (bill_5 BETWEEN -10000000 AND 10000000),
  bill_6 BIGINT CHECK (bill_6 BETWEEN -10000000 AND 10000000),
  paid_1 BIGINT CHECK (paid_1 BETWEEN 0 AND 10000000),
  paid_2 BIGINT CHECK (paid_2 BETWEEN 0 AND 10000000),
  paid_3 BIGINT CHECK (paid_3 BETWEEN 0 AND 10000000),
  paid_4 BIGINT CHECK (paid_4 BETWEEN 0 AND 10000000),
  paid_5 BIGINT CHECK (paid_5 BETWEEN 0 AND 10000000),
  paid_6 BIGINT CHECK (paid_6 BETWEEN 0 AND 10000000),
  defaulted BIGINT CHECK (defaulted BETWEEN 0 AND 1)
);
