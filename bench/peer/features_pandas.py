"""The 74 features of portfolios/retail_lending with pandas, over whole columns.

    python bench/peer/features_pandas.py FOLDER OUT

reads the Parquet files in FOLDER, only the columns that features need, and writes the
features as the Parquet file OUT; prints one JSON object, the seconds without the imports.
"""

import json
import sys
import time

import numpy
import pandas
import pyarrow
import pyarrow.parquet

NEVER = numpy.iinfo(numpy.int32).max  # the day of what has not happened
APPLICATION = [
    "loan_id", "customer_id", "loan_type", "loan_amount", "loan_term_months",
    "interest_rate", "emi_amount", "is_secured", "collateral_value", "age",
    "annual_income", "years_employed", "application_date", "disbursement_date", "status",
    "status_date", "is_default", "default_date",
]
CUSTOMER = [
    "customer_id", "gender", "dependents", "education", "employment_type",
    "marital_status", "city_tier", "phone_verified", "email_verified",
]
BUREAU = [
    "pull_id", "loan_id", "pull_date", "credit_score", "total_accounts",
    "active_accounts", "closed_accounts", "overdue_30_count", "overdue_60_count",
    "overdue_90_count", "credit_utilization", "monthly_obligations", "enquiries_last_6m",
    "enquiries_last_12m", "credit_history_length_months",
]
INSTALMENT = [
    "repayment_id", "loan_id", "due_date", "payment_date", "amount_due", "amount_paid",
    "payment_method",
]


def read(folder, name, columns):
    """A table; dates as whole days, texts as categories."""
    table = pyarrow.parquet.read_table(f"{folder}/{name}.parquet", columns=columns)
    for i, field in enumerate(table.schema):
        if pyarrow.types.is_date(field.type):
            days = table.column(i).cast(pyarrow.int32())
            table = table.set_column(i, field.name, days.fill_null(NEVER))
    texts = [field.name for field in table.schema if pyarrow.types.is_string(field.type)]
    return table.to_pandas(categories=texts, self_destruct=True)


def earlier_loans(loans):
    """Pairs of an application and a strictly earlier one of the same customer."""
    now = loans[["loan_id", "customer_id", "application_date"]].rename(
        columns={"loan_id": "application_id", "application_date": "decided_at"})
    pairs = now.merge(loans.drop(columns="age"), on="customer_id")
    return pairs[pairs.application_date < pairs.decided_at]


def loan_history(pairs):
    decided = pairs.decided_at
    over = (pairs.status_date < decided) & pairs.status.isin(["Closed", "Written-Off"])
    running = ~over & (pairs.disbursement_date < decided)
    facts = pandas.DataFrame({
        "application_id": pairs.application_id,
        "loan_count": 1,
        "default_count": (pairs.is_default == 1) & (pairs.default_date < decided),
        "recent_count": decided - pairs.application_date <= 365,
        "running_amount": pairs.loan_amount.where(running, 0),
    })
    groups = facts.groupby("application_id", sort=False)
    history = groups.sum()
    dates = pairs.groupby("application_id", sort=False).application_date
    history["first_date"] = dates.min()
    types = pairs[["application_id", "loan_type"]].drop_duplicates()
    history["type_count"] = types.groupby("application_id", sort=False).size()
    return history


def due_instalments(pairs, instalments):
    """Instalments of earlier loans due before the application, the oldest first."""
    due = pairs[["application_id", "decided_at", "loan_id"]].merge(instalments, on="loan_id")
    due = due[due.due_date < due.decided_at]
    order = (due.application_id.to_numpy() << 16) + due.due_date.to_numpy()
    return due.iloc[numpy.lexsort((due.repayment_id.to_numpy(), order))]


def repayment_history(due):
    paid_by_then = due.payment_date < due.decided_at
    until = due.payment_date.where(paid_by_then, due.decided_at)
    late_days = (until - due.due_date).clip(0, 999).astype("int64")
    late = late_days > 0
    paid = due.amount_paid.where(paid_by_then)
    groups = due.groupby("application_id", sort=False)
    recency = groups.cumcount(ascending=False)
    facts = pandas.DataFrame({
        "application_id": due.application_id,
        "n": 1,
        "late_count": late,
        "partial_count": paid < due.amount_due,
        "paid_count": paid.notna(),
        "dpd_sum": late_days,
        "dpd_square_sum": late_days * late_days,
        "paid_sum": paid.fillna(0).astype("int64"),
        "due_sum": due.amount_due,
        "auto_debit_count": paid_by_then & (due.payment_method == "Auto-Debit"),
    })
    for last in (3, 6, 12):
        facts[f"dpd_sum_{last}"] = late_days.where(recency < last, 0)
        facts[f"late_count_{last}"] = late & (recency < last)
    history = facts.groupby("application_id", sort=False).sum()
    history["dpd_max"] = late_days.groupby(due.application_id, sort=False).max()
    late_dates = due.due_date[late].groupby(due.application_id[late], sort=False)
    history["last_late_date"] = late_dates.max()
    # Late ones in a row share the number of instalments on time before them.
    on_time = (~late).groupby(due.application_id, sort=False).cumsum()
    runs = due[["application_id"]].assign(on_time=on_time)[late]
    lengths = runs.groupby(["application_id", "on_time"], sort=False).size()
    history["longest"] = lengths.groupby(level=0, sort=False).max()
    history["longest"] = history.longest.fillna(0)
    return history


def over(above, below):
    return above / below.where(below != 0)


def tier(values, bounds, names):
    return pandas.cut(values, [-numpy.inf, *bounds, numpy.inf], labels=names, right=False)


def flag(values, bound):
    return (values >= bound).astype("float64").where(values.notna())


def applicant_features(a, c):
    income = a.annual_income / 100
    return {
        "age": a.age,
        "age_group": pandas.cut(a.age, [0, 25, 35, 50, 60, 200],
                                labels=["18-25", "26-35", "36-50", "51-60", "above 60"]),
        "gender": c.gender,
        "annual_income": income,
        "monthly_income": a.annual_income / 1200,
        "years_employed": a.years_employed,
        "employment_stability_ratio": over(a.years_employed, a.age),
        "dependents": c.dependents,
        "income_per_dependent": income / (c.dependents + 1),
        "education": c.education,
        "employment_type": c.employment_type,
        "marital_status": c.marital_status,
        "city_tier": c.city_tier,
        "verification_score": c.phone_verified + c.email_verified,
    }


def bureau_features(b):
    severity = b.overdue_30_count + 3 * b.overdue_60_count + 10 * b.overdue_90_count
    velocity = over(b.enquiries_last_6m, b.enquiries_last_12m)
    months = b.credit_history_length_months
    thin = b.credit_score.isna() | (months < 12)
    known = b.pull_id.notna() & (thin | months.notna())
    return {
        "credit_score": b.credit_score,
        "credit_score_tier": tier(b.credit_score, [550, 650, 700, 750],
                                  ["below 550", "550-649", "650-699", "700-749",
                                   "750 and above"]),
        "total_accounts": b.total_accounts,
        "active_accounts": b.active_accounts,
        "closed_accounts": b.closed_accounts,
        "active_account_ratio": over(b.active_accounts, b.total_accounts),
        "overdue_30_count": b.overdue_30_count,
        "overdue_60_count": b.overdue_60_count,
        "overdue_90_count": b.overdue_90_count,
        "delinquency_severity_score": severity,
        "has_serious_delinquency": flag(b.overdue_90_count, 1),
        "credit_utilization": b.credit_utilization,
        "utilization_bucket": tier(b.credit_utilization, [0.3, 0.6, 0.8],
                                   ["below 30%", "30-59%", "60-79%", "80% and above"]),
        "enquiries_last_6m": b.enquiries_last_6m,
        "enquiries_last_12m": b.enquiries_last_12m,
        "enquiry_velocity": velocity.mask(b.enquiries_last_12m == 0, 0),
        "credit_history_length_months": months,
        "is_thin_file": thin.astype("float64").where(known),
    }


def loan_features(a, b):
    interest = a.emi_amount * a.loan_term_months - a.loan_amount
    return {
        "loan_amount": a.loan_amount / 100,
        "loan_term_months": a.loan_term_months,
        "term_bucket": pandas.cut(a.loan_term_months, [0, 12, 60, 120, 1000],
                                  labels=["up to 12", "13-60", "61-120", "above 120"]),
        "interest_rate": a.interest_rate,
        "rate_tier": tier(a.interest_rate, [10, 15, 20],
                          ["below 10%", "10-14.99%", "15-19.99%", "20% and above"]),
        "emi_amount": a.emi_amount / 100,
        "loan_type": a.loan_type,
        "is_secured": a.is_secured,
        "effective_ltv": over(a.loan_amount, a.collateral_value),
        "dti_ratio": over(12 * (b.monthly_obligations + a.emi_amount), a.annual_income),
        "emi_to_income_ratio": over(12 * a.emi_amount, a.annual_income),
        "loan_to_income_ratio": over(a.loan_amount, a.annual_income),
        "interest_to_principal_ratio": over(interest, a.loan_amount),
        "total_interest_payable": interest / 100,
    }


def repayment_features(r, decided_at):
    spread = r.n * r.dpd_square_sum - r.dpd_sum * r.dpd_sum
    earlier = r.n.clip(upper=6) - 3
    trend = r.dpd_sum_3 / 3 - (r.dpd_sum_6 - r.dpd_sum_3) / earlier.where(earlier > 0)
    features = {
        "installments_due": r.n.fillna(0),
        "late_payment_ratio": r.late_count / r.n,
        "partial_payment_ratio": r.partial_count / r.n,
        "missed_payment_count": r.n - r.paid_count,
        "avg_dpd": r.dpd_sum / r.n,
        "max_dpd": r.dpd_max,
        "std_dpd": numpy.sqrt(over(spread, r.n * (r.n - 1))),
        "ever_60_plus_dpd": flag(r.dpd_max, 60),
        "ever_90_plus_dpd": flag(r.dpd_max, 90),
        "avg_payment_to_due_ratio": over(r.paid_sum, r.due_sum),
        "auto_debit_ratio": over(r.auto_debit_count, r.paid_count),
        "months_since_last_late": 16 * (decided_at - r.last_late_date) / 487,
    }
    for last in (3, 6, 12):
        features[f"avg_dpd_last_{last}"] = r[f"dpd_sum_{last}"] / r.n.clip(upper=last)
    for last in (3, 6, 12):
        features[f"late_count_last_{last}"] = r[f"late_count_{last}"]
    return features | {"dpd_trend_3v6": trend, "max_consecutive_late_payments": r.longest}


def history_features(a, l):
    exposure = l.running_amount.fillna(0)
    return {
        "past_loans": l.loan_count.fillna(0),
        "past_defaults": l.default_count.fillna(0),
        "historical_default_rate": over(l.default_count, l.loan_count),
        "loan_type_diversity": l.type_count.fillna(0),
        "months_since_first_loan": 16 * (a.application_date - l.first_date) / 487,
        "loans_last_12_months": l.recent_count.fillna(0),
        "total_exposure_to_income": over(exposure + a.loan_amount, a.annual_income),
        "active_exposure": exposure / 100,
    }


def latest_pulls(folder, a):
    pulls = read(folder, "credit_history", BUREAU)
    decided_at = a.application_date.reindex(pulls.loan_id).to_numpy()
    known = pulls[pulls.pull_date <= decided_at].sort_values(["pull_date", "pull_id"])
    return known.drop_duplicates("loan_id", keep="last").set_index("loan_id")


def main(folder, out):
    start = time.perf_counter()
    loans = read(folder, "loan_applications", APPLICATION)
    pairs = earlier_loans(loans)
    history = loan_history(pairs)
    instalments = read(folder, "repayment_history", INSTALMENT)
    count = len(instalments)
    due = due_instalments(pairs, instalments)
    del instalments, pairs
    repayments = repayment_history(due)
    del due
    a = loans.set_index("loan_id", drop=False).sort_index()
    customers = read(folder, "customers", CUSTOMER).set_index("customer_id")
    c = customers.reindex(a.customer_id).set_axis(a.index)
    b = latest_pulls(folder, a).reindex(a.index)
    features = pandas.DataFrame(
        {"application_id": a.loan_id}
        | applicant_features(a, c)
        | bureau_features(b)
        | loan_features(a, b)
        | repayment_features(repayments.reindex(a.index), a.application_date)
        | history_features(a, history.reindex(a.index)))
    features.to_parquet(out, index=False)
    print(json.dumps({"peer": f"pandas {pandas.__version__}", "applications": len(a),
                      "instalments": count, "features": features.shape[1] - 1,
                      "seconds": time.perf_counter() - start}))


main(*sys.argv[1:])
