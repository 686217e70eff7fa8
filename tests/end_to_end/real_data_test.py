"""The program on real lending data: runs it as a person would, and holds its answers to
what is promised of them.

    python3 tests/end_to_end/real_data_test.py PROGRAM [unittest arguments]

Reads $CREDENCE_DATA, else ../shared/data beside the repository; the data is not part of
the project, and where it is absent the test says so and exits with 77 (skipped). Needs
nothing but Python's standard library.
"""

import csv
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from decimal import Decimal

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("CREDENCE_DATA", ROOT.parent / "shared" / "data"))
MODELS = {"logistic", "gbm", "lightgbm", "xgboost"}
FOLDERS = ["german_credit", "taiwan_credit_card", "berka"]
SKIPPED = 77
BAD_INPUT = 3

program = pathlib.Path()
scratch = pathlib.Path()


def credence(*arguments):
    return subprocess.run(
        [program, *map(str, arguments)], capture_output=True, text=True, check=False
    )


def run(portfolio, folder, out, trials):
    """What `credence run --json` prints, and its registry's list of versions."""
    done = credence(
        "run", ROOT / "portfolios" / portfolio, "--data", DATA / folder,
        "--out", scratch / out, "--json", "--trials", trials,
    )  # fmt: skip
    if done.returncode != 0:
        raise AssertionError(f"run {portfolio}: exit {done.returncode}\n{done.stderr}")
    listed = credence("registry", "list", "--registry", scratch / out / "registry", "--json")
    return json.loads(done.stdout), json.loads(listed.stdout)


class RealDataTest(unittest.TestCase):
    maxDiff = None

    def assert_is_whole(self, result, versions, features, rows, with_outcome, bad):
        """One JSON object, with everything that a program reads from a run."""
        self.assertEqual(result["features"], features)
        self.assertEqual(result["rows"], rows)
        self.assertEqual(result["rows_with_outcome"], with_outcome)
        self.assertEqual(result["bad"], bad)
        self.assertAlmostEqual(result["bad_rate"], bad / with_outcome, places=12)
        self.assertEqual(result["seed"], 42)
        self.assertGreater(result["seconds"], 0)
        split = result["split"]
        self.assertEqual(split["train"] + split["test"], with_outcome)
        self.assertAlmostEqual(split["test"] / with_outcome, 0.2, delta=0.01)
        self.assertEqual({m["name"] for m in result["models"]}, MODELS)
        for model in result["models"]:
            test = model["test"]
            self.assertEqual(test["rows"], split["test"])
            confusion = test["at_threshold"]["confusion"]
            self.assertEqual(sum(confusion.values()), test["rows"])
            self.assertEqual(confusion["true_bad"] + confusion["false_good"], test["bad"])
            self.assertEqual(test["at_threshold"]["threshold"], model["threshold"])
            self.assertAlmostEqual(test["gini"], 2 * test["auc"] - 1, places=9)
            self.assertTrue(0.5 < test["auc"] <= 1, test["auc"])
            self.assertTrue(0 < model["threshold"] < 1, model["threshold"])
            self.assertGreater(model["seconds"], 0)
            self.assertEqual(
                [policy["policy"] for policy in test["policies"]],
                ["chosen", "0.50", "approve all", "decline all"],
            )
        best = max(result["models"], key=lambda model: model["cv_auc"])
        (champion,) = [m for m in result["models"] if m["name"] == result["champion"]]
        # A simpler model may be preferred to one that is hardly better.
        self.assertLessEqual(best["cv_auc"] - champion["cv_auc"], best["cv_auc_std"])
        self.assertEqual(result["threshold"], champion["threshold"])
        self.assertEqual(result["version"], champion["version"])
        self.assert_is_registered(result, versions)

    def assert_is_registered(self, result, versions):
        kept = {version["version"]: version for version in versions}
        self.assertEqual(len(kept), len(result["models"]))
        for model in result["models"]:
            version = kept[model["version"]]
            self.assertEqual(version["model"], model["name"])
            self.assertEqual(version["threshold"], model["threshold"])
            self.assertEqual(version["facts"]["cv_auc"], model["cv_auc"])
            self.assertEqual(version["damage"], "")
            aliases = ["champion"] if model["version"] == result["version"] else []
            self.assertEqual(version["aliases"], aliases)

    def assert_cv_auc(self, result, floors):
        reached = {model["name"]: model["cv_auc"] for model in result["models"]}
        for name, floor in floors.items():
            self.assertGreaterEqual(reached[name], floor, f"{name} of {reached}")


class GermanCredit(RealDataTest):
    @classmethod
    def setUpClass(cls):
        cls.result, cls.versions = run("german_credit", "german_credit", "german", 4)

    def test_gives_one_whole_json_object_and_registers_its_models(self):
        self.assert_is_whole(self.result, self.versions, 23, 1000, 1000, 300)

    def test_reaches_the_cross_validated_auc_that_is_known_for_it(self):
        self.assert_cv_auc(
            self.result,
            {"logistic": 0.77, "gbm": 0.77, "lightgbm": 0.77, "xgboost": 0.765},
        )

    def test_gives_the_same_artifacts_again(self):
        again, versions = run("german_credit", "german_credit", "german_again", 4)
        hashes = [version["artifact_sha256"] for version in self.versions]
        self.assertEqual([version["artifact_sha256"] for version in versions], hashes)
        self.assertEqual(len(set(hashes)), len(MODELS))
        self.assertEqual(again["threshold"], self.result["threshold"])


class TaiwanCards(RealDataTest):
    @classmethod
    def setUpClass(cls):
        cls.result, cls.versions = run("taiwan_cards", "taiwan_credit_card", "taiwan", 2)

    def test_gives_one_whole_json_object_and_registers_its_models(self):
        self.assert_is_whole(self.result, self.versions, 42, 30000, 30000, 6636)

    def test_reaches_the_cross_validated_auc_that_is_known_for_it(self):
        self.assert_cv_auc(
            self.result,
            {"logistic": 0.72, "gbm": 0.78, "lightgbm": 0.78, "xgboost": 0.78},
        )

    def test_has_events_enough_not_to_warn_of_few(self):
        self.assertNotIn("few events", " ".join(self.result["warnings"]))


class Berka(RealDataTest):
    @classmethod
    def setUpClass(cls):
        cls.result, cls.versions = run("berka", "berka", "berka", 4)

    def test_gives_one_whole_json_object_and_registers_its_models(self):
        self.assert_is_whole(self.result, self.versions, 39, 682, 354, 30)

    def test_counts_loans_without_their_transactions_as_history_only(self):
        self.assertEqual(
            self.result["without_outcome"], {"transactions not in the extract": 328}
        )

    def test_repeats_cross_validation_and_warns_of_few_events(self):
        split = self.result["split"]
        self.assertEqual((split["folds"], split["repeats"]), (5, 5))
        for model in self.result["models"]:
            self.assertEqual(model["fits"], model["trials"] * 25)
            self.assertGreater(model["cv_auc_std"], 0)
        warning = self.result["warnings"][0]
        self.assertIn("few events: 30 bad outcomes in all", warning)
        self.assertIn("its deviation over 5 x 5 folds", warning)

    def test_does_far_better_than_chance(self):
        self.assert_cv_auc(self.result, dict.fromkeys(MODELS, 0.8))


def day(text):
    return datetime.datetime.strptime(text[:6], "%y%m%d").date()


def read(name):
    with open(DATA / "berka" / f"{name}.csv", newline="") as file:
        return list(csv.DictReader(file))


def expected_features():
    """Some of the features, worked out anew, row by row, by loan id."""
    birth = {row["client_id"]: row["birth_number"].zfill(6) for row in read("client")}
    owner = {row["account_id"]: row for row in read("disp") if row["type"] == "OWNER"}
    issued = {row["disp_id"]: day(row["issued"]) for row in read("card")}
    bookings = {}
    for row in read("trans_preloan_354loans_1997_1998"):
        bookings.setdefault(row["account_id"], []).append(row)
    for loan in read("loan"):
        held, granted = owner[loan["account_id"]], day(loan["date"])
        born = birth[held["client_id"]]
        month = int(born[2:4]) % 50
        features = {
            "gender": "female" if int(born[2:4]) > 50 else "male",
            "age": granted.year - 1900 - int(born[:2]) - (granted.month < month),
            "has_card": int(issued.get(held["disp_id"], granted) < granted),
        }
        before = [
            (day(row["date"]), int(row["trans_id"]), row)
            for row in bookings.get(loan["account_id"], [])
            if day(row["date"]) < granted
        ]
        if before:
            features |= of_bookings([row for *_, row in sorted(before, key=lambda b: b[:2])],
                                    granted)  # fmt: skip
        yield loan["loan_id"], features


def of_bookings(rows, granted):
    def total(recent_days, wanted):
        return float(sum(
            Decimal(row["amount"]) for row in rows
            if (granted - day(row["date"])).days <= recent_days and wanted(row)
        ))  # fmt: skip

    balances = [Decimal(row["balance"]) for row in rows]
    last_90 = [
        Decimal(row["balance"]) for row in rows if (granted - day(row["date"])).days <= 90
    ]
    sanction = "sanction interest if negative balance"
    return {
        "balance_min": float(min(balances)),
        "balance_mean": float(sum(balances) / len(balances)),
        "balance_last": float(balances[-1]),
        "balance_min_90": float(min(last_90)),
        "credits_90": total(90, lambda row: row["type"] == "credit"),
        "withdrawals_180": total(180, lambda row: row["type"] != "credit"),
        "cash_taken_180": total(180, lambda row: row["operation"] == "withdrawal in cash"),
        "household_180": total(180, lambda row: row["k_symbol"] == "household"),
        "sanction_count": sum(row["k_symbol"] == sanction for row in rows),
    }


class BerkaFeatures(unittest.TestCase):
    def build(self, engine):
        file = scratch / f"berka_features_{engine}.csv"
        done = credence(
            "features", ROOT / "portfolios" / "berka", "--data", DATA / "berka",
            "--engine", engine, "--out", file,
        )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout + done.stderr, file

    def test_are_the_same_bytes_from_both_engines(self):
        files = [self.build(engine)[1].read_bytes() for engine in ["duckdb", "sqlite"]]
        self.assertTrue(files[0] == files[1], "DuckDB and SQLite differ")

    def test_are_those_worked_out_row_by_row_from_the_raw_files(self):
        said, file = self.build("duckdb")
        self.assertIn(
            "table standing_orders has no date on which its rows became known; no "
            "feature reads it",
            said,
        )
        with open(file, newline="") as opened:
            built = {row["application_id"]: row for row in csv.DictReader(opened)}
        compared = 0
        for loan, features in expected_features():
            for name, value in features.items():
                found = built[loan][name]
                if isinstance(value, str):
                    self.assertEqual(found, value, f"{name} of loan {loan}")
                else:
                    self.assertAlmostEqual(
                        float(found), value, places=6, msg=f"{name} of loan {loan}"
                    )
                compared += 1
        self.assertEqual(compared, 3 * 682 + 9 * 354)


def edited(name, *edits):
    """A copy of portfolios/berka with texts replaced: (file, old, new)."""
    folder = scratch / name
    shutil.copytree(ROOT / "portfolios" / "berka", folder)
    for file, old, new in edits:
        text = (folder / file).read_text()
        if old not in text:
            raise AssertionError(f"portfolios/berka/{file} has no {old!r} to replace")
        (folder / file).write_text(text.replace(old, new, 1))
    return folder


class BerkaAudit(unittest.TestCase):
    def assert_refuses(self, folder, *words):
        out = scratch / f"{folder.name}.csv"
        done = credence("features", folder, "--data", DATA / "berka", "--out", out)
        said = done.stdout + done.stderr
        self.assertEqual(done.returncode, BAD_INPUT, said)
        self.assertIn("the leakage audit failed; no features were written", done.stderr)
        for word in words:
            self.assertIn(word, said)
        self.assertFalse(out.exists())

    def test_refuses_the_undated_standing_orders_by_name(self):
        first = "SELECT\n  d.application_id,\n\n"
        orders = """orders AS (
  SELECT d.application_id, COUNT(*) AS order_count
  FROM decisions AS d
  JOIN loans AS a ON a.loan_id = d.application_id
  JOIN standing_orders AS s ON s.account_id = a.account_id
  GROUP BY d.application_id
),
owners AS ("""
        folder = edited(
            "berka_with_orders",
            ("features.sql", "owners AS (", orders),
            ("features.sql", first, first + "  -- Number of orders\n  s.order_count,\n"),
            (
                "features.sql",
                "LEFT JOIN histories",
                "LEFT JOIN orders AS s ON s.application_id = d.application_id\n"
                "LEFT JOIN histories",
            ),
            ("portfolio.toml", "account = [", 'account = ["order_count", '),
        )
        self.assert_refuses(
            folder,
            "table standing_orders has no date on which its rows became known, and "
            "features.sql reads it: give it known_on, or say in `timeless` why it needs "
            "none, or do not read it",
            "feature order_count uses what was not known at decision time",
        )

    def test_refuses_how_the_loan_ended_as_a_feature(self):
        first = "SELECT\n  d.application_id,\n\n"
        in_debt = "CASE WHEN a.status IN ('B', 'D') THEN 1 ELSE 0 END AS in_debt"
        folder = edited(
            "berka_with_status",
            ("features.sql", first, first + f"  -- In debt\n  {in_debt},\n"),
            ("portfolio.toml", "account = [", 'account = ["in_debt", '),
        )
        self.assert_refuses(folder, "feature in_debt alone has an AUC of 1.000")


def main():
    global program, scratch
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    absent = [name for name in FOLDERS if not (DATA / name).is_dir()]
    if absent:
        print(f"skipped: the real data is absent, no {', '.join(absent)} in {DATA}")
        sys.exit(SKIPPED)
    program = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="credence_real_data_") as folder:
        scratch = pathlib.Path(folder)
        unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)


main()
