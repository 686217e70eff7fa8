"""`credence threshold`: the cheapest threshold, found again by trying them all on the
out-of-fold predictions that a version keeps; and new costs make a new version."""

import json
import math

import program
from measures import cost
from program import (
    BAD_INPUT,
    USAGE,
    ProgramTest,
    calibrated,
    contents,
    credence,
    lending,
    own_portfolio,
    own_registry,
    result_of,
    run,
    trained,
)

RUPEE = 100  # paise


def out_of_fold(registry, version):
    kept = json.loads((registry / "versions" / version / "out_of_fold.json").read_text())
    return kept["outcomes"], [
        1 / (1 + math.exp(-calibrated(registry, version, margin))) for margin in kept["margins"]
    ]


def rule_of(registry, version):
    return json.loads((registry / "versions" / version / "rule.json").read_text())


class Threshold(ProgramTest):
    def assert_cheapest(self, report, outcomes, scores, costs):
        """No threshold is cheaper, the one given is the middle of an interval that costs
        the same throughout, and no interval as cheap is wider."""
        edges = [0.0, *sorted(set(scores)), 1.0]
        pieces = [
            (cost(outcomes, scores, (low + high) / 2, costs), high - low)
            for low, high in zip(edges, edges[1:])
        ]
        least = min(piece[0] for piece in pieces)
        chosen, (low, high) = report["threshold"], report["interval"]
        self.assertEqual(cost(outcomes, scores, chosen, costs), least)
        self.assertEqual(report["policies"][0]["cost"], least)
        self.assertAlmostEqual(chosen, (low + high) / 2, places=12)
        for share in (0.001, 0.25, 0.75, 0.999):
            at = low + share * (high - low)
            self.assertEqual(cost(outcomes, scores, at, costs), least)
        widest = max(width for price, width in pieces if price == least)
        self.assertGreaterEqual(high - low, widest - 1e-12)

    def test_is_the_cheapest_of_all_under_any_costs(self):
        registry = trained()[1]
        for version in ("v1", "v2"):
            outcomes, scores = out_of_fold(registry, version)
            for missed, refused, caught, granted in [
                (100_000, 10_000, 0, 0),
                (25_000, 10_000, 500, -2_000),
                (1_000.5, 999, 3, 2),
                (10, 1_000, 0, 0),
                (1, 0.02, 0, 0.01),
            ]:
                costs = {
                    "missed_bad": round(missed * RUPEE),
                    "refused_good": round(refused * RUPEE),
                    "refused_bad": round(caught * RUPEE),
                    "granted_good": round(granted * RUPEE),
                }
                with self.subTest(version=version, costs=costs):
                    report = result_of(
                        "threshold", version, "--registry", registry,
                        "--missed-bad", missed, "--refused-good", refused,
                        "--refused-bad", caught, "--granted-good", granted,
                    )  # fmt: skip
                    self.assertEqual(report["rows"], len(scores))
                    self.assert_cheapest(report, outcomes, scores, costs)
                    for policy in report["policies"]:
                        self.assertEqual(
                            policy["cost"], cost(outcomes, scores, policy["threshold"], costs)
                        )
                    swept = [point["threshold"] for point in report["sweep"]]
                    self.assertEqual(len(swept), 91)
                    self.assertAlmostEqual(swept[0], 0.05)
                    self.assertAlmostEqual(swept[-1], 0.95)
                    for point in report["sweep"]:
                        self.assertEqual(
                            point["cost"], cost(outcomes, scores, point["threshold"], costs)
                        )

    def test_every_tuned_model_got_its_own_under_the_portfolios_costs(self):
        summary, registry = trained()
        for model in summary["models"]:
            rule = rule_of(registry, model["version"])
            self.assertEqual(rule["threshold"], model["threshold"])
            self.assertEqual(rule["costs"]["missed_bad"], 10_000_000)
            report = result_of("threshold", model["version"], "--registry", registry)
            self.assertEqual(report["threshold"], model["threshold"])
            outcomes, scores = out_of_fold(registry, model["version"])
            self.assert_cheapest(report, outcomes, scores, rule["costs"])

    def test_new_costs_make_a_new_version_and_leave_the_old_one(self):
        registry = own_registry("new_costs")
        before = contents(registry / "versions")
        report = result_of(
            "threshold", "v2", "--registry", registry,
            "--missed-bad", 30_000, "--register", "--note", "milder times",
        )  # fmt: skip
        self.assertEqual(report["registered"], "v3")
        after = contents(registry / "versions")
        for name, text in before.items():
            self.assertEqual(after[name], text, name)
        rule = rule_of(registry, "v3")
        self.assertEqual(rule["threshold"], report["threshold"])
        self.assertEqual(rule["costs"]["missed_bad"], 30_000 * RUPEE)
        self.assertEqual(rule["costs"]["refused_good"], 10_000 * RUPEE)
        shown = result_of("registry", "show", "v3", "--registry", registry)
        old = result_of("registry", "show", "v2", "--registry", registry)
        self.assertEqual(shown["note"], "milder times")
        self.assertEqual(shown["facts"]["rethresholded_from"], old["artifact_sha256"])
        self.assertEqual(old["aliases"], ["champion"])
        self.assertEqual(shown["aliases"], [])
        for same in ("model.json", "pipeline.json", "out_of_fold.json"):
            self.assertEqual(after[f"v3/{same}"], after[f"v2/{same}"])

    def test_is_the_theoretical_one_where_the_portfolio_says_so(self):
        portfolio = own_portfolio(
            "theoretical",
            ("portfolio.toml", "[costs]", '[decision]\nthreshold = "theoretical"\n\n[costs]'),
        )
        summary = run(lending(), "by_theory", "--models", "logistic", portfolio=portfolio)
        self.assertAlmostEqual(summary["threshold"], 10 / 110)
        registry = program.scratch / "by_theory" / "registry"
        self.assertEqual(rule_of(registry, "v1")["threshold"], summary["threshold"])
        report = result_of("threshold", "--registry", registry, "--missed-bad", 30_000, "--register")
        self.assertNotAlmostEqual(report["threshold"], 1 / 4)  # the cheapest is shown,
        self.assertAlmostEqual(rule_of(registry, "v2")["threshold"], 1 / 4)  # not taken

    def test_without_register_nothing_changes(self):
        registry = own_registry("looked_at")
        before = contents(registry)
        result_of("threshold", "--registry", registry, "--missed-bad", 30_000)
        self.assertEqual(contents(registry), before)

    def test_costs_that_make_no_sense_are_refused(self):
        registry = trained()[1]
        for option, value, code, message in [
            ("--missed-bad", "0", BAD_INPUT, "costs: missed_bad (0) has to be more than"),
            ("--refused-good", "-1", BAD_INPUT, "costs: refused_good (-100) has to be more"),
            ("--missed-bad", "dear", USAGE, "--missed-bad: found 'dear', expected a number"),
            ("--missed-bad", "1e30", USAGE, "--missed-bad: found '1e30', expected a number"),
            ("--missed-bad", "nan", USAGE, "--missed-bad: found 'nan', expected a number"),
        ]:
            with self.subTest(option=option, value=value):
                done = credence("threshold", "--registry", registry, option, value)
                self.assert_fails(done, code, message)
                self.assertNotIn("costs: costs:", done.stderr)

    def test_reads_as_a_table_of_money(self):
        text = credence("threshold", "v2", "--registry", trained()[1]).stdout
        self.assertRegex(text, r"\napprove all +₹58,00,000 +₹0 +0\.0% +100\.0%")
        self.assertNotIn("2.0000", text)  # no threshold approves all

    def test_there_has_to_be_a_registry_and_none_is_made(self):
        nowhere = program.scratch / "no_registry"
        for command in (["threshold"], ["score", "--data", "x", "--out", "y.csv"]):
            self.assertEqual(
                credence(*command, "--registry", nowhere).returncode, BAD_INPUT
            )
            self.assertFalse(nowhere.exists())


if __name__ == "__main__":
    program.main()
