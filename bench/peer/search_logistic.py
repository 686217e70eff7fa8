"""The logistic search of the default portfolio with scikit-learn, at its best: the
fastest solver for each penalty, one thread per fit, fits in parallel.

    python bench/peer/search_logistic.py FOLDER [--saga] [--threads 2] [--tolerance 1e-4]

reads FOLDER/train_scaled.csv, the matrix that bench_search reads; prints one JSON object
with the objective that every point reached, summed over folds, to be held against
bench_search's. liblinear also penalises the intercept, so its objective stays above.
"""

import argparse
import functools
import json
import os
import sys
import time
import warnings

import numpy
import sklearn
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from threadpoolctl import threadpool_limits

FOLDS, SEED = 5, 42
POINTS = [{"C": c, "penalty": penalty} for c in (0.001, 0.01, 0.1, 0.5, 1.0, 5.0, 10.0)
          for penalty in ("l1", "l2")]


@functools.lru_cache
def fold_of(folder, fold):
    data = numpy.load(f"{folder}/train_scaled.npy", mmap_mode="r")
    train = numpy.arange(len(data)) % FOLDS != fold
    x, y = numpy.ascontiguousarray(data[:, :-1]), data[:, -1]
    return x[train], y[train], x[~train], y[~train]


def model_of(point, saga, tolerance):
    lasso = point["penalty"] == "l1"
    solver = "saga" if saga else "liblinear" if lasso else "newton-cholesky"
    return LogisticRegression(C=point["C"], l1_ratio=1 if lasso else 0, solver=solver,
                              class_weight="balanced", tol=tolerance, max_iter=5000,
                              random_state=SEED)


def fit(folder, fold, point, saga, tolerance):
    warnings.filterwarnings("ignore")
    with threadpool_limits(1):
        x, y, unseen, outcomes = fold_of(folder, fold)
        start = time.process_time()
        model = model_of(point, saga, tolerance).fit(x, y)
        score = roc_auc_score(outcomes, model.decision_function(unseen))
        seconds = time.process_time() - start
    b, margin = model.coef_[0], model.decision_function(x)
    weights = (len(y) / (2 * numpy.bincount(y.astype(int))))[y.astype(int)]
    loss = weights @ numpy.logaddexp(0, numpy.where(y == 1, -margin, margin))
    size = numpy.abs(b).sum() if point["penalty"] == "l1" else b @ b / 2
    return score, point["C"] * loss + size, seconds


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder")
    arguments.add_argument("--saga", action="store_true")
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--tolerance", type=float, default=1e-4)
    chosen = arguments.parse_args()
    data = numpy.loadtxt(f"{chosen.folder}/train_scaled.csv", delimiter=",", skiprows=1)
    numpy.save(f"{chosen.folder}/train_scaled.npy", data)
    with Parallel(chosen.threads) as pool:
        pool(delayed(fold_of)(chosen.folder, fold) for fold in range(FOLDS))  # warm
        start = time.perf_counter()
        results = pool(delayed(fit)(chosen.folder, fold, point, chosen.saga,
                                    chosen.tolerance)
                       for point in POINTS for fold in range(FOLDS))
        seconds = time.perf_counter() - start
    scores, objectives, times = (numpy.reshape(part, (len(POINTS), FOLDS))
                                 for part in zip(*results))
    trials = [point | {"mean_auc": auc, "objective": objective, "processor_seconds": spent}
              for point, auc, objective, spent in zip(
                  POINTS, scores.mean(axis=1), objectives.sum(axis=1), times.sum(axis=1))]
    print(json.dumps({"peer": f"scikit-learn {sklearn.__version__}",
                      "solver": "saga" if chosen.saga else "liblinear, newton-cholesky",
                      "rows": len(data), "columns": data.shape[1] - 1,
                      "fits": len(results), "seconds": seconds,
                      "processor_seconds": times.sum(),
                      "best_auc": scores.mean(axis=1).max(), "trials": trials}, indent=2))


if __name__ == "__main__":
    # As a module of its own name, so that the processes can import what they run and
    # keep what it caches.
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import search_logistic

    search_logistic.main()
