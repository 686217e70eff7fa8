"""Scoring by a forest beside LightGBM's and XGBoost's own prediction."""

import json

from measured import BUILT, median, run
from page import Section

TITLE = "scoring: margins of a forest"
TEXT = """
`bench/forest_bench.cpp`: the log-odds of rows the models have not seen, by forests of 300
trees x 31 leaves on 66 columns that LightGBM and XGBoost trained; beside each library's own
raw scores by the same model, through its C API. One row at a time on one thread (LightGBM's
prepared single-row prediction, XGBoost's in-place prediction): the median over single rows,
and of the repetitions the least disturbed, since others on the host slow some of them by up
to 1.6 times; the middle one stands beside. Batches of 50,000 rows on all processors (LightGBM's
`LGBM_BoosterPredictForMat`): rows per second, the making of our scoring form included.
"""
TARGET = 3
FORESTS = {"LightGBM": ("ours_of_lightgbms_forest", "lightgbm"),
           "XGBoost": ("ours_of_xgboosts_forest", "xgboost")}


def measure(quick):
    section = Section("forest", TITLE, TEXT)
    done = run(BUILT / "bench_forest", "--benchmark_format=json",
               f"--benchmark_repetitions={1 if quick else 11}",
               "--benchmark_enable_random_interleaving=true",
               f"--benchmark_min_time={0.1 if quick else 0.2}")
    found = {}
    for one in json.loads(done.printed)["benchmarks"]:
        if one["run_type"] == "iteration":
            found.setdefault(one["run_name"].split("/")[0], []).append(one)

    def middle(name, counter):
        return median(one[counter] for one in found[name])
    for library, (ours, theirs) in FORESTS.items():
        single, other = (min(one["median_us"] for one in found[f"one_row_{name}"])
                         for name in (ours, theirs))
        section.row(f"{library}'s forest, one row", f"{single:.2f} us", f"{other:.2f} us",
                    f"{other / single:.1f}x", f"under {TARGET} us", single < TARGET)
        between = " and ".join(f"{middle(f'one_row_{name}', 'median_us'):.2f}"
                               for name in (ours, theirs))
        section.note(f"{library}'s forest, one row, the middle repetition: {between} us.")
        rate, other = (middle(f"batch_{name}", "rows_per_second") for name in (ours, theirs))
        section.row(f"{library}'s forest, rows per second", f"{rate:,.0f}", f"{other:,.0f}",
                    f"{rate / other:.1f}x", "1x", rate >= other)
    walk = middle("one_row_node_to_node", "median_us")
    section.note(f"One row from node to node, as a test of the fast form walks: {walk:.2f} us.")
    return section
