"""Makes tests/calibrate/golden/calibration.json: margins, outcomes, and the calibrations
that scikit-learn (Platt) and scipy (beta, by bounded minimisation) fit to them. Run from
the repository root: python tests/oracle/calibration.py
"""

import json

import numpy
import scipy
import sklearn
from scipy.optimize import minimize, root
from scipy.special import expit, log_expit
from sklearn.calibration import _SigmoidCalibration


def targets_of(labels):
    bad, good = labels.sum(), (1 - labels).sum()
    return numpy.where(labels == 1, (bad + 1) / (bad + 2), 1 / (good + 2))


def platt(labels, margins):
    fitted = _SigmoidCalibration().fit(margins, labels)
    # On from where scikit-learn stopped.
    return bounded(labels, margins[:, None], [(None, None)] * 2, [-fitted.a_, -fitted.b_])


def bounded(labels, columns, bounds, start):
    design = numpy.column_stack([columns, numpy.ones(len(columns))])
    targets = targets_of(labels)
    rows = len(labels)

    def loss(at):
        z = design @ at
        return -(targets * log_expit(z) + (1 - targets) * log_expit(-z)).sum() / rows

    def gradient(at):
        return design.T @ (expit(design @ at) - targets) / rows

    fitted = minimize(
        loss, start, jac=gradient, bounds=bounds, method="L-BFGS-B",
        options={"ftol": 0, "gtol": 1e-13, "maxiter": 100000, "maxfun": 100000},
    )
    # To the last bits: where the gradient of what is not held at 0 vanishes.
    at = fitted.x.copy()
    free = numpy.array([low is None or x > 0 for x, (low, _) in zip(at, bounds)])

    def free_gradient(values):
        at[free] = values
        return gradient(at)[free]

    def free_hessian(values):
        at[free] = values
        p = expit(design @ at)
        return (design.T * (p * (1 - p)) @ design)[numpy.ix_(free, free)] / rows

    at[free] = root(free_gradient, at[free], jac=free_hessian, tol=1e-15).x
    return at, loss(at)


def case(name, rows, seed, truth, scale=1.0, shift=0.0):
    random = numpy.random.default_rng(seed)
    margins = scale * random.normal(size=rows) + shift
    labels = (random.uniform(size=rows) < expit(truth(margins))).astype(int)
    columns = numpy.column_stack([log_expit(margins), -log_expit(-margins)])
    p, p_loss = platt(labels, margins)
    b, b_loss = bounded(
        labels, columns, [(0, None), (0, None), (None, None)], [1.0, 1.0, 0.0]
    )
    sklearn_platt = _SigmoidCalibration().fit(margins, labels)
    return {
        "name": name,
        "labels": labels.tolist(),
        "margins": margins.tolist(),
        "sklearn": {"slope": -sklearn_platt.a_, "intercept": -sklearn_platt.b_},
        "platt": {"slope": p[0], "intercept": p[1], "loss": p_loss},
        "beta": {"a": b[0], "b": b[1], "c": b[2], "loss": b_loss},
    }


CASES = [
    ("true as it is", 400, 1, lambda m: m, 1.5, -1.0),
    ("class weights", 400, 2, lambda m: m - 1.5, 1.5, 0.0),
    ("too sure", 400, 3, lambda m: 0.4 * m - 0.5, 3.0, 0.0),
    ("bent", 600, 4, lambda m: 1.8 * log_expit(m) - 0.3 * log_expit(-m) + 0.5, 2.0, 0.0),
    ("a at zero", 600, 5, lambda m: -2.0 - 0.05 * m + 2.5 * numpy.maximum(m, 0), 2.0, 0.0),
    ("b at zero", 600, 6, lambda m: 1.0 + 0.05 * m + 2.5 * numpy.minimum(m, 0), 2.0, 0.0),
    ("far out", 300, 7, lambda m: 0.2 * (m + 20), 8.0, -20.0),
]

if __name__ == "__main__":
    cases = [case(*given) for given in CASES]
    made_by = f"scikit-learn {sklearn.__version__}, scipy {scipy.__version__}"
    with open("tests/calibrate/golden/calibration.json", "w") as file:
        file.write('{"made_by": %s,\n "cases": [\n' % json.dumps(made_by))
        file.write(",\n".join(json.dumps(c) for c in cases) + "\n]}\n")
