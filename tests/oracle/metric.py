"""Makes tests/metric/golden/metrics.json: outcomes, scores, and what scikit-learn says
of them. Run from the repository root: python tests/oracle/metric.py
"""

import json
import math

import numpy
import sklearn
from sklearn import metrics


def scores_of(kind, random, labels):
    rows = len(labels)
    noise = random.normal(size=rows)
    smooth = 1 / (1 + numpy.exp(-(1.3 * labels - 1.5 + noise)))
    match kind:
        case "random":
            return random.uniform(size=rows)
        case "informative":
            return smooth
        case "tied to one decimal":
            return numpy.round(smooth, 1)
        case "two values":
            return numpy.where(smooth > 0.4, 0.7, 0.2)
        case "all equal":
            return numpy.full(rows, 0.25)
        case "close together":  # they differ in the last bits only
            return 0.5 + numpy.spacing(0.5) * numpy.round(4 * noise + 2 * labels)
        case "sure, and sometimes wrong":
            sure = numpy.where(smooth > 0.4, 1.0, 0.0)
            return numpy.where(random.uniform(size=rows) < 0.2, smooth, sure)
        case "separated":
            return 0.1 + 0.6 * labels + 0.2 * random.uniform(size=rows)


def at_threshold(labels, scores, threshold):
    refused = scores >= threshold
    (true_good, false_bad), (false_good, true_bad) = metrics.confusion_matrix(
        labels, refused, labels=[0, 1]
    ).tolist()
    return {
        "threshold": threshold,
        "true_bad": true_bad,
        "false_bad": false_bad,
        "true_good": true_good,
        "false_good": false_good,
        "precision": metrics.precision_score(labels, refused, zero_division=0),
        "recall": metrics.recall_score(labels, refused),
        "f1": metrics.f1_score(labels, refused, zero_division=0),
        "accuracy": metrics.accuracy_score(labels, refused),
    }


def case(kind, rows, seed):
    random = numpy.random.default_rng(seed)
    labels = (random.uniform(size=rows) < 0.25).astype(int)
    labels[:2] = 0, 1
    scores = scores_of(kind, random, labels)
    auc = metrics.roc_auc_score(labels, scores)
    false_share, true_share, thresholds = metrics.roc_curve(
        labels, scores, drop_intermediate=False
    )
    distance = numpy.abs(true_share - false_share)
    highest = numpy.flatnonzero(distance >= distance.max() - 1e-12)[0]
    if math.isinf(thresholds[highest]):  # nothing refused yet: no score
        highest += 1
    return {
        "kind": kind,
        "seed": seed,
        "labels": labels.tolist(),
        "scores": scores.tolist(),
        "auc": auc,
        "gini": 2 * auc - 1,
        "average_precision": metrics.average_precision_score(labels, scores),
        "ks": distance.max(),
        "ks_at": thresholds[highest],
        "brier": metrics.brier_score_loss(labels, scores),
        "log_loss": metrics.log_loss(labels, scores),
        "at": [at_threshold(labels, scores, t) for t in (0.5, 0.2, 0.0, 1.1)],
    }


KINDS = [
    ("random", 60),
    ("informative", 250),
    ("tied to one decimal", 150),
    ("two values", 80),
    ("all equal", 40),
    ("close together", 250),
    ("sure, and sometimes wrong", 120),
    ("separated", 60),
]

if __name__ == "__main__":
    cases = [case(kind, rows, 100 + i) for i, (kind, rows) in enumerate(KINDS)]
    with open("tests/metric/golden/metrics.json", "w") as file:
        file.write('{"made_by": "scikit-learn %s",\n "cases": [\n' % sklearn.__version__)
        file.write(",\n".join(json.dumps(c) for c in cases) + "\n]}\n")
