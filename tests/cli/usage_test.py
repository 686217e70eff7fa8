"""What the command line says of itself, and how it answers a wrong call."""

import json

import program
from program import (
    BAD_INPUT,
    DONE,
    PORTFOLIO,
    USAGE,
    ProgramTest,
    credence,
    lending,
    result_of,
)

COMMANDS = {
    "run": ["PORTFOLIO", "--data", "--out", "--registry", "--trials", "--seed", "--json"],
    "generate": ["--out", "--loans", "--default-rate", "--leaky", "--seed", "--json"],
    "features": ["PORTFOLIO", "--data", "--out", "--dictionary", "--engine", "--json"],
    "prepare": ["PORTFOLIO", "--data", "--out", "--format", "--json"],
    "train": ["PORTFOLIO", "--data", "--registry", "--models", "--note", "--json"],
    "threshold": ["VERSION", "--registry", "--missed-bad", "--register", "--json"],
    "score": ["--data", "--out", "--registry", "--model", "--date", "--json"],
    "portfolio check": ["FOLDER", "--json"],
    "portfolio new": ["FOLDER", "--from", "--target", "--bad", "--id", "--date", "--missing"],
    "registry list": ["--registry", "--json"],
    "registry show": ["VERSION", "--registry", "--json"],
    "registry promote": ["VERSION", "--registry", "--alias", "--reason", "--json"],
    "registry rollback": ["--registry", "--alias", "--reason", "--json"],
    "registry note": ["VERSION", "TEXT", "--registry", "--json"],
    "registry delete": ["VERSION", "--registry", "--reason", "--json"],
    "registry history": ["--registry", "--json"],
}


class Usage(ProgramTest):
    def test_every_command_explains_its_options(self):
        for command, options in COMMANDS.items():
            with self.subTest(command):
                done = credence(*command.split(), "--help")
                self.assertEqual((done.returncode, done.stderr), (DONE, ""))
                self.assertIn(f"Usage: credence {command}", done.stdout)
                for option in options:
                    self.assertIn(option, done.stdout)

    def test_help_names_every_command(self):
        done = credence("--help")
        self.assertEqual(done.returncode, DONE)
        for command in COMMANDS:
            self.assertIn(f"\n  {command.split()[0]} ", done.stdout)

    def test_says_its_version(self):
        self.assertRegex(credence("--version").stdout, r"^credence \d+\.\d+\.\d+\n$")

    def test_score_says_how_much_memory_it_takes(self):
        self.assertIn("default: 1,024", credence("score", "--help").stdout)

    def test_a_wrong_call_is_one_message_with_the_way_out(self):
        out = program.scratch / "never"
        for call, message in [
            ([], "a command is missing; the commands are run, generate, features"),
            (["frob"], "'frob' is no command of credence; the commands are run,"),
            (["registry"], "a command is missing; the commands are list, show, promote"),
            (["registry", "frob"], "'frob' is no command of credence registry"),
            (["run"], "PORTFOLIO is required; see credence run --help"),
            (["run", "p", "--data", "d"], "--out is required; see credence run --help"),
            (["score", "--data", "d"], "--out is required; see credence score --help"),
            (["generate"], "--out is required; see credence generate --help"),
            (["generate", "--out"], "--out: its value is missing"),
            (["generate", "--out", ""], "--out: is empty"),
            (["registry", "promote", "v1"], "--reason is required"),
        ]:
            with self.subTest(call):
                self.assert_fails(credence(*call), USAGE, message, "--help")
        for option, value, message in [
            ("--frob", "7", "--frob"),
            ("--loans", "abc", "--loans: found 'abc', expected a whole number from 1 to"),
            ("--loans", "12.5", "--loans: found '12.5', expected a whole number"),
            ("--loans", "-5", "--loans: found '-5', expected a whole number from 1 to"),
            ("--loans", "9" * 20, "expected a whole number from 1 to 100,000,000"),
            ("--loans", "", "--loans: found '', expected a whole number"),
            ("--seed", "-1", "--seed: found '-1', expected a whole number of at least 0"),
            ("--threads", "0", "--threads: found '0', expected a whole number from 1 to"),
            ("--default-rate", "nan", "--default-rate: found 'nan', expected a number"),
            ("--default-rate", "inf", "--default-rate: found 'inf', expected a number"),
            ("--default-rate", "17%", "--default-rate: found '17%', expected a number"),
            ("--walk-ins", "0.6", "--walk-ins: found '0.6', expected a number from 0 to 0.5"),
            ("--until", "2024-02-30", "--until: found '2024-02-30', expected a date like"),
            ("--format", "xml", "--format: found 'xml', expected csv or parquet"),
        ]:
            with self.subTest(option=option, value=value):
                done = credence("generate", "--out", out, option, value)
                self.assert_fails(done, USAGE, message, "see credence generate --help")
                self.assertFalse(out.exists())

    def test_names_the_engines_and_the_learners_that_there_are(self):
        call = ["run", PORTFOLIO, "--data", lending(), "--out", program.scratch / "never"]
        self.assert_fails(
            credence(*call, "--engine", "oracle"), USAGE,
            "--engine: found 'oracle', expected duckdb or sqlite",
        )  # fmt: skip
        self.assert_fails(
            credence(*call, "--models", "forest"), BAD_INPUT, "forest", "logistic, gbm, lightgbm"
        )
        self.assert_fails(
            credence(*call, "--models", "logistic,logistic"), BAD_INPUT, "named twice"
        )
        self.assertFalse((program.scratch / "never").exists())

    def test_check_says_which_models_the_program_lacks(self):
        searches = result_of("portfolio", "check", PORTFOLIO)["searches"]
        available = {each["learner"]: each["available"] for each in searches}
        self.assertTrue(available["logistic"] and available["lightgbm"], available)
        lines = credence("portfolio", "check", PORTFOLIO).stdout.splitlines()
        for learner, is_available in available.items():
            line = next(line for line in lines if line.startswith(f"  {learner} "))
            self.assertEqual("; left out, this program has no" in line, not is_available)

    def test_train_says_how_long_it_took(self):
        done = result_of("train", PORTFOLIO, "--data", lending(), "--trials", 1,
                         "--registry", program.scratch / "timed")  # fmt: skip
        self.assertGreater(done["seconds"], 0)

    def test_json_is_all_that_is_printed(self):
        data, registry = lending(), program.scratch / "json_registry"
        out = program.scratch / "json"
        out.mkdir()
        options = [PORTFOLIO, "--data", data]
        for call in [
            ["generate", "--out", out / "data", "--loans", 50],
            ["features", *options, "--out", out / "features.csv", "--sample", 20],
            ["prepare", *options, "--out", out / "matrices"],
            ["train", *options, "--registry", registry, "--trials", 1],
            ["run", *options, "--out", out / "run", "--registry", registry, "--trials", 1],
            ["threshold", "v1", "--registry", registry],
            ["score", "--data", data, "--registry", registry, "--out", out / "s.csv"],
            ["portfolio", "check", PORTFOLIO],
            ["registry", "show", "champion", "--registry", registry],
            ["registry", "promote", "v1", "--registry", registry, "--reason", "why"],
            ["registry", "rollback", "--registry", registry, "--reason", "why"],
            ["registry", "note", "v1", "words", "--registry", registry],
            ["registry", "delete", "v1", "--registry", registry, "--reason", "why"],
        ]:
            with self.subTest(call[:2]):
                done = credence(*call, "--json")
                self.assertEqual((done.returncode, done.stderr), (DONE, ""))
                self.assertIsInstance(json.loads(done.stdout), dict)
        for listing in ("list", "history"):
            done = credence("registry", listing, "--registry", registry, "--json")
            self.assertIsInstance(json.loads(done.stdout), list)


if __name__ == "__main__":
    program.main()
