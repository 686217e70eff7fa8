"""Golden numbers for tests/features/univariate_golden_test.cpp.

Draws are those of a small linear generator that the test repeats. The AUC is
scikit-learn's; the information value is worked out from pandas' cut into bins of at most
ceil(n / 10) rows, equal values together, half a row added to each side of each bin.

    python3 tests/oracle/univariate.py
"""

import math

import numpy as np
from sklearn.metrics import roc_auc_score


def draws(seed: int, count: int) -> list[int]:
    state, result = seed, []
    for _ in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        result.append(state >> 40)
    return result


def sample(seed: int, count: int, distinct: int):
    drawn = draws(seed, 3 * count)
    values, labels = [], []
    for i in range(count):
        value = drawn[3 * i] % distinct
        missing = drawn[3 * i + 1] % 8 == 0
        labels.append(int(drawn[3 * i + 2] % (2 * distinct) < value + distinct // 3))
        values.append(math.nan if missing else float(value))
    return np.array(values), np.array(labels)


def bins_of(values, labels):
    order = np.argsort(values, kind="stable")
    values, labels = values[order], labels[order]
    size, start, bins = -(-len(values) // 10), 0, []
    while start < len(values):
        end = min(len(values), start + size)
        while end < len(values) and values[end] == values[end - 1]:
            end += 1
        bad = int(labels[start:end].sum())
        bins.append((bad, end - start - bad))
        start = end
    return bins


def information_value(bins) -> float:
    bad = sum(b + 0.5 for b, _ in bins)
    good = sum(g + 0.5 for _, g in bins)
    total = 0.0
    for b, g in bins:
        share_bad, share_good = (b + 0.5) / bad, (g + 0.5) / good
        total += (share_good - share_bad) * math.log(share_good / share_bad)
    return total


if __name__ == "__main__":
    for seed, count, distinct in [(1, 19, 50), (2, 109, 1000), (3, 1000, 1 << 20), (4, 1234, 7)]:
        values, labels = sample(seed, count, distinct)
        there = ~np.isnan(values)
        bins = bins_of(values[there], labels[there])
        absent = labels[~there]
        if len(absent):
            bins.append((int(absent.sum()), int(len(absent) - absent.sum())))
        auc = roc_auc_score(labels[there], values[there])
        missing_auc = roc_auc_score(labels, np.isnan(values))
        best = max(auc, 1 - auc, missing_auc, 1 - missing_auc)
        print(
            f"{{{seed}, {count}, {distinct}, {1 - there.mean():.17g}, {best:.17g}, "
            f"{information_value(bins):.17g}}},"
        )
