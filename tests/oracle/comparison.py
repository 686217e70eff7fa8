"""Makes tests/metric/golden/comparison.json: intervals and tests of AUCs, reliability,
gains and stability tables, from their definitions in numpy and from scikit-learn, scipy,
statsmodels and pandas. Run from the repository root: python tests/oracle/comparison.py
"""

import json

import numpy
import pandas
import scipy
import sklearn
import statsmodels
from scipy.stats import norm
from sklearn.calibration import calibration_curve
from statsmodels.stats.multitest import multipletests


def placements(labels, scores):
    """V10 and V01 of DeLong (1988) over all pairs."""
    bad, good = scores[labels == 1], scores[labels == 0]
    right = (bad[:, None] > good) + 0.5 * (bad[:, None] == good)
    return right.mean(axis=1), right.mean(axis=0)


def delong(labels, first, second):
    places = [placements(labels, scores) for scores in (first, second)]
    areas = [v10.mean() for v10, _ in places]
    s10 = numpy.cov([v10 for v10, _ in places])
    s01 = numpy.cov([v01 for _, v01 in places])
    covariance = s10 / labels.sum() + s01 / (1 - labels).sum()
    error = numpy.sqrt(numpy.array([1, -1]) @ covariance @ numpy.array([1, -1]))
    z = (areas[0] - areas[1]) / error
    intervals = []
    for area, variance in zip(areas, numpy.diag(covariance)):
        low, high = norm.interval(0.95, area, numpy.sqrt(variance))
        intervals.append(
            [area, numpy.sqrt(variance), max(low, 0.0), min(high, 1.0)]
        )
    return {
        "intervals": intervals,
        "difference": areas[0] - areas[1],
        "standard_error": error,
        "z": z,
        "p": 2 * norm.sf(abs(z)),
    }


def reliability(labels, scores, strategy):
    rate, mean = calibration_curve(labels, scores, n_bins=10, strategy=strategy)
    if strategy == "uniform":
        edges = numpy.linspace(0, 1, 11)
    else:
        edges = numpy.percentile(scores, numpy.linspace(0, 100, 11))
    bins = numpy.searchsorted(edges[1:-1], scores)
    rows = numpy.unique(bins, return_counts=True)[1]
    return {
        "rows": rows.tolist(),
        "mean_probability": mean.tolist(),
        "bad_rate": rate.tolist(),
        "error": float((rows * abs(rate - mean)).sum() / len(labels)),
    }


def gains(labels, scores):
    frame = pandas.DataFrame({"bad": labels, "score": scores})
    frame["bin"] = pandas.qcut(scores, 10, duplicates="drop")
    table = frame.groupby("bin", observed=True).agg(
        rows=("bad", "size"), bad=("bad", "sum"),
        lowest=("score", "min"), highest=("score", "max"),
    )[::-1]
    bad, rows = table.bad.cumsum(), table.rows.cumsum()
    table["bad_rate"] = table.bad / table.rows
    table["lift"] = table.bad_rate / labels.mean()
    table["bad_so_far"] = bad / labels.sum()
    table["good_so_far"] = (rows - bad) / (1 - labels).sum()
    table["lift_so_far"] = bad / rows / labels.mean()
    table["ks"] = table.bad_so_far - table.good_so_far
    return json.loads(table.to_json(orient="records", double_precision=15))


def comparison(name, rows, share, decimals, seed):
    random = numpy.random.default_rng(seed)
    labels = (random.uniform(size=rows) < share).astype(int)
    labels[:4] = 0, 0, 1, 1
    common = random.normal(size=rows)
    noise = random.normal(size=rows), random.normal(size=rows)
    first = 1 / (1 + numpy.exp(-(1.2 * labels - 1 + common + 0.4 * noise[0])))
    second = 1 / (1 + numpy.exp(-(0.9 * labels - 1 + common + 0.6 * noise[1])))
    if decimals:
        first, second = first.round(decimals), second.round(decimals)
    return {
        "name": name,
        "labels": labels.tolist(),
        "first": first.tolist(),
        "second": second.tolist(),
        "delong": delong(labels, first, second),
        "equal_width": reliability(labels, first, "uniform"),
        "equal_frequency": reliability(labels, first, "quantile"),
        "gains": gains(labels, first),
    }


def stability(name, before, now):
    edges = numpy.unique(numpy.quantile(before, numpy.linspace(0, 1, 11))[1:-1])
    count = lambda values: numpy.bincount(
        numpy.searchsorted(edges, values), minlength=len(edges) + 1
    )
    share = lambda values: numpy.where(count(values) == 0, 0.5, count(values)) / len(values)
    b, n = share(before), share(now)
    seen = (count(before) > 0) | (count(now) > 0)
    return {
        "name": name,
        "before": before.tolist(),
        "now": now.tolist(),
        "edges": edges.tolist(),
        "before_rows": count(before).tolist(),
        "now_rows": count(now).tolist(),
        "index": float((((n - b) * numpy.log(n / b)) * seen).sum()),
    }


def holm(random):
    p_values = random.beta(0.3, 2, size=7)
    p_values[3] = p_values[5]
    return {
        "p": p_values.tolist(),
        "adjusted": multipletests(p_values, method="holm")[1].tolist(),
    }


if __name__ == "__main__":
    random = numpy.random.default_rng(4)
    cases = [
        comparison("smooth", 211, 0.3, None, 1),
        comparison("tied", 301, 0.2, 1, 2),
        comparison("few bad", 91, 0.05, 2, 3),
    ]
    moved = [
        stability("the same", random.beta(2, 5, 101), random.beta(2, 5, 81)),
        stability("moved", random.beta(2, 5, 101), random.beta(3, 3, 61)),
        stability("few values", random.integers(0, 4, 101) / 4.0,
                  random.integers(1, 6, 71) / 4.0),
    ]
    made_by = (
        f"numpy {numpy.__version__}, scipy {scipy.__version__}, scikit-learn "
        f"{sklearn.__version__}, statsmodels {statsmodels.__version__}"
    )
    with open("tests/metric/golden/comparison.json", "w") as file:
        file.write('{"made_by": %s,\n "cases": [\n' % json.dumps(made_by))
        file.write(",\n".join(json.dumps(case) for case in cases))
        file.write('],\n "stability": [\n')
        file.write(",\n".join(json.dumps(case) for case in moved))
        holms = [holm(random) for _ in range(3)]
        file.write('],\n "holm": %s\n}\n' % json.dumps(holms))
