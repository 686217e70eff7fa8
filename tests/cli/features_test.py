"""`credence features`: the books pass the leakage audit, the naive ones do not."""

import json

import program
from program import (
    BAD_INPUT,
    DONE,
    LEAKY_PORTFOLIO,
    PORTFOLIO,
    ProgramTest,
    credence,
    lending,
    result_of,
    rows_of,
)


class Features(ProgramTest):
    def test_the_default_books_pass_and_are_written(self):
        out = program.scratch / "features.csv"
        page = program.scratch / "dictionary.md"
        report = result_of("features", PORTFOLIO, "--data", lending(), "--out", out,
                           "--dictionary", page)  # fmt: skip
        self.assertTrue(report["audit"]["passed"])
        self.assertGreater(report["audit"]["applications"], 100)
        fatal = [finding for finding in report["audit"]["findings"] if finding["fatal"]]
        self.assertEqual(fatal, [])
        rows = rows_of(out)
        self.assertEqual(len(rows), report["applications"])
        self.assertEqual(len(rows[0]) - 3, report["features"])
        self.assertGreaterEqual(report["features"], 66)
        self.assertEqual(
            sum(row["outcome"] != "" for row in rows), report["with_outcome"]
        )
        self.assertEqual(
            report["with_outcome"] + sum(report["without_outcome"].values()), len(rows)
        )
        text = page.read_text()
        for name in rows[0]:
            if name not in ("application_id", "decided_at", "outcome"):
                self.assertIn(f"`{name}`", text)

    def test_both_engines_write_the_same_values(self):
        written = []
        for engine in ("duckdb", "sqlite"):
            out = program.scratch / f"{engine}.csv"
            result_of("features", PORTFOLIO, "--data", lending(), "--no-audit",
                      "--engine", engine, "--out", out)  # fmt: skip
            written.append(out.read_bytes())
        self.assertEqual(*written)

    def test_leaky_books_are_caught_and_the_features_named(self):
        data = program.scratch / "leaky"
        result_of("generate", "--out", data, "--loans", 1500, "--leaky")
        out = program.scratch / "leaky.csv"
        call = ["features", LEAKY_PORTFOLIO, "--data", data, "--out", out]
        done = credence(*call, "--json")
        self.assert_fails(done, BAD_INPUT, "the leakage audit failed; no features were written")
        self.assertFalse(out.exists())
        audit = json.loads(done.stdout)["audit"]
        self.assertFalse(audit["passed"])
        named = {finding["subject"] for finding in audit["findings"] if finding["fatal"]}
        for name in ("late_payment_ratio", "installments_due", "credit_score"):
            self.assertIn(name, str(named))
        text = credence(*call)
        self.assertEqual(text.returncode, BAD_INPUT)
        self.assertIn("late_payment_ratio", text.stdout)
        ran = credence("run", LEAKY_PORTFOLIO, "--data", data,
                       "--out", program.scratch / "leaky_run")  # fmt: skip
        self.assert_fails(ran, BAD_INPUT, "the leakage audit failed; nothing was trained",
                          "late_payment_ratio")  # fmt: skip
        self.assertFalse((program.scratch / "leaky_run").exists())

    def test_parquet_is_written_too(self):
        out = program.scratch / "features.parquet"
        done = credence("features", PORTFOLIO, "--data", lending(), "--no-audit", "--out", out)
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertEqual(out.read_bytes()[:4], b"PAR1")


if __name__ == "__main__":
    program.main()
