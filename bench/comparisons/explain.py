"""Exact Shapley values of a forest beside LightGBM's and XGBoost's own."""

import json

from measured import BUILT, median, run
from page import Section

TITLE = "explanations: Shapley values of a forest"
TEXT = """
`bench/explain_bench.cpp`: the contributions of 66 columns to the log-odds of 1,000 rows the
models have not seen, by forests of 300 trees x 31 leaves that LightGBM and XGBoost trained;
beside each library's own contributions of the same model, through its C API. All on one
thread. One row is the median over single rows, and of the repetitions the least disturbed;
the middle one stands beside.
"""
TARGET = 100
FORESTS = {"LightGBM": ("ours_of_lightgbms_forest", "lightgbm"),
           "XGBoost": ("ours_of_xgboosts_forest", "xgboost")}


def measure(quick):
    section = Section("explain", TITLE, TEXT)
    done = run(BUILT / "bench_explain", "--benchmark_format=json",
               f"--benchmark_repetitions={1 if quick else 7}",
               "--benchmark_filter=gbm|xgboost")
    found = {}
    for one in json.loads(done.printed)["benchmarks"]:
        if one["run_type"] == "iteration":
            found.setdefault(one["run_name"].split("/")[0], []).append(one)

    def middle(name, counter):
        return median(one[counter] for one in found[name])
    for library, (ours, theirs) in FORESTS.items():
        single = min(one["median_us"] for one in found[ours])
        section.note(f"{library}'s forest, one row, the middle repetition: "
                     f"{middle(ours, 'median_us'):.1f} us.")
        section.row(f"{library}'s forest, one row", f"{single:.1f} us",
                    target=f"under {TARGET} us", met=single < TARGET)
        rate, other = (middle(name, "rows_per_second") for name in (ours, theirs))
        section.row(f"{library}'s forest, rows per second", f"{rate:,.0f}", f"{other:,.0f}",
                    f"{rate / other:.1f}x")
    return section
