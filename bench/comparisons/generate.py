"""credence generate beside a vectorised NumPy generator and a row-by-row one."""

import re

from measured import CREDENCE, PEERS, PYTHON, WORK, alternate, median, peak, remove, run
from page import Section, memory, seconds, times

TITLE = "generate: synthetic books"
TEXT = """
The same tables and columns as CSV files, about as many rows: `bench/peer/generate_numpy.py`
works on whole columns and writes with pyarrow, `bench/peer/generate_rows.py` goes row by
row with the standard library. The files of a million loans are what `credence generate`
makes by default, CSV and a DuckDB database.
"""
NUMPY_TARGET, ROWS_TARGET, MEMORY_TARGET = 3, 20, 4


def own(folder, loans, *options):
    remove(folder)
    return run(CREDENCE, "generate", "--out", folder, "--loans", loans, *options)


def peer(script, loans):
    """The seconds that the peer counts itself, after its imports; and the run."""
    folder = WORK / "generated_peer"
    remove(folder)
    done = run(PYTHON, PEERS / script, folder, loans)
    return float(re.search(r"([\d.]+) s$", done.printed.strip()).group(1)), done


def measure(quick):
    section = Section("generate", TITLE, TEXT)
    loans, many, rounds = (20_000, 100_000, 2) if quick else (100_000, 1_000_000, 3)
    folder = WORK / "generated"
    ours, numpy_runs, row_runs = alternate(
        rounds,
        lambda: own(folder, loans, "--no-database"),
        lambda: peer("generate_numpy.py", loans),
        lambda: peer("generate_rows.py", loans))
    time = median(done.seconds for done in ours)
    for name, runs, target in (("NumPy", numpy_runs, NUMPY_TARGET),
                               ("row by row", row_runs, ROWS_TARGET)):
        other = median(count for count, _ in runs)
        section.row(f"{loans:,} loans beside {name}",
                    f"{seconds(time)}, {memory(peak(ours))}",
                    f"{seconds(other)}, {memory(peak(done for _, done in runs))}",
                    times(other / time), f"{target}x", other / time >= target)
    done = own(folder, many)
    section.row(f"{many:,} loans, CSV and database",
                f"{seconds(done.seconds)}, {memory(done.peak)}",
                target=f"{MEMORY_TARGET} GB", met=done.peak <= MEMORY_TARGET * 2**30)
    section.note(re.search(r"[\d]+ customers.*", done.printed).group(0) + ".")
    section.note(f"Medians of {rounds} rounds; the books of {many:,} loans were made once.")
    remove(folder, WORK / "generated_peer")
    return section
