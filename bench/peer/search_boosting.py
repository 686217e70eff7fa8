"""The LightGBM search of the default portfolio with LightGBM's own Python package, at
its best: one thread per fit, fits in parallel, each process binning a fold's rows once.

    python bench/peer/search_lightgbm.py FOLDER [--points FILE] [--trials 50] [--threads 2]

reads FOLDER/train_unscaled.csv, the matrix that bench_search reads; prints one JSON
object; --points writes the points tried, for bench_search to try the same ones.
"""

import argparse
import functools
import json
import os
import sys
import time

import lightgbm
import numpy
from joblib import Parallel, delayed
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import ParameterSampler

FOLDS, TRIALS, SEED = 5, 50, 42
SPACE = {
    "n_estimators": [100, 200, 300, 500],
    "learning_rate": [0.01, 0.05, 0.1, 0.2],
    "subsample": [0.7, 0.8, 0.9, 1.0],
    "colsample_bytree": [0.6, 0.7, 0.8, 0.9],
    "max_depth": [3, 5, 7, -1],
    "num_leaves": [15, 31, 50, 80],
    "min_child_samples": [5, 10, 20, 50],
    "reg_alpha": [0.0, 0.01, 0.1, 1.0],
    "reg_lambda": [0.0, 0.01, 0.1, 1.0],
}
FIXED = dict(objective="binary", subsample_freq=1, num_threads=1, verbosity=-1, seed=SEED,
             deterministic=True, force_row_wise=True, feature_pre_filter=False)


@functools.lru_cache
def rows_of(folder):
    data = numpy.load(f"{folder}/train_unscaled.npy", mmap_mode="r")
    return numpy.ascontiguousarray(data[:, :-1]), data[:, -1]


@functools.lru_cache
def binned(folder, fold):
    x, y = rows_of(folder)
    train = numpy.arange(len(y)) % FOLDS != fold
    dataset = lightgbm.Dataset(x[train], y[train], params=FIXED, free_raw_data=False)
    return dataset.construct(), x[~train], y[~train]


def auc_of(folder, fold, point):
    start = time.process_time()
    dataset, x, y = binned(folder, fold)
    settings = {name: value for name, value in point.items() if name != "n_estimators"}
    booster = lightgbm.train(FIXED | settings, dataset, point["n_estimators"])
    score = roc_auc_score(y, booster.predict(x, raw_score=True, num_threads=1))
    return score, time.process_time() - start


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder")
    arguments.add_argument("--points")
    arguments.add_argument("--trials", type=int, default=TRIALS)
    arguments.add_argument("--threads", type=int, default=2)
    chosen = arguments.parse_args()
    data = numpy.loadtxt(f"{chosen.folder}/train_unscaled.csv", delimiter=",", skiprows=1)
    numpy.save(f"{chosen.folder}/train_unscaled.npy", data)
    points = list(ParameterSampler(SPACE, chosen.trials, random_state=SEED))
    if chosen.points:
        with open(chosen.points, "w") as file:
            json.dump(points, file, indent=1)
    with Parallel(chosen.threads) as pool:
        pool(delayed(rows_of)(chosen.folder) for _ in range(chosen.threads))  # warm
        start = time.perf_counter()
        results = pool(delayed(auc_of)(chosen.folder, fold, point)
                       for point in points for fold in range(FOLDS))
        seconds = time.perf_counter() - start
    scores, work = zip(*results)
    means = numpy.reshape(scores, (len(points), FOLDS)).mean(axis=1)
    best = int(means.argmax())
    print(json.dumps({"peer": f"lightgbm {lightgbm.__version__}", "rows": len(data),
                      "columns": data.shape[1] - 1, "fits": len(scores),
                      "seconds": seconds, "processor_seconds": sum(work),
                      "best_auc": means[best], "best": points[best]},
                     indent=2))


if __name__ == "__main__":
    # As a module of its own name, so that the processes can import what they run and
    # keep what it caches.
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import search_lightgbm

    search_lightgbm.main()
