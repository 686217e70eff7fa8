"""Bad input of every kind: one message of what, where and what to do; exit code 3; and
nothing half-written."""

import program
from program import (
    BAD_INPUT,
    DONE,
    PORTFOLIO,
    ProgramTest,
    credence,
    lending,
    own_portfolio,
    own_tables,
    result_of,
    rows_of,
    run,
    write_rows,
)


class BadInput(ProgramTest):
    def refused(self, name, data, *messages, portfolio=PORTFOLIO):
        """Features, prepare and run all refuse, and leave no output behind."""
        for command in ("features", "prepare", "run"):
            out = program.scratch / f"{name}_{command}_out"
            done = credence(command, portfolio, "--data", data, "--out", out.with_suffix(
                ".csv" if command == "features" else ""))  # fmt: skip
            self.assert_fails(done, BAD_INPUT, *messages)
            self.assertEqual(list(program.scratch.glob(f".{out.name}*")), [])
            self.assertEqual(list(program.scratch.glob(f"{out.name}*")), [])

    def edited_file(self, name, file, edit):
        data = own_tables(name)
        (data / file).write_bytes(edit((data / file).read_bytes()))
        return data

    def test_no_such_source(self):
        self.refused("absent", "nowhere", "nowhere: there is no such file or folder")

    def test_a_folder_without_the_tables(self):
        (program.scratch / "nothing").mkdir()
        self.refused("nothing", program.scratch / "nothing",
                     "nothing: there is no file customers.csv or customers.parquet")  # fmt: skip

    def test_one_file_for_many_tables(self):
        self.refused("single", lending() / "customers.csv", "is one file, but the portfolio")

    def test_an_empty_file(self):
        data = self.edited_file("empty", "customers.csv", lambda text: b"")
        self.refused("empty", data, "customers.csv: the file is empty; expected a CSV file")

    def test_a_header_without_rows(self):
        data = self.edited_file(
            "header", "loan_applications.csv", lambda text: text[: text.index(b"\n") + 1]
        )
        self.refused("header", data, "loan_applications.csv: the table", "has no rows")

    def test_a_truncated_file(self):
        data = self.edited_file("cut", "loan_applications.csv", lambda text: text[:30000])
        line = (data / "loan_applications.csv").read_bytes().count(b"\n") + 1
        self.refused("cut", data, f"loan_applications.csv: line {line}: found",
                     "columns, expected 20: the line is cut off")  # fmt: skip

    def test_bytes_that_are_no_text(self):
        data = self.edited_file("binary", "customers.csv", lambda text: text + b"1,\xff\xfe\n")
        self.refused("binary", data, "customers.csv: line 302: a character is not UTF-8;")

    def test_a_missing_column(self):
        data = own_tables("column")
        rows = rows_of(data / "loan_applications.csv")
        for row in rows:
            del row["loan_term_months"]
        write_rows(data / "loan_applications.csv", rows)
        self.refused("column", data, "loan_applications.csv: there is no column "
                     "'loan_term_months'; the columns are: loan_id, customer_id")  # fmt: skip

    def test_a_wrong_type(self):
        data = own_tables("type")
        rows = rows_of(data / "loan_applications.csv")
        rows[6]["loan_term_months"] = "two years"
        write_rows(data / "loan_applications.csv", rows)
        self.refused("type", data, "loan_applications.csv: line 8: column loan_term_months: "
                     "found 'two years', expected an integer")  # fmt: skip

    def test_a_date_that_is_none(self):
        data = own_tables("date")
        rows = rows_of(data / "loan_applications.csv")
        rows[0]["application_date"] = "2024-02-30"
        write_rows(data / "loan_applications.csv", rows)
        self.refused("date", data, "loan_applications.csv: line 2: column application_date: "
                     "found '2024-02-30', expected a date")  # fmt: skip

    def test_a_duplicate_key(self):
        data = own_tables("key")
        rows = rows_of(data / "customers.csv")
        write_rows(data / "customers.csv", [*rows, rows[0]])
        self.refused("key", data, f"customers.csv: line {len(rows) + 2}: the key customer_id "
                     f"= {rows[0]['customer_id']} is there already, on line 2")  # fmt: skip

    def test_a_target_with_one_class(self):
        data = own_tables("class")
        rows = rows_of(data / "loan_applications.csv")
        for row in rows:
            row["is_default"] = row["is_default"] and "0"
            row["default_date"] = ""
        write_rows(data / "loan_applications.csv", rows)
        self.refused("class", data, "target.sql: of 600 applications 0 are bad and",
                     "a model needs both classes")  # fmt: skip

    def test_a_damaged_database(self):
        (program.scratch / "broken.duckdb").write_bytes(b"not a database" * 1000)
        self.refused("database", program.scratch / "broken.duckdb", "broken.duckdb")

    def test_features_without_information_are_left_out_and_named(self):
        data = own_tables("constant")
        rows = rows_of(data / "credit_history.csv")
        for row in rows:
            row["total_accounts"] = ""
            row["active_accounts"] = "3"
        write_rows(data / "credit_history.csv", rows)
        summary = run(data, "constant_out", "--models", "logistic")
        left_out = {entry["feature"]: entry["reason"] for entry in summary["left_out"]}
        self.assertEqual(left_out["total_accounts"], "missing in every training row")
        self.assertEqual(left_out["active_accounts"], "constant: 3")
        text = (program.scratch / "constant_out" / "summary.txt").read_text()
        self.assertIn("left out: active_accounts (constant: 3)", text)

    def test_a_portfolio_that_is_not_there(self):
        self.refused("none", lending(), "expected one with portfolio.toml, schema.sql",
                     portfolio="nowhere")  # fmt: skip

    def test_an_unknown_key(self):
        folder = own_portfolio("unknown_key", ("portfolio.toml", "[costs]", "[costs]\ncolour = 1"))
        line = (folder / "portfolio.toml").read_text().split("colour")[0].count("\n") + 1
        self.refused("unknown_key", lending(),
                     f"portfolio.toml: line {line}: costs.colour: unknown key",
                     portfolio=folder)  # fmt: skip
        self.assert_fails(
            credence("portfolio", "check", folder), BAD_INPUT, "costs.colour: unknown key"
        )

    def test_toml_that_is_cut_off_at_any_place(self):
        folder = own_portfolio("cut_toml")
        text = (folder / "portfolio.toml").read_text()
        places = [*range(0, len(text) - 200, 251), *(text.index(c) + 1 for c in '["={')]
        for place in places:
            with self.subTest(place=place, last=text[max(0, place - 20) : place]):
                (folder / "portfolio.toml").write_text(text[:place])
                done = credence("portfolio", "check", folder)
                # What ends with a whole entry of a search or the form is a portfolio too.
                if done.returncode != DONE or place < text.index("[search."):
                    self.assert_fails(done, BAD_INPUT, "portfolio.toml: ")

    def test_a_sql_error(self):
        folder = own_portfolio("sql", ("features.sql", "SELECT", "SELEKT"))
        self.refused("sql", lending(), 'features.sql: line', 'found "SELEKT", expected SELECT',
                     portfolio=folder)  # fmt: skip
        folder = own_portfolio("table", ("features.sql", "FROM decisions", "FROM decisionz"))
        self.refused("table", lending(), 'found no table "decisionz"', portfolio=folder)

    def test_costs_under_which_no_threshold_is_worth_choosing(self):
        folder = own_portfolio("costs", ("portfolio.toml", "missed_bad = ", "missed_bad = -"))
        self.refused("costs", lending(), "costs.missed_bad", portfolio=folder)

    def test_a_search_space_that_no_learner_can_search(self):
        for name, old, new, message in [
            ("parameter", "gamma = [", "gama = [", "search.xgboost: xgboost has no parameter "
             "'gama'; it knows n_estimators, learning_rate"),
            ("value", "gamma = [0,", "gamma = [0, -3,", "search.xgboost: xgboost: parameter "
             "'gamma': expected a number of at least 0, found -3"),
            ("kind", "gamma = [0, 0.1, 0.2, 0.5]", 'gamma = ["low"]',
             "'gamma': expected a number of at least 0, found low"),
            ("empty", "gamma = [0, 0.1, 0.2, 0.5]", "gamma = []",
             "search.xgboost.gamma: found a list, expected a list of at least one value"),
            ("infinity", "gamma = [0,", "gamma = [inf,",
             "search.xgboost.gamma[1]: found the number inf, expected a number"),
        ]:  # fmt: skip
            folder = own_portfolio(f"space_{name}", ("portfolio.toml", old, new))
            out = program.scratch / f"space_{name}_out"
            # Found before anything else: the data is not even looked at for it.
            for command in (["run", "--out"], ["train", "--registry"]):
                done = credence(command[0], folder, "--data", lending(), command[1], out)
                self.assert_fails(done, BAD_INPUT, "portfolio.toml: ", message)
                self.assertFalse(out.exists())
            done = credence("portfolio", "check", folder)
            self.assert_fails(done, BAD_INPUT, "portfolio.toml: ", message)

    def test_more_folds_than_bad_customers(self):
        folder = own_portfolio("folds", ("portfolio.toml", "folds = 5", "folds = 100"))
        registry = program.scratch / "folds_registry"
        done = credence("train", folder, "--data", lending(), "--registry", registry,
                        "--models", "logistic")  # fmt: skip
        self.assert_fails(done, BAD_INPUT, "cannot make 100 folds: fold ", "would hold no bad "
                          "row", "give more data or fewer folds")  # fmt: skip
        self.assertEqual(result_of("registry", "list", "--registry", registry), [])
        self.assertEqual(list(registry.glob("search-*")), [])

    def test_a_feature_that_is_infinite(self):
        product = " * ".join(["CAST(a.loan_amount AS DOUBLE)"] * 60)
        folder = own_portfolio(
            "infinite",
            ("features.sql", "  COALESCE(l.loan_count, 0) AS past_loans,",
             f"  COALESCE(l.loan_count, 0) AS past_loans,\n  -- Much\n  {product} AS much,"),
            ("portfolio.toml", '"past_loans",', '"past_loans", "much",'),
        )  # fmt: skip
        self.refused("infinite", lending(), "features.sql: much is inf for application 1; "
                     "expected a finite number: guard divisions", portfolio=folder)  # fmt: skip

    def test_a_missing_value_where_the_version_has_seen_none(self):
        data = own_tables("unseen")
        rows = rows_of(data / "loan_applications.csv")
        ids = [row["loan_id"] for row in rows[:3]]
        for row in rows:
            row["is_secured"] = row["is_secured"] or "0"
        write_rows(data / "loan_applications.csv", rows)
        run(data, "unseen_out", "--models", "logistic", "--no-audit")
        rows[1]["is_secured"] = ""
        write_rows(data / "loan_applications.csv", rows[:3])
        out = program.scratch / "unseen.csv"
        done = credence("score", "--registry", program.scratch / "unseen_out" / "registry",
                        "--data", data, "--out", out)  # fmt: skip
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertIn("1 applications could not be scored", done.stdout + done.stderr)
        (rejected,) = rows_of(f"{out}.rejected.csv")
        self.assertEqual((rejected["table"], rejected["id"]), ("loan_applications", ids[1]))
        self.assertIn("feature is_secured is missing; it never was in the training data",
                      rejected["reason"])  # fmt: skip
        self.assertEqual([row["application_id"] for row in rows_of(out)], [ids[0], ids[2]])

    def test_outputs_of_an_unknown_kind(self):
        done = credence("features", PORTFOLIO, "--data", lending(), "--no-audit",
                        "--out", program.scratch / "f.pdf")  # fmt: skip
        self.assert_fails(done, BAD_INPUT, "f.pdf", "has to end in .csv or .parquet")
        self.assertFalse((program.scratch / "f.pdf").exists())


if __name__ == "__main__":
    program.main()
