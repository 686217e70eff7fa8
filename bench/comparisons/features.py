"""credence features beside pandas and SQLite, on the same files."""

import json

from measured import (CREDENCE, PEERS, PYTHON, WORK, alternate, books, median, peak,
                      remove, run)
from page import Section, memory, seconds, times

TITLE = "features: from raw tables to the feature table"
TEXT = """
All features of `portfolios/retail_lending` for every application, from Parquet files to
one Parquet file, the leakage audit left out. Credence reads and checks every column of the
tables (types, ranges, keys) before its SQL; `bench/peer/features_pandas.py` reads only the
columns that it needs, checks nothing and works on whole columns (merge, sort, groupby).
SQLite is `credence features --engine sqlite`, the same text on the other engine: what it
adds is loading and indexing the rows there. The three results are compared value by value.
"""
GROWTH_TARGET = 12


def own(data, out, engine="duckdb"):
    return run(CREDENCE, "features", "portfolios/retail_lending", "--data", data,
               "--engine", engine, "--no-audit", "--out", out)


def pandas_run(data, out):
    done = run(PYTHON, PEERS / "features_pandas.py", data, out)
    return json.loads(done.printed), done


def agreement(section, name, ours, theirs):
    found = json.loads(run(PYTHON, PEERS / "same_features.py", ours, theirs).printed)
    text = (f"{name}: {found['same']} of {found['columns']} columns are equal to "
            f"Credence's (DuckDB) in all {found['rows']:,} rows, numbers to 1e-9")
    for column, share in found["differing"].items():
        text += f"; {column} differs in {share:.3%} of the rows"
    section.note(text + ".")


def measure(quick):
    section = Section("features", TITLE, TEXT)
    sizes = {10_000: 2, 100_000: 1} if quick else {100_000: 3, 1_000_000: 2}
    ours_out, pandas_out, sqlite_out = (WORK / f"features_{name}.parquet"
                                        for name in ("own", "pandas", "sqlite"))
    medians, counted = {}, None
    for loans, rounds in sizes.items():
        data = books(loans)
        ours, theirs = alternate(rounds, lambda: own(data, ours_out),
                                 lambda: pandas_run(data, pandas_out))
        sqlite = own(data, sqlite_out, "sqlite")
        time = medians[loans] = median(done.seconds for done in ours)
        counted = theirs[0][0]
        shown = f"{seconds(time)}, {memory(peak(ours))}"
        other = median(said["seconds"] for said, _ in theirs)
        section.row(f"{loans:,} loans, {counted['instalments']:,} instalments beside pandas",
                    shown, f"{seconds(other)}, {memory(peak(done for _, done in theirs))}",
                    times(other / time))
        section.row("the same beside SQLite", shown,
                    f"{seconds(sqlite.seconds)}, {memory(sqlite.peak)}",
                    times(sqlite.seconds / time))
        if loans == min(sizes):
            agreement(section, counted["peer"], ours_out, pandas_out)
            agreement(section, "SQLite", ours_out, sqlite_out)
    growth = medians[max(sizes)] / medians[min(sizes)]
    section.row(f"growth of the time from {min(sizes):,} to {max(sizes):,} loans",
                times(growth), target=f"at most {GROWTH_TARGET}x",
                met=growth <= GROWTH_TARGET)
    section.note(f"{counted['features']} features; rounds: "
                 + ", ".join(f"{r} at {n:,} loans" for n, r in sizes.items())
                 + ", SQLite once at each.")
    remove(ours_out, pandas_out, sqlite_out)
    return section
