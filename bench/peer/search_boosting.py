"""A search of boosted trees from the default portfolio with the Python packages of
LightGBM, XGBoost or scikit-learn, at their best: one thread per fit, fits in parallel,
each process preparing a fold's rows (binned, where the library bins) once.

    python bench/peer/search_boosting.py FOLDER LEARNER [--points FILE] [--trials N]
        [--threads 2]

reads FOLDER/train_unscaled.csv, the matrix that bench_search reads, and the space of
LEARNER (lightgbm, xgboost, gbm) in the portfolio, whose trials it draws unless told how
many; prints one JSON object; --points writes the points tried, for bench_search to try
the same ones.
"""

import argparse
import functools
import importlib.metadata
import json
import os
import pathlib
import sys
import time
import tomllib

import numpy
from joblib import Parallel, delayed
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import ParameterSampler

FOLDS, SEED = 5, 42
PORTFOLIO = pathlib.Path(__file__).parents[2] / "portfolios/retail_lending/portfolio.toml"
PACKAGES = {"lightgbm": "lightgbm", "xgboost": "xgboost-cpu", "gbm": "scikit-learn"}


@functools.lru_cache
def fold_of(folder, fold):
    data = numpy.load(f"{folder}/train_unscaled.npy", mmap_mode="r")
    train = numpy.arange(len(data)) % FOLDS != fold
    x, y = numpy.ascontiguousarray(data[:, :-1]), data[:, -1]
    return x[train], y[train], x[~train], y[~train]


class Lightgbm:
    FIXED = dict(objective="binary", num_threads=1, verbosity=-1, seed=SEED,
                 deterministic=True, force_row_wise=True, feature_pre_filter=False)

    def __init__(self, x, y, unseen):
        import lightgbm
        self.library = lightgbm
        self.binned = lightgbm.Dataset(x, y, params=self.FIXED,
                                       free_raw_data=False).construct()
        self.unseen = unseen

    def margins(self, trees, settings):
        booster = self.library.train(self.FIXED | settings, self.binned, trees)
        return booster.predict(self.unseen, raw_score=True, num_threads=1)


class Xgboost:
    FIXED = dict(objective="binary:logistic", tree_method="hist", nthread=1, verbosity=0,
                 seed=SEED)

    def __init__(self, x, y, unseen):
        import xgboost
        self.library = xgboost
        self.binned = xgboost.QuantileDMatrix(x, y, nthread=1)
        self.unseen = xgboost.DMatrix(unseen, nthread=1)

    def margins(self, trees, settings):
        booster = self.library.train(self.FIXED | settings, self.binned, trees)
        return booster.predict(self.unseen, output_margin=True)


class Gbm:
    def __init__(self, x, y, unseen):
        from sklearn.ensemble import GradientBoostingClassifier
        self.kind = GradientBoostingClassifier
        self.rows, self.labels = x.astype(numpy.float32), y
        self.unseen = unseen.astype(numpy.float32)

    def margins(self, trees, settings):
        if settings["max_features"] not in ("sqrt", "log2"):
            settings = settings | {"max_features": float(settings["max_features"])}
        model = self.kind(n_estimators=trees, random_state=SEED, **settings)
        return model.fit(self.rows, self.labels).decision_function(self.unseen)


PEERS = {"lightgbm": Lightgbm, "xgboost": Xgboost, "gbm": Gbm}


@functools.lru_cache
def prepared(learner, folder, fold):
    x, y, unseen, _ = fold_of(folder, fold)
    return PEERS[learner](x, y, unseen)


def auc_of(learner, folder, fold, point):
    start = time.process_time()
    peer = prepared(learner, folder, fold)
    settings = {name: value for name, value in point.items() if name != "n_estimators"}
    margins = peer.margins(point["n_estimators"], settings)
    score = roc_auc_score(fold_of(folder, fold)[3], margins)
    return score, time.process_time() - start


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder")
    arguments.add_argument("learner", choices=PEERS)
    arguments.add_argument("--points")
    arguments.add_argument("--trials", type=int)
    arguments.add_argument("--threads", type=int, default=2)
    chosen = arguments.parse_args()
    space = tomllib.loads(PORTFOLIO.read_text())["search"][chosen.learner]
    trials = space.pop("trials")
    data = numpy.loadtxt(f"{chosen.folder}/train_unscaled.csv", delimiter=",", skiprows=1)
    numpy.save(f"{chosen.folder}/train_unscaled.npy", data)
    points = list(ParameterSampler(space, chosen.trials or trials, random_state=SEED))
    if chosen.points:
        with open(chosen.points, "w") as file:
            json.dump(points, file, indent=1)
    with Parallel(chosen.threads) as pool:
        pool(delayed(fold_of)(chosen.folder, fold) for fold in range(FOLDS))  # warm
        start = time.perf_counter()
        results = pool(delayed(auc_of)(chosen.learner, chosen.folder, fold, point)
                       for point in points for fold in range(FOLDS))
        seconds = time.perf_counter() - start
    scores, work = zip(*results)
    means = numpy.reshape(scores, (len(points), FOLDS)).mean(axis=1)
    best = int(means.argmax())
    package = PACKAGES[chosen.learner]
    print(json.dumps({"peer": f"{package} {importlib.metadata.version(package)}",
                      "rows": len(data), "columns": data.shape[1] - 1,
                      "fits": len(scores), "seconds": seconds,
                      "processor_seconds": sum(work), "best_auc": means[best],
                      "best": points[best], "means": list(means)}, indent=2))


if __name__ == "__main__":
    # As a module of its own name, so that the processes can import what they run and
    # keep what it caches.
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import search_boosting

    search_boosting.main()
