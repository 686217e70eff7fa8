"""`credence score`: what a run claims of a model is found again in its scores."""

import csv
import json
import math
import tomllib

import program
from measures import auc, average_precision, brier, confusion, ks, log_loss
from program import (
    BAD_INPUT,
    DONE,
    PORTFOLIO,
    USAGE,
    ProgramTest,
    credence,
    lending,
    own_tables,
    result_of,
    rows_of,
    trained,
    write_rows,
)


def score(data, out, *further):
    return credence(
        "score", "--data", data, "--registry", trained()[1],
        "--out", program.scratch / out, *further,
    )  # fmt: skip


def applicant(number, **changes):
    """A row of the form, in the form's own units."""
    row = {
        "application_id": number, "age": 35, "gender": "Female", "education": "Bachelor",
        "marital_status": "Married", "dependents": 1, "employment_type": "Salaried",
        "employment_years": 6.5, "annual_income": 900000, "credit_score": 720,
        "credit_utilization": 35, "existing_loans": 2, "loan_type": "Personal",
        "loan_amount": 400000, "loan_term_months": 36, "interest_rate": 13.5,
    }  # fmt: skip
    return row | changes


def form_file(name, rows):
    path = program.scratch / name
    write_rows(path, rows)
    return path


class Score(ProgramTest):
    def test_says_which_tables_are_empty_for_want_of_a_file(self):
        data = own_tables("without_repayments")
        (data / "repayment_history.csv").unlink()
        done = score(data, "without_repayments.csv")
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertIn("no rows of repayment_history in the data", done.stdout)

    def test_gives_the_test_measures_that_the_run_reported(self):
        summary, registry = trained()
        matrices = program.scratch / "matrices"
        result_of("prepare", PORTFOLIO, "--data", lending(), "--out", matrices)
        held_out = {
            row["application_id"]: int(row["outcome"])
            for row in rows_of(matrices / "test_scaled.csv")
        }
        for model in summary["models"]:
            out = program.scratch / f"measured_{model['name']}.csv"
            result_of("score", "--data", lending(), "--registry", registry, "--out", out,
                      "--model", model["version"])  # fmt: skip
            rows = {row["application_id"]: row for row in rows_of(out)}
            outcomes = list(held_out.values())
            scores = [float(rows[name]["probability"]) for name in held_out]
            test = model["test"]
            self.assertEqual(test["rows"], len(outcomes))
            self.assertEqual(test["bad"], sum(outcomes))
            for name, measure in [
                ("auc", auc), ("ks", ks), ("brier", brier), ("log_loss", log_loss),
                ("average_precision", average_precision),
            ]:  # fmt: skip
                with self.subTest(model=model["name"], measure=name):
                    self.assertAlmostEqual(test[name], measure(outcomes, scores), places=9)
            for place, threshold in [("at_half", 0.5), ("at_threshold", model["threshold"])]:
                expected = confusion(outcomes, scores, threshold)
                self.assertEqual(test[place]["confusion"], expected)
                self.assertEqual(test[place]["threshold"], threshold)
                refused = expected["true_bad"] + expected["false_bad"]
                self.assertAlmostEqual(
                    test[place]["recall"], expected["true_bad"] / sum(outcomes), places=12
                )
                if refused:
                    self.assertAlmostEqual(
                        test[place]["precision"], expected["true_bad"] / refused, places=12
                    )

    def test_decides_by_the_threshold_and_counts_right(self):
        done = result_of("score", "--data", lending(), "--registry", trained()[1],
                         "--out", program.scratch / "all.csv")  # fmt: skip
        threshold = trained()[0]["threshold"]
        rows = rows_of(program.scratch / "all.csv")
        self.assertEqual(
            list(rows[0]),
            ["application_id", "probability", "decision", "risk_band", "model_version"],
        )
        applications = rows_of(lending() / "loan_applications.csv")
        self.assertEqual(
            [row["application_id"] for row in rows],
            sorted((row["loan_id"] for row in applications), key=int),
        )
        for row in rows:
            declined = float(row["probability"]) >= threshold
            self.assertEqual(row["decision"], "decline" if declined else "approve")
            self.assertEqual(row["model_version"], trained()[0]["version"])
        decisions = [row["decision"] for row in rows]
        self.assertEqual(done["approved"], decisions.count("approve"))
        self.assertEqual(done["declined"], decisions.count("decline"))
        self.assertEqual(done["scored"], len(rows))
        self.assertEqual(
            (done["rejected"], done["rejected_history_rows"], done["form_rows"]), (0, 0, False)
        )
        self.assertEqual((done["defaults_applied"], done["ignored_columns"]), ({}, []))

    def test_every_source_and_number_of_threads_gives_the_same_bytes(self):
        self.assertEqual(score(lending(), "a.csv", "--threads", 1).returncode, DONE)
        first = (program.scratch / "a.csv").read_bytes()
        for source in (lending(), lending() / "lending.duckdb"):
            self.assertEqual(score(source, "b.csv", "--threads", 2).returncode, DONE)
            self.assertEqual((program.scratch / "b.csv").read_bytes(), first)

    def test_a_row_that_cannot_be_scored_is_reported_and_the_rest_is_scored(self):
        data = own_tables("one_bad_row")
        rows = rows_of(data / "loan_applications.csv")
        rows[4]["loan_amount"] = "much"
        write_rows(data / "loan_applications.csv", rows)
        done = score(data, "rest.csv", "--json")
        self.assertEqual((done.returncode, done.stderr), (DONE, ""))
        self.assertEqual(len(rows_of(program.scratch / "rest.csv")), len(rows) - 1)
        rejected = rows_of(program.scratch / "rest.csv.rejected.csv")
        reasons = [row for row in rejected if row["table"] == "loan_applications"]
        self.assertEqual(len(reasons), 1)
        self.assertEqual((reasons[0]["line"], reasons[0]["id"]), ("5", rows[4]["loan_id"]))
        self.assertIn("loan_amount: found 'much'", reasons[0]["reason"])

    def test_nothing_scored_is_an_error_that_says_where_the_reasons_are(self):
        path = form_file("all_bad.csv", [applicant(n, age=7) for n in range(1, 4)])
        done = score(path, "none.csv")
        self.assert_fails(done, BAD_INPUT, "all_bad.csv: none of the 3 applications could be "
                          "scored; the reasons are in", "none.csv.rejected.csv")  # fmt: skip
        reasons = rows_of(program.scratch / "none.csv.rejected.csv")
        self.assertEqual(len(reasons), 3)
        self.assertIn("age", reasons[0]["reason"])

    def test_rows_of_the_form_with_defaults_and_unknown_columns(self):
        rows = [applicant(n, favourite_colour="red") for n in range(1, 6)]
        rows[1]["interest_rate"] = rows[2]["interest_rate"] = ""
        rows[3]["age"] = "old"
        done = score(form_file("form.csv", rows), "form_out.csv", "--json",
                     "--date", "2025-06-30")  # fmt: skip
        self.assertEqual(done.returncode, DONE, done.stderr)
        report = json.loads(done.stdout)
        self.assertTrue(report["form_rows"])
        self.assertEqual(report["defaults_applied"], {"interest_rate": 2})
        self.assertEqual(report["ignored_columns"], ["favourite_colour"])
        self.assertEqual((report["scored"], report["rejected"]), (4, 1))
        scored = rows_of(program.scratch / "form_out.csv")
        self.assertEqual([row["application_id"] for row in scored], ["1", "2", "3", "5"])
        self.assertEqual(scored[0]["probability"], scored[3]["probability"])
        text = score(program.scratch / "form.csv", "form_out.csv").stdout
        self.assertIn("default used for interest_rate: 2 times", text)
        self.assertIn("column ignored: favourite_colour", text)

    def test_the_form_of_the_test_is_the_form_of_the_portfolio(self):
        with open(PORTFOLIO / "portfolio.toml", "rb") as file:
            names = [field["name"] for field in tomllib.load(file)["form"]]
        self.assertEqual(names, [name for name in applicant(1) if name != "application_id"])

    def test_a_form_row_with_an_id_that_was_there_already_is_reported(self):
        rows = [applicant(1), applicant(2), applicant(1, age=50), applicant(3)]
        done = score(form_file("twice.csv", rows), "twice_out.csv", "--json")
        self.assertEqual(done.returncode, DONE, done.stderr)
        reasons = rows_of(program.scratch / "twice_out.csv.rejected.csv")
        self.assertEqual(
            [(row["line"], row["id"], row["reason"]) for row in reasons],
            [("3", "1", "loan_id = 1 is there already, in row 1")],
        )
        scored = rows_of(program.scratch / "twice_out.csv")
        self.assertEqual([row["application_id"] for row in scored], ["1", "2", "3"])

    def test_probabilities_are_probabilities(self):
        score(lending(), "range.csv", "--model", "v1")
        with open(program.scratch / "range.csv", newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                value = float(row["probability"])
                self.assertTrue(math.isfinite(value) and 0 <= value <= 1, row)

    def test_refusals(self):
        for call, message in [
            ((lending(), "x.txt"), "x.txt: the output has to end in .csv or .parquet"),
            (("nowhere", "x.csv"), "nowhere: there is no such file or folder"),
            ((lending(), "x.csv", "--model", "v9"), "v9: no such version"),
        ]:
            with self.subTest(message):
                self.assert_fails(score(*call), BAD_INPUT, message)
                self.assertFalse((program.scratch / "x.csv").exists())
        self.assert_fails(
            score(lending(), "x.csv", "--date", "2025"), USAGE,
            "--date: found '2025', expected a date like 2026-03-01",
        )  # fmt: skip
        self.assertFalse((program.scratch / "x.csv").exists())

    def test_what_is_scored_is_not_written_over(self):
        path = form_file("input.csv", [applicant(1)])
        before = path.read_bytes()
        self.assert_fails(score(path, "input.csv"), BAD_INPUT, "is what is to be scored")
        self.assertEqual(path.read_bytes(), before)


if __name__ == "__main__":
    program.main()
