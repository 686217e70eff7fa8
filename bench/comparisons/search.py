"""The hyper-parameter searches beside the same ones in Python."""

import csv
import json
import os

from comparisons import search_whole
from measured import (BUILT, CREDENCE, PEERS, PYTHON, WORK, alternate, books, median,
                      remove, run)
from page import Section, seconds, times

TITLE = "search: cross-validated tuning"
TEXT = """
The searches of `portfolios/retail_lending` on the prepared training matrix, five folds by
row number; reading the matrix is not counted. Peers fit on one thread each, as many at a
time as there are processors, their binned rows kept for each fold
(`bench/peer/search_boosting.py`: LightGBM's, XGBoost's and scikit-learn's own packages,
gbm beside GradientBoostingClassifier; `bench/peer/search_logistic.py`: scikit-learn's
fastest solver for each penalty, liblinear for l1 and newton-cholesky for l2, and its saga
for both, at its default tolerance; liblinear also penalises the intercept, so its objective
stays above). Both sides draw from the same spaces as many trials, one being a configuration
with a number of trees. `random` judges every number of trees of a configuration from one
boosting run: as many trials, of fewer configurations. `halving` starts with as many
configurations as there are trials, and stops most of them early. The four-model search is
the four one after the other; its AUC is the best model's, a mean over folds.
"""
SOLVERS_TARGET, SAGA_TARGET = 3, 20


def matrices(loans):
    """Prepared training matrices as bench_search reads them: the outcome last. And the
    run that prepared them."""
    prepared, folder = WORK / "prepared", WORK / "matrices"
    remove(prepared, folder)
    folder.mkdir()
    done = run(CREDENCE, "prepare", "portfolios/retail_lending", "--data", books(loans),
               "--out", prepared)
    for kind in ("scaled", "unscaled"):
        with open(prepared / f"train_{kind}.csv", newline="") as source, \
             open(folder / f"train_{kind}.csv", "w", newline="") as target:
            write = csv.writer(target, lineterminator="\n").writerow
            for _, outcome, *values in csv.reader(source):
                write([*values, outcome])
    remove(prepared)
    return folder, done


def objectives_apart(ours, theirs):
    """How far ours lies above theirs, and theirs above ours, at worst, relative."""
    found = {(t["C"], t["penalty"]): t["objective"] for t in ours["trials"]}
    above = [found[t["C"], t["penalty"]] / t["objective"] - 1 for t in theirs["trials"]]
    return max(above), max(-a for a in above)


def measure_logistic(section, folder, rounds, threads, saga_limit):
    """The reports of both sides' searches."""
    def peer(*options, limit=None):
        return run(PYTHON, PEERS / "search_logistic.py", folder, "--threads", threads,
                   *options, limit=limit)
    ours, peers = alternate(
        rounds, lambda: json.loads(run(BUILT / "bench_search", folder, "logistic").printed),
        peer)
    theirs = [json.loads(done.printed) for done in peers]
    time = median(report["seconds"] for report in ours)
    other = median(report["seconds"] for report in theirs)
    section.row("logistic 14 x 5 beside liblinear and newton-cholesky", seconds(time),
                seconds(other), times(other / time), f"{SOLVERS_TARGET}x",
                other / time >= SOLVERS_TARGET)
    # At its limit, saga has searched for as long as its start left it.
    start = max(done.seconds - report["seconds"] for done, report in zip(peers, theirs))
    done = peer("--saga", limit=start + saga_limit)
    saga = None if done.cut else json.loads(done.printed)
    slow = saga["seconds"] if saga else saga_limit
    section.row("logistic 14 x 5 beside saga", seconds(time),
                seconds(slow) if saga else f"not done after {saga_limit} s",
                times(slow / time, at_least=not saga), f"{SAGA_TARGET}x",
                slow / time >= SAGA_TARGET or (False if saga else None))
    section.note(f"Matrix: {ours[0]['rows']:,} rows, {ours[0]['columns']} columns.")
    for name, report in (("liblinear and newton-cholesky", theirs[0]), ("saga", saga)):
        if report:
            above, below = objectives_apart(ours[0], report)
            section.note(f"Objective beside {name}, over the 14 points: Credence's is at "
                         f"most {max(above, 0):.1e} above the peer's, the peer's at most "
                         f"{max(below, 0):.1e} above Credence's (relative).")
    return ours[0] | {"seconds": time}, theirs[0] | {"seconds": other}


def measure(quick):
    section = Section("search", TITLE, TEXT)
    threads = len(os.sched_getaffinity(0))
    loans = 3_000 if quick else 10_000
    folder, preparing = matrices(loans)
    logistic = measure_logistic(section, folder, 2 if quick else 3, threads,
                                40 if quick else 200)
    search_whole.measure(section, folder, logistic, 8 if quick else None, threads)
    search_whole.measure_memory(section, books(loans), preparing)
    remove(folder)
    return section
