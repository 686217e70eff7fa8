"""One applicant's whole features.sql on SQLite, rows in and row out."""

import json

from measured import BUILT, run
from page import Section

TITLE = "one applicant's features"
TEXT = """
`bench/applicant_bench.cpp`: one application's rows in, the whole `features.sql` of
`portfolios/retail_lending` on SQLite, the feature row out. The median over all evaluations
of one repetition, and of the repetitions the middle one.
"""
TARGETS = {"without_history": ("without history", 60, 40),
           "six_loans_twenty_instalments": ("20 instalments over 6 earlier loans", 150, 100)}


def measure(quick):
    section = Section("applicant", TITLE, TEXT)
    done = run(BUILT / "bench_applicant", "--benchmark_format=json",
               f"--benchmark_repetitions={2 if quick else 7}",
               "--benchmark_enable_random_interleaving=true")
    medians = {}
    for one in json.loads(done.printed)["benchmarks"]:
        if one["run_type"] == "iteration":
            medians.setdefault(one["run_name"], []).append(one["median_us"])
    for name, (what, target, aim) in TARGETS.items():
        values = sorted(medians[name])
        middle = values[len(values) // 2]
        section.row(what, f"{middle:.1f} us", target=f"under {target} us (aim {aim})",
                    met=middle < target)
        section.note(f"{what}: lowest {values[0]:.1f}, highest {values[-1]:.1f} us of "
                     f"{len(values)} repetitions.")
    return section
