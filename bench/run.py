"""Runs the comparisons of bin/bench and writes docs/benchmarks.md."""

import argparse
import sys
import time

from comparisons import applicant, demo, explain, features, forest, generate, search
from measured import ROOT, WORK, Failed, remove, show
from page import machine, seconds, write

COMPARISONS = {"generate": generate, "features": features, "applicant": applicant,
               "search": search, "forest": forest, "explain": explain, "demo": demo}


def arguments():
    parser = argparse.ArgumentParser(
        prog="bin/bench", description="Measures Credence beside its peers.")
    parser.add_argument("names", nargs="*", metavar="NAME",
                        help=f"what to measure, of: {', '.join(COMPARISONS)}; default: all")
    parser.add_argument("--quick", action="store_true",
                        help="smaller sizes; written to build/bench/benchmarks.md, never to "
                             "docs/benchmarks.md")
    chosen = parser.parse_args()
    for name in chosen.names:
        if name not in COMPARISONS:
            parser.error(f"unknown comparison {name}; expected {', '.join(COMPARISONS)}")
    return chosen


def main():
    chosen = arguments()
    page = WORK / "benchmarks.md" if chosen.quick else ROOT / "docs" / "benchmarks.md"
    titles = [comparison.TITLE for comparison in COMPARISONS.values()]
    failed = []
    show(machine())
    for name, comparison in COMPARISONS.items():
        if chosen.names and name not in chosen.names:
            continue
        start = time.perf_counter()
        try:
            section = comparison.measure(chosen.quick)
        except Failed as error:
            failed.append(name)
            show(f"  FAILED: {error}")
            continue
        write(page, section, titles)
        show(f"  measured in {seconds(time.perf_counter() - start)}")
    remove(*WORK.glob("books_*"))
    show(f"\nWritten: {page.relative_to(ROOT)}")
    if failed:
        sys.exit(f"bench: failed: {', '.join(failed)}")


main()
