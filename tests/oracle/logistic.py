"""Makes tests/learner/golden/logistic.json: small matrices and the logistic regressions
that scikit-learn fits to them. Run from the repository root:
python tests/oracle/logistic.py
"""

import json
import warnings

import numpy
import sklearn
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("ignore")
ROWS, COLUMNS = 240, 7


def matrix_of(kind, random):
    hidden = random.normal(size=(ROWS, 3))
    x = hidden @ random.normal(size=(3, COLUMNS)) + random.normal(size=(ROWS, COLUMNS))
    if kind == "heavy tails":
        x[:, :3] = numpy.exp(0.6 * x[:, :3])
        x[:, 3] = x[:, 3] > 0.5
    if kind == "repeated column":
        x[:, 6] = x[:, 0]
    if kind == "nearly separated":
        x[:, 0] *= 3
    return numpy.round(x, 3), hidden


def labels_of(kind, x, hidden, random):
    sharpness = 3.0 if kind == "nearly separated" else 1.0
    signal = x[:, 0] if kind == "nearly separated" else hidden[:, 0] - 1.2
    return (random.uniform(size=ROWS) < 1 / (1 + numpy.exp(-sharpness * signal))).astype(int)


def fit(x, y, penalty, c, class_weight):
    settings = dict(C=c, class_weight=class_weight, max_iter=100_000)
    if penalty == "l2":
        model = LogisticRegression(solver="newton-cholesky", tol=1e-13, **settings)
    else:
        model = LogisticRegression(solver="saga", l1_ratio=1, tol=1e-12, random_state=0,
                                   **settings)
    model.fit(x, y)
    b, margin = model.coef_[0], model.decision_function(x)
    counts = numpy.bincount(y)
    weights = (ROWS / (2 * counts))[y] if class_weight else numpy.ones(ROWS)
    loss = weights @ numpy.logaddexp(0, numpy.where(y == 1, -margin, margin))
    size = b @ b / 2 if penalty == "l2" else numpy.abs(b).sum()
    return {"penalty": penalty, "C": c, "class_weight": class_weight or "none",
            "objective": c * loss + size, "intercept": model.intercept_[0],
            "coefficients": b.tolist(),
            "probabilities": model.predict_proba(x)[:40, 1].tolist()}


def case(kind, seed):
    random = numpy.random.default_rng(seed)
    x, hidden = matrix_of(kind, random)
    y = labels_of(kind, x, hidden, random)
    fits = [fit(x, y, penalty, c, weight) for penalty in ("l1", "l2")
            for c in (0.05, 0.5, 10.0) for weight in ("balanced", None)]
    return {"kind": kind, "seed": seed, "columns": COLUMNS, "labels": y.tolist(),
            "unique": kind != "repeated column", "values": x.ravel().tolist(),
            "fits": fits}


kinds = ["plain", "heavy tails", "repeated column", "nearly separated"]
cases = [case(kind, seed) for seed, kind in enumerate(kinds)]
with open("tests/learner/golden/logistic.json", "w") as file:
    file.write(f'{{"made_by": "scikit-learn {sklearn.__version__}",\n "cases": [\n')
    file.write(",\n".join(json.dumps(one) for one in cases))
    file.write("\n]}\n")
