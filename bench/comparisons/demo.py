"""bin/demo as a newcomer runs it, the program already built."""

from measured import ROOT, run
from page import Section, memory, seconds

TITLE = "bin/demo: the whole job"
TEXT = """
`bin/demo` from a built tree: a database of 10,000 loans, features, audit, four models tuned
(with fewer configurations than `credence run` tries), thresholds, registry, report, and
every application scored.
"""
TARGET = 60


def measure(quick):
    section = Section("demo", TITLE, TEXT)
    done = run(ROOT / "bin" / "demo", *(["--trials", "3"] if quick else []))
    section.row("bin/demo" + (" --trials 3" if quick else ""),
                f"{seconds(done.seconds)}, {memory(done.peak)}", target=f"under {TARGET} s",
                met=done.seconds < TARGET)
    return section
