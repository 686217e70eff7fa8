"""Golden numbers for tests/features/bin_tables_golden_test.cpp.

The draws are those of tests/oracle/univariate.py. 600 rows are made of a number, a
category and an outcome: 400 for training, 100 each for a test and a later sample, in
which a category appears that training has not seen. Bins are cut by pandas at the
training bins' largest values; weights of evidence, information values and stability
indices are worked out from its counts.

    python3 tests/oracle/bin_tables.py
"""

import math

import numpy as np
import pandas as pd

from univariate import draws

TRAINING, OTHER = 400, 100


def sample():
    rows = TRAINING + 2 * OTHER
    drawn = draws(11, 4 * rows)
    number, category, outcome = [], [], []
    for i in range(rows):
        value = drawn[4 * i] % 40
        number.append(math.nan if drawn[4 * i + 1] % 9 == 0 else float(value))
        kinds = 4 if i < TRAINING else 5
        category.append("abcde"[drawn[4 * i + 2] % kinds])
        outcome.append(int(drawn[4 * i + 3] % 80 < value + 10))
    frame = pd.DataFrame({"number": number, "category": category, "bad": outcome})
    frame["sample"] = ["training"] * TRAINING + ["test"] * OTHER + ["later"] * OTHER
    return frame


def largest_values(values):
    """Of bins of ceil(n / 10) rows, extended over equal values."""
    values, size, start, largest = sorted(values), -(-len(values) // 10), 0, []
    while start < len(values):
        end = min(len(values), start + size)
        while end < len(values) and values[end] == values[end - 1]:
            end += 1
        largest.append(values[end - 1])
        start = end
    return largest


def table(frame, bins):
    counts = pd.crosstab(bins, frame["sample"])[["training", "test", "later"]]
    bad = frame["bad"].groupby([bins, frame["sample"]]).sum()
    return counts, [int(bad.get((label, "training"), 0)) for label in counts.index]


def show(name, counts, bad, labels):
    training = counts["training"].to_numpy()
    bad = np.array(bad)
    seen = training > 0
    b = np.where(seen, bad + 0.5, 0)
    g = np.where(seen, training - bad + 0.5, 0)
    b, g = b / b.sum(), g / g.sum()
    with np.errstate(all="ignore"):
        weight = np.where(seen, np.log(g / b), 0)
    information = (g - b) * weight

    def stability(now):
        shares = [np.where(x == 0, 0.5, x) / x.sum() for x in (training, now)]
        absent = (training == 0) & (now == 0)
        terms = (shares[1] - shares[0]) * np.log(shares[1] / shares[0])
        return float(np.where(absent, 0, terms).sum())

    test, later = (counts[s].to_numpy() for s in ("test", "later"))
    print(f'// {name}: information value {information.sum():.17g}, '
          f"stability {stability(test):.17g}, {stability(later):.17g}")
    for i, label in enumerate(labels):
        print(f'{{"{label}", {training[i]}, {bad[i]}, {weight[i]:.17g}, '
              f"{information[i]:.17g}, {test[i]}, {later[i]}}},")


def main():
    frame = sample()
    known = frame[frame["sample"] == "training"]["number"].dropna()
    largest = largest_values(known)
    edges = [-math.inf, *largest[:-1], math.inf]
    bins = pd.cut(frame["number"], edges, labels=False).fillna(len(largest)).astype(int)
    counts, bad = table(frame, bins)
    groups = known.groupby(pd.cut(known, edges, labels=False))
    ranges = [(f"{g.min():.0f}", f"{g.max():.0f}") for _, g in groups]
    labels = [low if low == high else f"{low} - {high}" for low, high in ranges]
    labels.append("missing")
    show("number", counts, bad, labels)

    counts, bad = table(frame, frame["category"])
    order = np.argsort(-counts["training"].to_numpy(), kind="stable")
    labels = ["not in training" if counts["training"].iloc[i] == 0 else counts.index[i]
              for i in order]
    show("category", counts.iloc[order], [bad[i] for i in order], labels)


if __name__ == "__main__":
    main()
