-- The card's six months lie side by side in one row, so what one would add up over
-- rows is added up here over columns.
WITH months AS (
  SELECT
    c.client_id,
    CASE WHEN c.status_1 > 0 THEN 1 ELSE 0 END
      + CASE WHEN c.status_2 > 0 THEN 1 ELSE 0 END
      + CASE WHEN c.status_3 > 0 THEN 1 ELSE 0 END
      + CASE WHEN c.status_4 > 0 THEN 1 ELSE 0 END
      + CASE WHEN c.status_5 > 0 THEN 1 ELSE 0 END
      + CASE WHEN c.status_6 > 0 THEN 1 ELSE 0 END AS late_months,
    CASE WHEN c.status_1 > 0 THEN 1 ELSE 0 END
      + CASE WHEN c.status_2 > 0 THEN 1 ELSE 0 END
      + CASE WHEN c.status_3 > 0 THEN 1 ELSE 0 END AS late_recent,
    CASE WHEN c.status_1 = -1 THEN 1 ELSE 0 END
      + CASE WHEN c.status_2 = -1 THEN 1 ELSE 0 END
      + CASE WHEN c.status_3 = -1 THEN 1 ELSE 0 END
      + CASE WHEN c.status_4 = -1 THEN 1 ELSE 0 END
      + CASE WHEN c.status_5 = -1 THEN 1 ELSE 0 END
      + CASE WHEN c.status_6 = -1 THEN 1 ELSE 0 END AS full_months,
    greater_of(
      greater_of(
        greater_of(c.status_1, c.status_2),
        greater_of(c.status_3, c.status_4)),
      greater_of(greater_of(c.status_5, c.status_6), 0)) AS worst_delay,
    greater_of(greater_of(c.status_1, c.status_2), greater_of(c.status_3, 0))
      AS worst_recent,
    greater_of(c.status_1, 0)
      + greater_of(c.status_2, 0)
      + greater_of(c.status_3, 0)
      + greater_of(c.status_4, 0)
      + greater_of(c.status_5, 0)
      + greater_of(c.status_6, 0) AS total_delay,
    greater_of(c.status_1, 0)
      + greater_of(c.status_2, 0)
      + greater_of(c.status_3, 0) AS recent_delay,
    greater_of(c.status_4, 0)
      + greater_of(c.status_5, 0)
      + greater_of(c.status_6, 0) AS earlier_delay,
    c.bill_1 + c.bill_2 + c.bill_3 + c.bill_4 + c.bill_5 + c.bill_6 AS billed,
    greater_of(
      greater_of(greater_of(c.bill_1, c.bill_2), c.bill_3),
      greater_of(greater_of(c.bill_4, c.bill_5), c.bill_6)) AS highest_bill,
    c.paid_1 + c.paid_2 + c.paid_3 + c.paid_4 + c.paid_5 + c.paid_6 AS paid,
    lesser_of(
      lesser_of(lesser_of(c.paid_1, c.paid_2), c.paid_3),
      lesser_of(lesser_of(c.paid_4, c.paid_5), c.paid_6)) AS smallest_payment,
    CASE WHEN c.bill_1 > c.credit_limit THEN 1 ELSE 0 END
      + CASE WHEN c.bill_2 > c.credit_limit THEN 1 ELSE 0 END
      + CASE WHEN c.bill_3 > c.credit_limit THEN 1 ELSE 0 END
      + CASE WHEN c.bill_4 > c.credit_limit THEN 1 ELSE 0 END
      + CASE WHEN c.bill_5 > c.credit_limit THEN 1 ELSE 0 END
      + CASE WHEN c.bill_6 > c.credit_limit THEN 1 ELSE 0 END AS months_over_limit,
    CASE WHEN c.paid_1 = 0 THEN 1 ELSE 0 END
      + CASE WHEN c.paid_2 = 0 THEN 1 ELSE 0 END
      + CASE WHEN c.paid_3 = 0 THEN 1 ELSE 0 END
      + CASE WHEN c.paid_4 = 0 THEN 1 ELSE 0 END
      + CASE WHEN c.paid_5 = 0 THEN 1 ELSE 0 END
      + CASE WHEN c.paid_6 = 0 THEN 1 ELSE 0 END AS unpaid_months
  FROM decisions AS d
  JOIN clients AS c
    ON c.client_id = d.application_id
)
SELECT
  d.application_id,

  -- Limit of the card in NT dollars
  c.credit_limit,
  -- Age in years
  c.age,
  -- Highest education; codes without a meaning count as other
  CASE
    WHEN c.education = 1 THEN 'graduate school'
    WHEN c.education = 2 THEN 'university'
    WHEN c.education = 3 THEN 'high school'
    WHEN c.education IS NOT NULL THEN 'other'
    ELSE NULL
  END AS education,
  -- Marital status
  CASE
    WHEN c.marriage = 1 THEN 'married'
    WHEN c.marriage = 2 THEN 'single'
    WHEN c.marriage IS NOT NULL THEN 'other'
    ELSE NULL
  END AS marital_status,
  -- Sex
  CASE
    WHEN c.sex = 1 THEN 'male'
    WHEN c.sex = 2 THEN 'female'
    ELSE NULL
  END AS sex,

  -- Payment status in the latest month: months late, 0 revolving, -1 paid in full, -2
  -- no use
  c.status_1,
  -- Payment status in the month before: months late, 0 revolving, -1 paid in full, -2
  -- no use
  c.status_2,
  -- Payment status in the third month back: months late, 0 revolving, -1 paid in full,
  -- -2 no use
  c.status_3,
  -- Payment status in the fourth month back: months late, 0 revolving, -1 paid in full,
  -- -2 no use
  c.status_4,
  -- Payment status in the fifth month back: months late, 0 revolving, -1 paid in full,
  -- -2 no use
  c.status_5,
  -- Payment status in the sixth month back: months late, 0 revolving, -1 paid in full,
  -- -2 no use
  c.status_6,
  -- Months of the six in which payment was late
  m.late_months,
  -- Months of the last three in which payment was late
  m.late_recent AS late_months_recent,
  -- Most months by which a payment was late
  m.worst_delay,
  -- Most months by which a payment of the last three months was late
  m.worst_recent AS worst_delay_recent,
  -- Months late, added up over the six months
  m.total_delay,
  -- Payment of the latest month is late
  CASE
    WHEN c.status_1 > 0 THEN 1
    WHEN c.status_1 IS NOT NULL THEN 0
    ELSE NULL
  END AS is_late_now,
  -- Payment of the latest month is late by two months or more
  CASE
    WHEN c.status_1 > 1 THEN 1
    WHEN c.status_1 IS NOT NULL THEN 0
    ELSE NULL
  END AS is_late_by_two,
  -- Late in the latest month but not in the month before
  CASE
    WHEN c.status_1 > 0 AND c.status_2 <= 0 THEN 1
    WHEN c.status_1 IS NOT NULL THEN 0
    ELSE NULL
  END AS became_late,
  -- Months late in the last three months less those in the three before
  m.recent_delay - m.earlier_delay AS delay_trend,
  -- No use of the card in the latest two months
  CASE
    WHEN c.status_1 = -2 AND c.status_2 = -2 THEN 1
    WHEN c.status_1 IS NOT NULL THEN 0
    ELSE NULL
  END AS is_unused,
  -- Months of the six in which the bill was paid in full
  m.full_months AS paid_in_full_months,

  -- Latest bill in NT dollars
  c.bill_1,
  -- Latest bill as a share of the limit
  CAST(c.bill_1 AS DOUBLE) / NULLIF(c.credit_limit, 0) AS utilization,
  -- Mean bill of the six months as a share of the limit
  CAST(m.billed AS DOUBLE) / NULLIF(6 * c.credit_limit, 0) AS utilization_mean,
  -- Highest bill of the six months as a share of the limit
  CAST(m.highest_bill AS DOUBLE) / NULLIF(c.credit_limit, 0) AS utilization_max,
  -- Latest bill less the one of the sixth month back, as a share of the limit
  CAST(c.bill_1 - c.bill_6 AS DOUBLE) / NULLIF(c.credit_limit, 0) AS utilization_change,
  -- Latest bill less the one of the third month back, as a share of the limit
  CAST(c.bill_1 - c.bill_3 AS DOUBLE) / NULLIF(c.credit_limit, 0)
    AS utilization_change_recent,
  -- Months of the six with a bill above the limit
  m.months_over_limit,
  -- Limit less the latest bill, in NT dollars; at least 0
  greater_of(c.credit_limit - c.bill_1, 0) AS headroom,

  -- Paid in the latest month, in NT dollars
  c.paid_1,
  -- Paid in the month before, in NT dollars
  c.paid_2,
  -- Paid in the third month back, in NT dollars
  c.paid_3,
  -- Paid in the fourth month back, in NT dollars
  c.paid_4,
  -- Paid in the fifth month back, in NT dollars
  c.paid_5,
  -- Paid in the sixth month back, in NT dollars
  c.paid_6,
  -- Paid over the six months, in NT dollars
  m.paid AS paid_total,
  -- Smallest payment of the six months, in NT dollars
  m.smallest_payment,
  -- Paid over the six months as a share of what was billed, at most 2; 1 where nothing
  -- was billed
  CASE
    WHEN m.billed <= 0 THEN CAST(1 AS DOUBLE)
    WHEN m.paid > 2 * m.billed THEN CAST(2 AS DOUBLE)
    ELSE CAST(m.paid AS DOUBLE) / NULLIF(m.billed, 0)
  END AS payment_ratio,
  -- Latest payment as a share of the bill before it, at most 2; 1 where nothing was
  -- billed
  CASE
    WHEN c.bill_2 <= 0 THEN CAST(1 AS DOUBLE)
    WHEN c.paid_1 > 2 * c.bill_2 THEN CAST(2 AS DOUBLE)
    ELSE CAST(c.paid_1 AS DOUBLE) / NULLIF(c.bill_2, 0)
  END AS payment_ratio_recent,
  -- Paid over the six months as a share of the limit
  CAST(m.paid AS DOUBLE) / NULLIF(c.credit_limit, 0) AS payment_to_limit,
  -- Months of the six without any payment
  m.unpaid_months
FROM decisions AS d
JOIN clients AS c
  ON c.client_id = d.application_id
JOIN months AS m
  ON m.client_id = d.application_id
