"""`credence generate`: the same seed gives the same books, and nobody's folder is lost."""

import math

import program
from program import BAD_INPUT, USAGE, ProgramTest, contents, credence, result_of, rows_of


def files_of(name, *arguments):
    """Every file of freshly generated books but the database, whose bytes are DuckDB's."""
    result_of("generate", "--out", program.scratch / name, "--loans", 400, *arguments)
    found = contents(program.scratch / name)
    found.pop("lending.duckdb", None)
    return found


class Generate(ProgramTest):
    def test_the_same_seed_gives_the_same_bytes_on_any_number_of_threads(self):
        one = files_of("one", "--threads", 1)
        self.assertEqual(
            sorted(one),
            ["credit_history.csv", "customers.csv", "loan_applications.csv",
             "repayment_history.csv", "truth.csv"],
        )  # fmt: skip
        self.assertEqual(one, files_of("three", "--threads", 3))
        self.assertEqual(one, files_of("no_database", "--no-database"))
        other = files_of("other", "--seed", 43)
        for name, text in one.items():
            self.assertNotEqual(text, other[name], name)

    def test_parquet_files_are_the_same_on_any_number_of_threads(self):
        one = files_of("parquet_one", "--format", "parquet", "--threads", 1)
        self.assertIn("customers.parquet", one)
        self.assertEqual(one, files_of("parquet_two", "--format", "parquet", "--threads", 2))

    def test_reports_what_it_wrote(self):
        folder = program.scratch / "reported"
        report = result_of("generate", "--out", folder, "--loans", 2000, "--customers", 900)
        applications = rows_of(folder / "loan_applications.csv")
        truth = rows_of(folder / "truth.csv")
        self.assertEqual(report["applications"], len(applications))
        self.assertEqual(report["applications"], 2000)
        self.assertEqual(report["customers"], len(rows_of(folder / "customers.csv")))
        self.assertEqual(report["customers"], 900)
        self.assertEqual(
            report["instalments"], len(rows_of(folder / "repayment_history.csv"))
        )
        self.assertEqual(len({row["loan_id"] for row in truth}), len(truth))
        self.assertAlmostEqual(report["true_default_rate"], 0.17, delta=0.0005)
        # Realised, not forced: within four standard errors of the truth.
        self.assertAlmostEqual(
            report["realised_default_rate"], report["bad"] / report["with_outcome"], places=9
        )
        self.assertLess(
            abs(report["realised_default_rate"] - report["true_default_rate"]),
            4 * math.sqrt(0.17 * 0.83 / report["with_outcome"]) + 1e-9,
        )

    def test_an_existing_folder_is_refused_and_left_alone(self):
        folder = program.scratch / "precious"
        folder.mkdir()
        (folder / "customers.csv").write_text("mine\n")
        self.assert_fails(
            credence("generate", "--out", folder, "--loans", 10), BAD_INPUT,
            f"{folder}: exists already; name another folder or remove it",
        )  # fmt: skip
        self.assertEqual(contents(folder), {"customers.csv": b"mine\n"})

    def test_dates_are_checked(self):
        done = credence(
            "generate", "--out", program.scratch / "dated", "--until", "2025-13-01"
        )
        self.assert_fails(
            done, USAGE, "--until: found '2025-13-01', expected a date like 2026-03-01"
        )

    def test_claims_no_auc_where_no_loan_has_an_outcome(self):
        out = program.scratch / "one_loan"
        done = result_of("generate", "--out", out, "--loans", 1)
        self.assertEqual((done["with_outcome"], done["oracle_auc"]), (0, None))


if __name__ == "__main__":
    program.main()
