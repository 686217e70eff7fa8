#!/usr/bin/env python3
"""Generates the retail lender's books with whole-column NumPy operations.

The peer of `credence generate` for its speed: the same tables and columns, about as many
rows, the same kinds of draws and the same CSV files, written by pyarrow.
Usage: generate_numpy.py FOLDER LOANS [SEED]
"""
import os
import sys
import time

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

END = 20453  # 2025-12-31
TYPES = np.array(["Personal", "Home", "Auto", "Education", "Business", "Gold", "Credit Card"])
DEMAND = [.32, .08, .14, .07, .10, .14, .15]
MULTIPLE = np.array([.55, 3.6, .85, 1.2, 1.1, .22, .16])
SPREAD = np.array([.65, .45, .45, .6, .75, .6, .6])
LEAST = np.array([1e4, 3e5, 4e4, 5e4, 5e4, 1e4, 1e4])
MOST = np.array([4e6, 5e7, 6e6, 8e6, 2e7, 2e6, 1e6])
STEP = np.array([1e3, 1e4, 5e3, 5e3, 1e4, 1e3, 1e3])
TERMS = np.array([[12, 24, 24, 36, 36, 60], [120, 180, 180, 240, 240, 300], [24, 36, 48, 60, 60, 84], [36, 48, 60, 60, 84, 96],
                  [12, 24, 36, 36, 48, 60], [3, 6, 6, 12, 12, 18], [3, 6, 9, 12, 12, 24]])
BASE = np.array([12, 8.6, 9.4, 10.5, 14, 10, 17.5])
RATE_SPREAD = np.array([1.6, .5, .9, 1, 2, 1.1, 2.8])
SECURED = np.array([0, 1, 1, .25, .45, 1, 0])
LTV_LOW = np.array([1, .45, .55, .5, .4, .45, 1])
LTV_HIGH = np.array([1, .92, 1, .9, .85, .75, 1])
CLOSURE = np.array([.032, .015, .02, .012, .022, .05, .04])
EDUCATION = ["Below Secondary", "Secondary", "Higher Secondary", "Bachelor", "Master", "PhD"]
EMPLOYMENT = ["Salaried", "Self-Employed", "Business", "Freelance", "Unemployed"]
MARITAL = ["Single", "Married", "Divorced", "Widowed"]
STATES = ["Maharashtra", "Uttar Pradesh", "Karnataka", "Tamil Nadu", "Gujarat", "Delhi", "West Bengal", "Telangana"]
METHODS = ["Auto-Debit", "UPI", "NEFT", "Cash", "Cheque", "Other"]
STATUS = ["Pending", "Approved", "Rejected", "Disbursed", "Active", "Closed", "Written-Off"]


def logistic(x):
    return 1 / (1 + np.exp(-x))


def month_of(day):
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def first_of(month):
    return month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def number(values, missing=None):
    return pa.array(values, mask=missing)


def date(values, missing=None):
    return pa.array(values.astype(np.int32), pa.int32(), mask=missing).cast(pa.date32())


def text(codes, names, missing=None):
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32), mask=missing), names)


def write(folder, name, columns):
    options = pa_csv.WriteOptions(quoting_style="none")
    pa_csv.write_csv(pa.table(columns), f"{folder}/{name}.csv", options)


def calibrate(values, rate):
    x = np.log(rate / (1 - rate))
    for _ in range(30):
        p = logistic(x + values)
        step = (p.mean() - rate) / (p * (1 - p)).mean()
        x -= step
        if abs(step) < 1e-12:
            break
    return x


def draw_customers(n, first, r):
    standing = r.standard_normal(n)
    c = dict(careless=r.standard_normal(n))
    age = np.clip(33 * np.exp(.27 * r.standard_normal(n)), 19, 62)
    c["education"] = np.searchsorted([-1.4, -.74, -.18, .84, 1.75], .75 * standing + .66 * r.standard_normal(n))
    c["employment"] = r.choice(5, n, p=[.56, .19, .12, .08, .05])
    c["log_income"] = 13.05 + .3 * standing + .2 * (c["education"] - 2.5) + .38 * r.standard_normal(n)
    c["tenure"] = np.minimum(age - 18, .28 * (age - 17) * np.exp(.8 * r.standard_normal(n)))
    c["gender"] = r.choice(3, n, p=[.62, .365, .015])
    c["marital"] = r.choice(4, n, p=[.4, .5, .05, .05])
    c["dependents"] = np.minimum(10, r.poisson(1.2, n))
    c["tier"], c["state"] = 1 + r.choice(3, n, p=[.38, .34, .28]), r.integers(0, 8, n)
    c["phone"], c["email"] = (r.random(n) < .94).astype(np.int64), (r.random(n) < .78).astype(np.int64)
    c["born"] = first - (age * 365.25).astype(np.int64)
    c["habit"] = r.choice(6, n, p=[.55, .2, .1, .09, .04, .02])
    return c


def draw_bureau(careless, age, income, earlier, r):
    n = len(age)
    thin = (earlier == 0) & (r.random(n) < np.where(age < 25, .34, .1))
    b = dict(thin=thin)
    b["history"] = np.where(thin, r.integers(0, 12, n), np.clip(60 * np.exp(.75 * r.standard_normal(n)), 12, np.maximum(13, (age - 19) * 12)).astype(np.int64))
    b["total"] = np.where(thin, r.integers(0, 3, n), 1 + r.poisson(.9 + b["history"] / 24))
    b["active"] = np.minimum(b["total"], r.poisson(1.3 + .2 * b["total"]))
    overdue = np.where(thin, 0, r.poisson(np.minimum(12, (.1 + .07 * np.minimum(b["total"], 12)) * np.exp(.8 * careless))))
    b["o30"] = r.binomial(overdue, .72)
    b["o60"] = r.binomial(overdue - b["o30"], .68)
    b["o90"] = overdue - b["o30"] - b["o60"]
    has = b["active"] > 0
    b["used"] = np.where(has, np.floor(logistic(-.45 + 1.25 * r.standard_normal(n)) * 100 + .5) / 100, 0)
    b["limit"] = (income * .22 * b["active"] * np.exp(.5 * r.standard_normal(n)) / 100 + .5).astype(np.int64) * 10000
    b["balance"] = (b["limit"] * b["used"]).astype(np.int64)
    b["obligations"] = (income / 12 * np.minimum(.6, .055 * b["active"] * np.exp(.6 * r.standard_normal(n))) / 100 + .5).astype(np.int64) * 10000
    hunger = np.exp(.7 * r.standard_normal(n))
    b["six"] = np.minimum(15, r.poisson(.9 * hunger))
    b["year"] = b["six"] + np.minimum(15, r.poisson(.8 * hunger))
    explained = 690 + 55 * np.minimum(b["history"], 120) / 120 - 55 * (b["used"] - .35) - 4 * np.minimum(b["six"], 8)
    b["score"] = (np.clip(explained - 48 * (careless + .75 * r.standard_normal(n)), 300, 900) + .5).astype(np.int64)
    return b


def draw_loans(c, owner, walk_in, first, applied, earlier, r):
    n = len(owner)
    mine = lambda key: c[key][owner]
    elapsed = (applied - first) / 365.25
    age = (applied - mine("born")) / 365.25
    income = np.clip(np.exp(mine("log_income") + .06 * elapsed + .08 * r.standard_normal(n)), 6e4, 4e7)
    b = draw_bureau(mine("careless"), age, income, earlier, r)
    kind = r.choice(7, n, p=DEMAND)
    l = dict(kind=kind, applied=applied, age=np.clip(age, 18, 70).astype(np.int64))
    wish = np.clip(income * MULTIPLE[kind] * np.exp(SPREAD[kind] * r.standard_normal(n)), LEAST[kind], MOST[kind])
    l["amount"] = (np.floor(wish / STEP[kind] + .5) * STEP[kind] * 100).astype(np.int64)
    l["months"] = TERMS[kind, r.integers(0, 6, n)]
    l["secured"] = r.random(n) < SECURED[kind]
    l["collateral"] = (l["amount"] / (LTV_LOW[kind] + (LTV_HIGH[kind] - LTV_LOW[kind]) * r.random(n)) / 1e5).astype(np.int64) * 100000
    score = np.where(b["thin"], 680, b["score"])
    rate = BASE[kind] + np.clip((760 - score) / 45, -.5, 5) + RATE_SPREAD[kind] * r.standard_normal(n)
    l["rate"] = np.floor(np.clip(rate, 7, 36) * 20 + .5) / 20
    growth = (1 + l["rate"] / 1200) ** l["months"]
    l["emi"] = (l["amount"] * (l["rate"] / 1200) * growth / (growth - 1) + .5).astype(np.int64)
    l["untold"] = np.isin(mine("employment"), (1, 3)) & (r.random(n) < .3)
    l["tenure"] = np.floor(2 * np.clip(mine("tenure") + elapsed, 0, 40)) / 2
    l["income"] = (income / 1000 + .5).astype(np.int64) * 100000
    burden = np.minimum(1, (np.where(walk_in, 0, b["obligations"]) + l["emi"]) * 12 / l["income"])
    refusal = logistic(-1.35 + np.clip((640 - score) / 50, -2, 3) + 2.2 * np.maximum(0, burden - .55))
    refused, taken = r.random(n) < refusal, r.random(n) < .975
    l["decided"] = applied + r.integers(1, 10, n)
    l["out"] = l["decided"] + r.integers(1, 15, n)
    l["is_refused"] = refused & (l["decided"] <= END)
    l["is_approved"] = ~refused & (l["decided"] <= END)
    l["is_out"] = l["is_approved"] & taken & (l["out"] <= END)
    weak, unsecured = ~b["thin"] & (b["score"] < 690), SECURED[kind] < .5
    visible = 2 * np.maximum(0, burden - .35) - .08 * (mine("education") - 2.5) - .2 * (np.log(l["income"] / 1e7) - 1.6)
    visible += .8 * (age < 26) + .7 * (age > 46) + np.where(l["untold"], 0, .44 * np.maximum(0, 2 - l["tenure"]))
    visible += 1.3 * ((mine("employment") > 0) & unsecured & (burden > .2)) + .35 * (unsecured & (l["months"] >= 48))
    visible += np.where(weak, 1.5, .1) * (b["used"] > .6) + .45 * (b["used"] < .15)
    visible += np.where(weak, .32, .04) * np.minimum(b["six"], 5) * ~walk_in
    l["visible"], l["event"] = visible, r.random(n) < .12
    l["hidden"] = mine("careless") + 1.5 * l["event"] + .3 * r.standard_normal(n)
    l["draw"] = r.random(n)
    return l, b


def draw_instalments(c, owner, l, bad, r):
    """The instalments of all disbursed loans, and what became of each loan."""
    loan = np.flatnonzero(l["is_out"])
    n, out, months = len(loan), l["out"][loan], l["months"][loan]
    careless = c["careless"][owner[loan]]
    day = np.array([1, 2, 3, 5, 5, 7, 10, 15, 20, 25])[r.integers(0, 10, n)] - 1
    start = month_of(out) + 1
    start += first_of(start) + day - out < 20
    latest = np.minimum(months, 21)
    latest -= (first_of(start + latest - 1) + day - out + 90 > 730)
    straw = (3 + 5 * np.exp(.6 * r.standard_normal(n))).astype(np.int64)
    straw = np.where(straw <= latest, straw, 1 + (r.random(n) * latest).astype(np.int64))
    late_straw = np.where((months > latest + 4) & (r.random(n) < .05), latest + 1 + (r.random(n) * (months - latest)).astype(np.int64), 0)
    straw = np.where(bad[loan], straw, late_straw)
    failed = straw > 0
    default = first_of(start + straw - 1) + day + 90
    lost = default + r.integers(90, 211, n)
    closure = np.where(failed, months, np.minimum(months, 2 + (r.exponential(1, n) / CLOSURE[l["kind"][loan]]).astype(np.int64)))
    until = np.where(failed, np.minimum(lost, END), END)
    rows = month_of(until) - start + 1
    rows -= first_of(start + rows - 1) + day > until
    rows = np.clip(rows, 0, closure)
    level = -2.6 + careless
    chances = [logistic(level), logistic(level + 1.6), logistic(level + 2.2)]
    struck = np.where(l["event"][loan], r.integers(1, 19, n), 10000)

    k = np.repeat(np.arange(n), rows)  # which loan
    i = np.arange(len(k)) - np.repeat(np.cumsum(rows) - rows, rows) + 1
    m = len(k)
    due = first_of(start[k] + i - 1) + day[k]
    monthly, amount, emi = (l["rate"] / 1200)[loan][k], l["amount"][loan][k], l["emi"][loan][k]
    growth = np.exp(np.log1p(monthly) * (i - 1))
    before = np.maximum(0, (amount * growth - emi * (growth - 1) / monthly + .5).astype(np.int64))
    interest = (before * monthly + .5).astype(np.int64)
    principal = np.where(i == months[k], before, np.minimum(before, emi - interest))
    owed = principal + interest
    missed = (straw[k] > 0) & (i >= straw[k])
    event = (i >= struck[k]) & (i < struck[k] + 8)
    decline = (straw[k] > 0) & (i >= straw[k] - 3)
    chance = np.where(decline, chances[2][k], np.where(event, chances[1][k], chances[0][k]))
    late = r.random(m) < chance
    depth, place = r.random(m), r.random(m)
    days = np.where(late, np.where(depth < .7, 1 + place * 15, np.where(depth < .92, 16 + place * 29, 45 + place * 41)).astype(np.int64), 0)
    paid_on = np.where(late, due + days, due - (place * 4).astype(np.int64))
    part = r.random(m) < np.where(late, .16, .012)
    paid = np.where(part, owed * r.integers(30, 90, m) // 100, owed)
    method = np.where(r.random(m) < .88, c["habit"][owner[loan]][k], r.integers(0, 6, m))
    unpaid = missed | (paid_on > END)
    days = np.where(missed, until[k] - due, np.where(unpaid, END - due, days))
    gone = np.cumsum(np.where(missed, principal, 0))
    starts = np.concatenate(([0], gone))[np.cumsum(rows) - rows]
    ending = (i == closure[k]) & (straw[k] == 0)
    rest = np.where(ending, 0, before - principal + gone - starts[k])
    closed = np.zeros(n, np.int64)
    closed[k[ending]] = np.maximum(paid_on, due)[ending]
    first = first_of(start) + day
    course = dict(default=default, failed=failed, lost=lost, closed=closed, first=first)
    ids = loan[k] + 1
    table = dict(repayment_id=number(ids * 1000 + i), loan_id=number(ids), installment_number=number(i), due_date=date(due),
                 payment_date=date(paid_on, unpaid), amount_due=number(owed), amount_paid=number(paid, unpaid),
                 days_past_due=number(days), is_late=number((days > 0).astype(np.int64)),
                 is_partial=number(part.astype(np.int64), unpaid), outstanding_balance=number(rest),
                 principal_component=number(principal), interest_component=number(interest),
                 payment_method=text(method, METHODS, unpaid))
    return loan, course, table, m


def oracle(mean, deviation):
    nodes = ((0, .5333333333), (1.35562618, .2220759200), (-1.35562618, .2220759200), (2.85697001, .0112574113), (-2.85697001, .0112574113))
    return sum(w * (.88 * logistic(mean + x * deviation) + .12 * logistic(mean + 1.5 + x * deviation)) for x, w in nodes)


def main(folder, loans, seed):
    begin = time.perf_counter()
    r = np.random.default_rng(seed)
    os.makedirs(folder, exist_ok=True)
    customers = loans // 2
    walk_in = r.random(customers) < .3
    count = np.where(walk_in, 1, 1 + r.poisson((loans - customers) / (.7 * customers), customers))
    owner = np.repeat(np.arange(customers), count)
    n = len(owner)
    applied = END - (r.random(n) * 2922).astype(np.int64)
    applied = applied[np.lexsort((applied, owner))]
    starts = np.cumsum(count) - count
    earlier = np.arange(n) - starts[owner]
    first = applied[starts]
    c = draw_customers(customers, first, r)
    walk = walk_in[owner]
    l, b = draw_loans(c, owner, walk, first[owner], applied, earlier, r)
    labelled = l["is_out"] & (END - l["out"] > 730)
    intercept = calibrate((l["visible"] + l["hidden"])[labelled], .17)
    p = logistic(intercept + l["visible"] + l["hidden"])
    bad = l["draw"] < p
    loan, course, instalments, m = draw_instalments(c, owner, l, bad, r)
    write(folder, "repayment_history", instalments)

    write(folder, "customers", dict(
        customer_id=number(np.arange(customers) + 1), gender=text(c["gender"], ["Male", "Female", "Other"]), marital_status=text(c["marital"], MARITAL),
        dependents=number(c["dependents"]), education=text(c["education"], EDUCATION), employment_type=text(c["employment"], EMPLOYMENT),
        city_tier=number(c["tier"], walk_in), state=text(c["state"], STATES, walk_in), phone_verified=number(c["phone"], walk_in),
        email_verified=number(c["email"], walk_in), date_of_birth=date(c["born"], walk_in)))
    status, since = np.zeros(n, np.int64), l["applied"].copy()
    status[l["is_refused"]], status[l["is_approved"]] = 2, 1
    since = np.where(l["is_refused"] | l["is_approved"], l["decided"], since)
    lost = course["failed"] & (course["lost"] <= END)
    closed = (course["closed"] > 0) & (course["closed"] <= END)
    begun = course["first"] <= END
    status[loan] = np.select([lost, closed, begun], [6, 5, 4], 3)
    since[loan] = np.select([lost, closed, begun], [course["lost"], course["closed"], course["first"]], l["out"][loan])
    default = np.full(n, 10**6)
    default[loan] = np.where(course["failed"], course["default"], 10**6)
    shown = default <= END
    ids = number(np.arange(n) + 1)
    write(folder, "loan_applications", dict(
        loan_id=ids, customer_id=number(owner + 1), loan_type=text(l["kind"], TYPES), loan_purpose=text(l["kind"], TYPES, walk), loan_amount=number(l["amount"]),
        loan_term_months=number(l["months"]), interest_rate=number(l["rate"]), emi_amount=number(l["emi"]), is_secured=number(l["secured"].astype(np.int64), walk),
        collateral_value=number(l["collateral"], walk | ~l["secured"]), age=number(l["age"]), annual_income=number(l["income"]),
        years_employed=number(l["tenure"], l["untold"]), application_date=date(l["applied"]), approval_date=date(l["decided"], ~l["is_approved"]),
        disbursement_date=date(l["out"], ~l["is_out"]), status=text(status, STATUS), status_date=date(since),
        is_default=number(shown.astype(np.int64), ~l["is_out"]), default_date=date(default, ~shown)))
    write(folder, "credit_history", dict(
        pull_id=ids, loan_id=ids, pull_date=date(l["applied"]), credit_score=number(b["score"], b["thin"]), total_accounts=number(b["total"], walk),
        active_accounts=number(b["active"]), closed_accounts=number(b["total"] - b["active"], walk), overdue_30_count=number(b["o30"], walk),
        overdue_60_count=number(b["o60"], walk), overdue_90_count=number(b["o90"], walk), total_credit_limit=number(b["limit"], walk),
        current_balance=number(b["balance"], walk), credit_utilization=number(b["used"]), monthly_obligations=number(b["obligations"], walk),
        enquiries_last_6m=number(b["six"], walk), enquiries_last_12m=number(b["year"], walk), credit_history_length_months=number(b["history"], walk)))
    write(folder, "truth", dict(
        loan_id=ids, probability=number(p), probability_from_observables=number(oracle(intercept + l["visible"], .7)),
        outcome=number(bad.astype(np.int64), ~labelled)))
    print(f"rows: {n} loans, {m} instalments, {time.perf_counter() - begin:.2f} s")


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 42)
