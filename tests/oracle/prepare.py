"""Makes the golden numbers of tests/prepare from scikit-learn:
    python tests/oracle/prepare.py
writes tests/prepare/golden/pipeline.json (raw columns, and the matrices that scikit-learn's
imputers, encoders and scalers make of them) and tests/prepare/golden/folds.json (how even
StratifiedGroupKFold's folds are). Needs numpy, pandas and scikit-learn 1.9.
"""

import json
import pathlib

import numpy as np
import pandas as pd
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, RobustScaler, StandardScaler

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "prepare" / "golden"
EDUCATION = ["Below Secondary", "Secondary", "Bachelor", "Master"]
SCALERS = {"standard": StandardScaler, "robust": RobustScaler}


def raw_columns(random):
    """90 rows: 60 to fit on, the others to transform only."""
    n = 90

    def with_gaps(values, share):
        values = pd.Series(values, dtype=object)
        values[random.random(n) < share] = None
        return values

    columns = {
        "age": with_gaps(random.integers(18, 70, n).tolist(), 0.0),
        "annual_income": with_gaps(
            np.floor(np.exp(random.normal(17, 1, n))).astype(int).tolist(), 0.2
        ),
        "utilization": with_gaps(random.beta(2, 3, n).tolist(), 0.35),
        "late_count": with_gaps(random.poisson(0.2, n).tolist(), 0.1),  # quartiles all 0
        "amount_squared": with_gaps((random.normal(1e3, 3, n) ** 2).tolist(), 0.0),
        "is_secured": with_gaps(random.integers(0, 2, n).tolist(), 0.1),
        "education": with_gaps(random.choice(EDUCATION, n).tolist(), 0.15),
        "loan_type": with_gaps(
            random.choice(["Personal", "Home", "Auto", "Gold"], n, p=[0.4, 0.3, 0.2, 0.1]).tolist(),
            0.1,
        ),
        "region_code": with_gaps(random.integers(1, 4, n).tolist(), 0.0),  # nominal, in numbers
    }
    columns["education"].iloc[80] = "Doctor of Everything"  # unseen in the first 60
    columns["loan_type"].iloc[81] = "Yacht"
    columns["region_code"].iloc[82] = 9
    return columns


# feature, kind, scaling, then (logarithm's name, scaling)
FEATURES = [
    ("age", "number", "standard", None),
    ("annual_income", "number", "robust", ("log_annual_income", "standard")),
    ("utilization", "number", "standard", None),
    ("late_count", "number", "robust", ("log_late_count", "none")),
    ("amount_squared", "number", "standard", None),
    ("is_secured", "flag", "none", None),
    ("education", "ordinal", "none", None),
    ("loan_type", "nominal", "none", None),
    ("region_code", "nominal", "none", None),
]


def prepared(columns, fit):
    """Column names, and the unscaled and the scaled matrix of all rows."""
    names, unscaled, scaled = [], [], []

    def add(name, values, scaling):
        values = np.asarray(values, dtype=float).reshape(-1, 1)
        names.append(name)
        unscaled.append(values)
        if scaling in SCALERS:
            values = SCALERS[scaling]().fit(values[fit]).transform(values)
        scaled.append(values)

    for name, kind, scaling, logarithm in FEATURES:
        numeric = kind in ("number", "flag")
        column = columns[name].to_numpy().reshape(-1, 1)
        missing = pd.isna(column)
        if missing[fit].any():
            indicator = MissingIndicator(features="all", missing_values=None)
            add(name + "_missing", indicator.fit(column[fit]).transform(column), "none")
        if numeric:
            column = np.where(missing, np.nan, column).astype(float)
            imputer = SimpleImputer(strategy="median" if kind == "number" else "most_frequent")
        else:
            column = np.where(missing, None, [[str(each[0])] for each in column]).astype(object)
            imputer = SimpleImputer(strategy="most_frequent", missing_values=None)
        filled = imputer.fit(column[fit]).transform(column)
        if kind == "ordinal":
            encoder = OrdinalEncoder(
                categories=[EDUCATION], handle_unknown="use_encoded_value", unknown_value=-1
            )
            filled = encoder.fit(filled[fit]).transform(filled)
        if kind == "nominal":
            encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(filled[fit])
            for category, values in zip(encoder.categories_[0], encoder.transform(filled).T):
                add(f"{name}={category}", values, "none")
            continue
        add(name, filled, scaling)
        if logarithm:
            add(logarithm[0], np.log1p(filled), logarithm[1])
    return names, np.hstack(unscaled), np.hstack(scaled)


def write(name, document):
    text = json.dumps(document, allow_nan=False)
    (GOLDEN / name).write_text(text.replace("], ", "],\n") + "\n")


def write_pipeline():
    columns = raw_columns(np.random.default_rng(20260301))
    fit = list(range(60))
    names, unscaled, scaled = prepared(columns, fit)
    write(
        "pipeline.json",
        {
            "features": [
                {"name": n, "kind": k, "scaling": s, "logarithm": log and list(log)}
                for n, k, s, log in FEATURES
            ],
            "education": EDUCATION,
            "fit_rows": len(fit),
            "columns": {name: column.tolist() for name, column in columns.items()},
            "names": names,
            "unscaled": unscaled.tolist(),
            "scaled": scaled.tolist(),
        },
    )


def write_folds():
    random = np.random.default_rng(7)
    groups = random.integers(0, 350, 800)
    customer_effect = random.normal(0, 1, 350)
    outcomes = (random.normal(-1.2, 1, 800) + customer_effect[groups] > 0).astype(int)
    share, rows = [], []
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=1)
    for _, test in folds.split(groups, outcomes, groups):
        share.append(abs(outcomes[test].mean() - outcomes.mean()))
        rows.append(abs(len(test) - len(groups) / 5))
    write(
        "folds.json",
        {
            "outcomes": outcomes.tolist(),
            "groups": groups.tolist(),
            "largest_stray_of_bad_share": max(share),
            "largest_stray_of_rows": max(rows),
        },
    )


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    write_pipeline()
    write_folds()
