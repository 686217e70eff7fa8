"""Makes tests/report/golden/report.json: what scikit-learn makes of outcomes and scores
in curves, calibration tables and classification reports, and statsmodels' Wilson
interval. Run from the repository root: python tests/oracle/report.py
"""

import json

import numpy
import sklearn
import statsmodels
from sklearn import metrics
from statsmodels.stats.proportion import proportion_confint


def case(name, labels, scores, threshold):
    labels, scores = numpy.asarray(labels), numpy.asarray(scores, float)
    good_refused, bad_refused, _ = metrics.roc_curve(labels, scores, drop_intermediate=False)
    precision, recall, _ = metrics.precision_recall_curve(labels, scores)
    refused = (scores >= threshold).astype(int)
    report = metrics.classification_report(
        labels, refused, labels=[0, 1], target_names=["good", "bad"], digits=4, zero_division=0
    )
    (true_good, false_bad), (false_good, true_bad) = metrics.confusion_matrix(
        labels, refused, labels=[0, 1]
    ).tolist()
    return {
        "name": name,
        "labels": labels.tolist(),
        "scores": scores.tolist(),
        "roc": numpy.column_stack([good_refused, bad_refused]).tolist(),
        # From the highest threshold down, without the point that stands for none.
        "precision_recall": numpy.column_stack([recall, precision])[:-1][::-1].tolist(),
        "confusion": [true_bad, false_bad, true_good, false_good],
        "report": report,
    }


def main():
    random = numpy.random.default_rng(7)
    labels = (random.uniform(size=60) < 0.3).astype(int)
    noisy = 1 / (1 + numpy.exp(-(1.2 * labels - 1 + random.normal(size=60))))
    cases = [
        case("noisy", labels, noisy, 0.4),
        case("ties", labels, numpy.round(noisy, 1), 0.5),
        case("all equal", labels, numpy.full(60, 0.25), 0.5),
        case("separated", labels, 0.1 + 0.8 * labels, 0.5),
        case("one bad", [0] * 9 + [1], [0.001 * i for i in range(10)], 0.0045),
        case("everybody refused", labels, noisy, 0.0),
    ]
    wilson = [
        [bad, rows, *proportion_confint(bad, rows, method="wilson")]
        for bad, rows in [(0, 10), (3, 10), (10, 10), (17, 121), (1, 1_000_000)]
    ]
    with open("tests/report/golden/report.json", "w") as file:
        made_by = f"scikit-learn {sklearn.__version__}, statsmodels {statsmodels.__version__}"
        file.write(f'{{"made_by": "{made_by}",\n "cases": [\n')
        file.write(",\n".join(json.dumps(one) for one in cases))
        file.write(f"],\n \"wilson\": {json.dumps(wilson)}}}\n")


main()
