"""The search of all four models beside the same one in Python, for the section search."""

import json

from measured import BUILT, CREDENCE, PEERS, PYTHON, WORK, remove, run
from page import memory, seconds, times

TITLES = {"logistic": "logistic", "xgboost": "XGBoost", "lightgbm": "LightGBM",
          "gbm": "gbm"}
BOOSTED = {"xgboost": None, "lightgbm": 2, "gbm": 10}  # with the target of one alone
RANDOM_TARGET, RANDOM_AIM, HALVING_TARGET = 4, 6, 10
AUC_TARGET, MEMORY_TARGET = 0.001, 1.5


def search_here(folder, learner, *options):
    return json.loads(run(BUILT / "bench_search", folder, learner, *options).printed)


def measure_boosted(folder, learner, trials, threads):
    """The reports by how it was searched."""
    points = folder / f"points_{learner}.json"
    limit = ["--trials", trials] if trials else []
    count = [trials] if trials else []
    theirs = json.loads(run(PYTHON, PEERS / "search_boosting.py", folder, learner,
                            "--points", points, "--threads", threads, *limit).printed)
    return {"peer": theirs,
            "random": search_here(folder, learner, "random", *count),
            "halving": search_here(folder, learner, "halving", *count),
            "points": search_here(folder, learner, points)}


def total(reports, way):
    return sum(report[way]["seconds"] for report in reports.values())


def best(reports, way):
    return max(report[way]["best_auc"] for report in reports.values())


def whole_row(section, reports, way, what, target, met_at):
    time, other = total(reports, way), total(reports, "peer")
    section.row(f"four models, {what}", seconds(time), seconds(other), times(other / time),
                target, met_at and other / time >= met_at)


def auc_row(section, reports, way):
    ours, theirs = best(reports, way), best(reports, "peer")
    section.row(f"four models, `{way}`: best cross-validated AUC", f"{ours:.5f}",
                f"{theirs:.5f}", "", f"at most {AUC_TARGET} lower",
                theirs - ours <= AUC_TARGET)


def measure(section, folder, logistic, trials, threads):
    """`logistic`: the reports of ours and of the peer; `trials`: of each boosted model,
    None: as the portfolio says."""
    ours, theirs = logistic
    reports = {"logistic": {"peer": theirs, "points": ours, "random": ours,
                            "halving": search_here(folder, "logistic", "halving")}}
    for learner, target in BOOSTED.items():
        found = reports[learner] = measure_boosted(folder, learner, trials, threads)
        time, other = found["random"]["seconds"], found["peer"]["seconds"]
        section.row(f"{TITLES[learner]}, {found['peer']['fits'] // 5} trials x 5 beside "
                    f"{found['peer']['peer']}", seconds(time), seconds(other),
                    times(other / time), f"{target}x" if target else "",
                    other / time >= target if target else None)
    whole_row(section, reports, "random", "`random`",
              f"{RANDOM_TARGET}x (aim {RANDOM_AIM}x)", RANDOM_TARGET)
    auc_row(section, reports, "random")
    whole_row(section, reports, "halving", "`halving`", f"{HALVING_TARGET}x",
              HALVING_TARGET)
    auc_row(section, reports, "halving")
    whole_row(section, reports, "points", "the peer's own points one by one", "", None)
    for learner, found in reports.items():
        section.note(
            f"{TITLES[learner]}: best mean AUC {found['random']['best_auc']:.5f} (`random`), "
            f"{found['halving']['best_auc']:.5f} (`halving`), "
            f"{found['points']['best_auc']:.5f} (the peer's points), peer "
            f"{found['peer']['best_auc']:.5f}; processor time "
            f"{found['random']['processor_seconds']:.1f}, "
            f"{found['halving']['processor_seconds']:.1f}, "
            f"{found['points']['processor_seconds']:.1f}, peer "
            f"{found['peer']['processor_seconds']:.1f} s.")
    section.note("Hardly any of the peer's points share a boosting run. The peers ran once, "
                 "the logistic searches several times.")


def measure_memory(section, source, preparing):
    """`preparing`: the run of `credence prepare` on the same tables."""
    registry = WORK / "search_registry"

    def train(*options):
        remove(registry)
        return run(CREDENCE, "train", "portfolios/retail_lending", "--data", source,
                   "--registry", registry, *options)
    one = train("--models", "xgboost", "--trials", 1)
    whole = train("--search", "halving")
    remove(registry)
    ratio = whole.peak / one.peak
    section.row("peak memory of `credence train`: four models by `halving`, beside one trial "
                "of one model", memory(whole.peak), memory(one.peak),
                f"{ratio:.2f} of it", f"at most {MEMORY_TARGET}", ratio <= MEMORY_TARGET)
    section.note("Peak memory of `credence prepare`, which makes the features and matrices "
                 f"and trains nothing: {memory(preparing.peak)}.")
