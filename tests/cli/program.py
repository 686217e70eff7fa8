"""The program as a person or a script calls it, and small data to call it with, for the
black-box tests beside this file:

    python3 tests/cli/usage_test.py PROGRAM [unittest arguments]

Standard library only.
"""

import csv
import functools
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PORTFOLIO = ROOT / "portfolios" / "retail_lending"
LEAKY_PORTFOLIO = ROOT / "portfolios" / "retail_lending_leaky"
DONE, USAGE, BAD_INPUT, ENVIRONMENT, SKIPPED = 0, 2, 3, 4, 77
TABLES = ["customers", "loan_applications", "credit_history", "repayment_history"]

program = pathlib.Path()
scratch = pathlib.Path()


def credence(*arguments, **options):
    options = {"capture_output": True, "text": True, "check": False, "timeout": 300} | options
    return subprocess.run([program, *map(str, arguments)], **options)


def result_of(*arguments):
    """The JSON document that a command prints with --json."""
    done = credence(*arguments, "--json")
    if done.returncode != DONE:
        raise AssertionError(f"{arguments}: exit {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


# Most tests need no more, and are quicker.
TWO_MODELS = ("--models", "logistic,lightgbm")


def run(data, out, *further, portfolio=PORTFOLIO):
    return result_of(
        "run", portfolio, "--data", data, "--out", scratch / out, "--trials", 2,
        *(() if "--models" in further else TWO_MODELS), *further
    )  # fmt: skip


@functools.cache
def lending(loans=600):
    """A folder of generated tables, made once; nobody may change it."""
    folder = scratch / f"lending_{loans}"
    result_of("generate", "--out", folder, "--loans", loans)
    return folder


@functools.cache
def trained():
    """The summary of one run over `lending()`, and its registry; nobody may change it."""
    summary = run(lending(), "trained")
    return summary, scratch / "trained" / "registry"


def calibrated(registry, version, margin):
    """The log-odds that a version's probability of this margin means."""
    file = registry / "versions" / version / "calibration.json"
    kept = json.loads(file.read_text())
    if kept["kind"] == "platt":
        return kept["slope"] * margin + kept["intercept"]
    good = max(-margin, 0) + math.log1p(math.exp(-abs(margin)))  # -ln p
    bad = max(margin, 0) + math.log1p(math.exp(-abs(margin)))  # -ln (1 - p)
    return -kept["a"] * good + kept["b"] * bad + kept["c"]


def own_registry(name):
    """A copy of the registry of `trained()` that a test may change."""
    shutil.copytree(trained()[1], scratch / name)
    return scratch / name


def own_tables(name):
    """A copy of the tables of `lending()` as CSV, that a test may change."""
    (scratch / name).mkdir()
    for table in TABLES:
        shutil.copy(lending() / f"{table}.csv", scratch / name)
    return scratch / name


def own_portfolio(name, *edits):
    """A copy of the portfolio with (file, old text, new text) put in."""
    folder = scratch / name
    shutil.copytree(PORTFOLIO, folder)
    for file, old, new in edits:
        text = (folder / file).read_text()
        if old not in text:
            raise AssertionError(f"{file} does not hold: {old}")
        (folder / file).write_text(text.replace(old, new, 1))
    return folder


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_rows(path, rows, columns=None):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns or rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def contents(folder):
    """Every file under a folder, the hidden ones too, with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class ProgramTest(unittest.TestCase):
    maxDiff = None

    def assert_fails(self, done, code, *messages):
        """One error message, on standard error, that holds all of `messages`."""
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertTrue(done.stderr.startswith("credence: error: "), done.stderr)
        self.assertEqual(done.stderr.count("error:"), 1, done.stderr)
        for message in messages:
            self.assertIn(str(message), done.stderr)
        return done


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    # The test file runs as __main__ and imports this module by name.
    module = sys.modules["program"]
    module.program = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="credence_cli_") as folder:
        module.scratch = pathlib.Path(folder)
        module.scratch.chmod(0o755)  # some tests call the program as somebody else
        os.environ.pop("COLUMNS", None)
        unittest.main(module="__main__", argv=[sys.argv[0], *sys.argv[2:]], verbosity=1)
