#!/usr/bin/env python3
"""Generates the retail lender's books one row at a time, as a script would.

The peer of `credence generate` for its speed: the same tables and columns, about as many
rows, the same kinds of draws and the same CSV files; only the standard library.
Usage: generate_rows.py FOLDER LOANS [SEED]
"""
import csv
import datetime
import math
import os
import random
import sys
import time

END = datetime.date(2025, 12, 31)
DAY = datetime.timedelta(days=1)
TYPES = [  # name, demand, income multiple, spread, least, most, step, terms, rate,
    # rate spread, secured share, lowest and highest loan to value, early closure
    ("Personal", .32, .55, .65, 10000, 4000000, 1000, (12, 24, 24, 36, 36, 60), 12.0, 1.6, 0, 0, 0, .032),
    ("Home", .08, 3.6, .45, 300000, 50000000, 10000, (120, 180, 180, 240, 240, 300), 8.6, .5, 1, .45, .92, .015),
    ("Auto", .14, .85, .45, 40000, 6000000, 5000, (24, 36, 48, 60, 60, 84), 9.4, .9, 1, .55, 1.0, .02),
    ("Education", .07, 1.2, .6, 50000, 8000000, 5000, (36, 48, 60, 60, 84, 96), 10.5, 1.0, .25, .5, .9, .012),
    ("Business", .10, 1.1, .75, 50000, 20000000, 10000, (12, 24, 36, 36, 48, 60), 14.0, 2.0, .45, .4, .85, .022),
    ("Gold", .14, .22, .6, 10000, 2000000, 1000, (3, 6, 6, 12, 12, 18), 10.0, 1.1, 1, .45, .75, .05),
    ("Credit Card", .15, .16, .6, 10000, 1000000, 1000, (3, 6, 9, 12, 12, 24), 17.5, 2.8, 0, 0, 0, .04),
]
EDUCATION = ["Below Secondary", "Secondary", "Higher Secondary", "Bachelor", "Master", "PhD"]
EMPLOYMENT = ["Salaried", "Self-Employed", "Business", "Freelance", "Unemployed"]
MARITAL = ["Single", "Married", "Divorced", "Widowed"]
STATES = ["Maharashtra", "Uttar Pradesh", "Karnataka", "Tamil Nadu", "Gujarat", "Delhi", "West Bengal", "Telangana"]
METHODS = ["Auto-Debit", "UPI", "NEFT", "Cash", "Cheque", "Other"]
HEADERS = {
    "customers": "customer_id gender marital_status dependents education employment_type city_tier state phone_verified email_verified date_of_birth",
    "loan_applications": "loan_id customer_id loan_type loan_purpose loan_amount loan_term_months interest_rate emi_amount is_secured collateral_value age annual_income years_employed application_date approval_date disbursement_date status status_date is_default default_date",
    "credit_history": "pull_id loan_id pull_date credit_score total_accounts active_accounts closed_accounts overdue_30_count overdue_60_count overdue_90_count total_credit_limit current_balance credit_utilization monthly_obligations enquiries_last_6m enquiries_last_12m credit_history_length_months",
    "repayment_history": "repayment_id loan_id installment_number due_date payment_date amount_due amount_paid days_past_due is_late is_partial outstanding_balance principal_component interest_component payment_method",
    "truth": "loan_id probability probability_from_observables outcome",
}


def logistic(x):
    return 1 / (1 + math.exp(-x))


def poisson(mean, r):
    u, term, count = r.random(), math.exp(-mean), 0
    total = term
    while u > total and count < 60:
        count += 1
        term *= mean / count
        total += term
    return count


def emi(principal, percent, months):
    rate = percent / 1200
    growth = (1 + rate) ** months
    return int(principal * rate * growth / (growth - 1) + 0.5)


def draw_customer(number, walk_in, first, r):
    standing, careless = r.gauss(0, 1), r.gauss(0, 1)
    age = min(62, max(19, 33 * math.exp(.27 * r.gauss(0, 1))))
    level = .75 * standing + .66 * r.gauss(0, 1)
    education = sum(level > edge for edge in (-1.4, -.74, -.18, .84, 1.75))
    employment = r.choices(EMPLOYMENT, (.56, .19, .12, .08, .05))[0]
    log_income = 13.05 + .3 * standing + .2 * (education - 2.5) + .38 * r.gauss(0, 1)
    tenure = min(age - 18, .28 * (age - 17) * math.exp(.8 * r.gauss(0, 1)))
    return dict(id=number, walk_in=walk_in, careless=careless, education=education,
                gender=r.choices(("Male", "Female", "Other"), (62, 36.5, 1.5))[0],
                marital=r.choices(MARITAL, (.4, .5, .05, .05))[0], dependents=min(10, poisson(1.2, r)),
                employment=employment, log_income=log_income, tenure=tenure,
                tier=r.choices((1, 2, 3), (.38, .34, .28))[0], state=r.choice(STATES),
                phone=int(r.random() < .94), email=int(r.random() < .78),
                born=first - DAY * int(age * 365.25), habit=r.choices(METHODS, (55, 20, 10, 9, 4, 2))[0])


def draw_bureau(c, age, income, earlier, r):
    thin = earlier == 0 and r.random() < (.34 if age < 25 else .1)
    history = r.randint(0, 11) if thin else int(max(12, min(60 * math.exp(.75 * r.gauss(0, 1)), (age - 19) * 12)))
    total = r.randint(0, 2) if thin else 1 + poisson(.9 + history / 24, r)
    active = min(total, poisson(1.3 + .2 * total, r))
    overdue = [0, 0, 0]
    if not thin:
        for _ in range(poisson(min(12, (.1 + .07 * min(total, 12)) * math.exp(.8 * c["careless"])), r)):
            depth = r.random()
            overdue[0 if depth < .72 else 1 if depth < .91 else 2] += 1
    used = limit = obligations = 0
    if active:
        used = int(logistic(-.45 + 1.25 * r.gauss(0, 1)) * 100 + .5) / 100
        limit = int(income * .22 * active * math.exp(.5 * r.gauss(0, 1)) / 100 + .5) * 10000
        obligations = int(income / 12 * min(.6, .055 * active * math.exp(.6 * r.gauss(0, 1))) / 100 + .5) * 10000
    hunger = math.exp(.7 * r.gauss(0, 1))
    six = min(15, poisson(.9 * hunger, r))
    year = six + min(15, poisson(.8 * hunger, r))
    score = None
    if not thin:
        explained = 690 + 55 * min(history, 120) / 120 - 55 * (used - .35) - 4 * min(six, 8)
        score = int(min(900, max(300, explained - 48 * (c["careless"] + .75 * r.gauss(0, 1)))) + .5)
    return dict(score=score, total=total, active=active, overdue=overdue, used=used, limit=limit,
                balance=int(limit * used), obligations=obligations, six=six, year=year, history=history)


def draw_loan(number, c, first, applied, earlier, r):
    age = (applied - c["born"]).days / 365.25
    income = math.exp(c["log_income"] + .06 * (applied - first).days / 365.25 + .08 * r.gauss(0, 1))
    income = min(4e7, max(6e4, income))
    bureau = draw_bureau(c, age, income, earlier, r)
    kind = r.choices(TYPES, [t[1] for t in TYPES])[0]
    amount = int(min(kind[5], max(kind[4], income * kind[2] * math.exp(kind[3] * r.gauss(0, 1)))) / kind[6] + .5) * kind[6] * 100
    months = r.choice(kind[7])
    secured = r.random() < kind[10]
    collateral = int(amount / (kind[11] + (kind[12] - kind[11]) * r.random()) / 100000) * 100000 if secured else None
    percent = kind[8] + min(5, max(-.5, (760 - (bureau["score"] or 680)) / 45)) + kind[9] * r.gauss(0, 1)
    percent = int(min(36, max(7, percent)) * 20 + .5) / 20
    paid = emi(amount, percent, months)
    tenure = None if c["employment"] in ("Self-Employed", "Freelance") and r.random() < .3 else int(2 * min(40, c["tenure"])) / 2
    income = int(income / 1000 + .5) * 100000
    burden = min(1, ((0 if c["walk_in"] else bureau["obligations"]) + paid) * 12 / income)
    refused = r.random() < logistic(-1.35 + min(3, max(-2, (640 - (bureau["score"] or 660)) / 50)) + 2.2 * max(0, burden - .55))
    decided = applied + DAY * r.randint(1, 9)
    out = decided + DAY * r.randint(1, 14)
    loan = dict(id=number, c=c, kind=kind, amount=amount, months=months, percent=percent, emi=paid, secured=int(secured),
                collateral=collateral, age=int(min(70, max(18, age))), income=income, tenure=tenure, applied=applied, bureau=bureau,
                refused=decided if refused and decided <= END else None,
                approved=decided if not refused and decided <= END else None, out=None)
    if loan["approved"] and r.random() < .975 and out <= END:
        loan["out"] = out
    weak = bureau["score"] is not None and bureau["score"] < 690
    visible = 2 * max(0, burden - .35) - .08 * (c["education"] - 2.5) - .2 * (math.log(income / 1e7) - 1.6)
    visible += .8 * (age < 26) + .7 * (age > 46) + (0 if tenure is None else .44 * max(0, 2 - tenure))
    visible += 1.3 * (c["employment"] != "Salaried" and kind[10] < .5 and burden > .2) + .35 * (kind[10] < .5 and months >= 48)
    visible += (1.5 if weak else .1) * (bureau["used"] > .6) + .45 * (bureau["used"] < .15)
    visible += (.32 if weak else .04) * min(bureau["six"], 5) * (not c["walk_in"])
    loan["visible"], loan["event"] = visible, r.random() < .12
    loan["hidden"] = c["careless"] + 1.5 * loan["event"] + .3 * r.gauss(0, 1)
    loan["draw"] = r.random()
    return loan


def month_later(year, month, day, count):
    month += count - 1
    return datetime.date(year + month // 12, month % 12 + 1, day)


def draw_course(loan, bad, write, r):
    day = r.choice((1, 2, 3, 5, 5, 7, 10, 15, 20, 25))
    out = loan["out"]
    shift = 1 if (month_later(out.year, out.month, day, 1) - out).days >= 20 else 2
    def due(n):
        return month_later(out.year, out.month, day, n - 1 + shift)
    months, c = loan["months"], loan["c"]
    latest = min(months, 21)
    while (due(latest) - out).days + 90 > 730:
        latest -= 1
    straw = 0
    if bad:
        straw = int(3 + 5 * math.exp(.6 * r.gauss(0, 1)))
        straw = straw if straw <= latest else r.randint(1, latest)
    elif months > latest + 4 and r.random() < .05:
        straw = r.randint(latest + 1, months)
    default = due(straw) + 90 * DAY if straw else None
    lost = default + DAY * r.randint(90, 210) if straw else None
    level = -2.6 + c["careless"]
    usual, event, decline = logistic(level), logistic(level + 1.6), logistic(level + 2.2)
    struck = r.randint(1, 18) if loan["event"] else 0
    closure = months if straw else min(months, 2 + int(-math.log(1 - r.random()) / loan["kind"][13]))
    balance, overdue, closed, first = loan["amount"], 0, None, None
    for n in range(1, closure + 1):
        when = due(n)
        if when > END or (lost and when > lost):
            break
        first = first or when
        interest = int(balance * loan["percent"] / 1200 + .5)
        principal = balance if n == months else min(balance, loan["emi"] - interest)
        owed = principal + interest
        balance -= principal
        paid_on, paid, partial, method = None, None, None, None
        if straw and n >= straw:
            overdue += principal
            days = (min(END, lost) - when).days
        else:
            chance = decline if straw and n >= straw - 3 else event if struck and struck <= n < struck + 8 else usual
            late = r.random() < chance
            days = 0
            if late:
                depth = r.random()
                days = r.randint(1, 15) if depth < .7 else r.randint(16, 44) if depth < .92 else r.randint(45, 85)
            paid_on = when + DAY * days if late else when - DAY * r.randint(0, 3)
            paid, partial = owed, 0
            if r.random() < (.16 if late else .012):
                paid, partial = owed * r.randint(30, 89) // 100, 1
            method = c["habit"] if r.random() < .88 else r.choice(METHODS)
            if n == closure:
                closed = max(paid_on, when)
            if paid_on > END:
                days, paid_on, paid, partial, method = (END - when).days, None, None, None, None
        rest = 0 if n == closure and not straw else balance + overdue
        write((loan["id"] * 1000 + n, loan["id"], n, when, paid_on, owed, paid, days, int(days > 0), partial, rest, principal, interest, method))
    return default, lost, closed, first


def calibrate(values, rate):
    low, high = -30.0, 30.0
    for _ in range(45):
        middle = (low + high) / 2
        if sum(logistic(middle + v) for v in values) > rate * len(values):
            high = middle
        else:
            low = middle
    return (low + high) / 2


def oracle(mean, deviation):
    nodes = ((0, .5333333333), (1.35562618, .2220759200), (-1.35562618, .2220759200), (2.85697001, .0112574113), (-2.85697001, .0112574113))
    return sum(w * (.88 * logistic(mean + x * deviation) + .12 * logistic(mean + 1.5 + x * deviation)) for x, w in nodes)


def main(folder, loans, seed):
    start = time.perf_counter()
    r = random.Random(seed)
    os.makedirs(folder, exist_ok=True)
    files = {name: open(f"{folder}/{name}.csv", "w", newline="") for name in HEADERS}
    write = {name: csv.writer(file, lineterminator="\n").writerow for name, file in files.items()}
    for name, header in HEADERS.items():
        write[name](header.split())
    customers, books, number = loans // 2, [], 0
    for i in range(customers):
        walk_in = r.random() < .3
        count = 1 if walk_in else 1 + poisson((loans - customers) / (.7 * customers), r)
        days = sorted(END - DAY * int(r.random() * 2922) for _ in range(count))
        c = draw_customer(i + 1, walk_in, days[0], r)
        for j, day in enumerate(days):
            number += 1
            books.append(draw_loan(number, c, days[0], day, j, r))
    mature = [l["visible"] + l["hidden"] for l in books if l["out"] and (END - l["out"]).days > 730]
    intercept = calibrate(mature, .17)
    seen, instalments = 0, 0
    def count_and_write(row):
        nonlocal instalments
        instalments += 1
        write["repayment_history"](row)
    for l in books:
        c, b = l["c"], l["bureau"]
        known = (lambda v: None) if c["walk_in"] else (lambda v: v)
        if c["id"] != seen:
            seen = c["id"]
            write["customers"]((seen, c["gender"], c["marital"], c["dependents"], EDUCATION[c["education"]], c["employment"], known(c["tier"]), known(c["state"]), known(c["phone"]), known(c["email"]), known(c["born"])))
        p = logistic(intercept + l["visible"] + l["hidden"])
        default = lost = closed = first = None
        bad = l["draw"] < p
        if l["out"]:
            default, lost, closed, first = draw_course(l, bad, count_and_write, r)
        if l["refused"]: status, since = "Rejected", l["refused"]
        elif not l["approved"]: status, since = "Pending", l["applied"]
        elif not l["out"]: status, since = "Approved", l["approved"]
        elif lost and lost <= END: status, since = "Written-Off", lost
        elif closed and closed <= END: status, since = "Closed", closed
        elif not first: status, since = "Disbursed", l["out"]
        else: status, since = "Active", first
        shown = default if default and default <= END else None
        write["loan_applications"]((l["id"], c["id"], l["kind"][0], known("Purchase"), l["amount"], l["months"], l["percent"], l["emi"], known(l["secured"]), known(l["collateral"]), l["age"], l["income"], l["tenure"], l["applied"], l["approved"], l["out"], status, since, int(bool(shown)) if l["out"] else None, shown))
        o = [known(v) for v in b["overdue"]]
        write["credit_history"]((l["id"], l["id"], l["applied"], b["score"], known(b["total"]), b["active"], known(b["total"] - b["active"]), o[0], o[1], o[2], known(b["limit"]), known(b["balance"]), b["used"], known(b["obligations"]), known(b["six"]), known(b["year"]), known(b["history"])))
        labelled = l["out"] and (END - l["out"]).days > 730
        write["truth"]((l["id"], p, oracle(intercept + l["visible"], .7), int(bad) if labelled else None))
    for file in files.values():
        file.close()
    print(f"rows: {number} loans, {instalments} instalments, {time.perf_counter() - start:.2f} s")


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 42)
