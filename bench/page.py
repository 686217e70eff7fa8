"""The tables of bin/bench: printed as they grow, and written into docs/benchmarks.md."""

import os
import pathlib
import subprocess

from measured import ROOT, busy_share, show

KEPT = "<!-- Below this line a section is written by hand and kept by bin/bench. -->"
HEADER = ("What", "Credence", "Peer", "Ratio", "Target", "Result")
OPENING = """# Benchmarks

Written by `bin/bench`, which runs Credence and each peer side by side, in turn (A B A B),
in one run, and gives medians where several rounds were run. A ratio is the peer's time
over Credence's. Unless a section says otherwise, Credence's time is that of the whole
process, a peer's begins after Python and its packages are loaded; memory is the peak
resident size of the process. `bin/bench NAME...` measures some sections anew and leaves
the others as they were: each names its own machine and revision.
"""


def seconds(value):
    if value >= 100:
        return f"{value:.0f} s"
    return f"{value:.1f} s" if value >= 10 else f"{value:.2f} s"


def memory(size):
    return f"{size / 2**30:.2f} GB" if size >= 2**30 else f"{size / 2**20:.0f} MB"


def times(ratio, at_least=False):
    return f"{'over ' if at_least else ''}{ratio:.1f}x"


def output(*command):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def machine():
    with open("/proc/cpuinfo") as file:
        names = [line.split(":")[1].strip() for line in file if "model name" in line]
    with open("/proc/meminfo") as file:
        kilobytes = int(file.readline().split()[1])
    compiler = output("g++", "--version").splitlines()[0]
    return (f"{os.cpu_count()} processors ({names[0] if names else 'model unknown'}), "
            f"{kilobytes / 2**20:.0f} GB of memory, {compiler}")


def revision():
    changed = output("git", "status", "--porcelain", "--untracked-files=no",
                     "--", ".", ":!docs")
    return output("git", "rev-parse", "--short=10", "HEAD") + (" and changes" if changed else "")


class Section:
    """One comparison: its text, and a table of what was measured."""

    def __init__(self, name, title, text):
        self.name, self.title, self.text = name, title, text
        self.rows, self.notes = [], []
        self.busy = busy_share()
        show(f"\n== {title}")
        if self.busy > 0.1:
            show(f"  {self.busy:.0%} of the processors are busy with other work")

    def row(self, what, credence, peer="", ratio="", target="", met=None):
        result = "" if met is None else "met" if met else "missed"
        cells = (what, credence, peer, ratio, target, result)
        self.rows.append(cells)
        details = [f"peer {peer}" if peer else "", ratio,
                   f"target {target}" if target else "", result]
        show(f"  {what}: {credence}" + "".join(f"; {part}" for part in details if part))

    def note(self, text):
        self.notes.append(text)
        show(f"  {text}")

    def lines(self):
        # A column in which nothing stands is left out.
        shown = [i for i in range(len(HEADER)) if any(row[i] for row in self.rows)]
        def line(cells):
            return "| " + " | ".join(cells[i] for i in shown) + " |"
        table = [line(HEADER), "|" + " --- |" * len(shown), *map(line, self.rows)]
        where = f"Revision {revision()}; {machine()}. Again: `bin/bench {self.name}`."
        if self.busy > 0.1:
            where += (f" {self.busy:.0%} of the processors were busy with other work: not to "
                      "be trusted.")
        notes = [""] + [f"- {note}" for note in self.notes] if self.notes else []
        return [self.text.strip(), "", *table, *notes, "", where]


def split(text):
    """The sections of a page by title, in order; what stands before them is left out."""
    sections, title = {}, None
    for line in text.splitlines():
        if line.startswith("## "):
            title = line[3:]
            sections[title] = []
        elif title:
            sections[title].append(line)
    return sections


def write(path, section, titles):
    """Puts a section in its place on the page, between the others as `titles` orders."""
    path = pathlib.Path(path)
    sections = split(path.read_text()) if path.exists() else {}
    old = sections.get(section.title, [])
    kept = old[old.index(KEPT) + 1:] if KEPT in old else []
    sections[section.title] = section.lines() + ["", KEPT] + kept
    body = OPENING
    for title in [t for t in titles if t in sections]:
        body += f"\n## {title}\n" + "\n".join(sections[title]).strip("\n") + "\n"
    path.write_text(body)
