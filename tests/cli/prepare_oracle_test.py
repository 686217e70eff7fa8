"""`credence prepare` held against scikit-learn on the same features, and LightGBM's own
reading of a version held against `credence score`.

Runs itself under the private Python of the test oracles (`bin/setup --tests`), named by
$CREDENCE_ORACLES or .deps/oracles; skipped, saying so, where that is absent.
"""

import json
import os
import pathlib
import sys
import tomllib

ORACLES = pathlib.Path(
    os.environ.get("CREDENCE_ORACLES", pathlib.Path(__file__).resolve().parents[2] / ".deps/oracles")
)  # fmt: skip
if pathlib.Path(sys.prefix).resolve() != ORACLES.resolve():
    python = ORACLES / "bin" / "python"
    if not python.exists():
        print(f"skipped: no {python}; bin/setup --tests puts scikit-learn there")
        sys.exit(77)
    os.execv(python, [python, __file__, *sys.argv[1:]])

# Everything below runs under the oracles' Python.
import lightgbm
import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, RobustScaler, StandardScaler

import program
from program import PORTFOLIO, ProgramTest, lending, result_of, trained


def table(path):
    return pd.read_csv(path, index_col="application_id")


class Prepare(ProgramTest):
    @classmethod
    def setUpClass(cls):
        out = program.scratch
        result_of("features", PORTFOLIO, "--data", lending(), "--no-audit",
                  "--out", out / "features.csv")  # fmt: skip
        cls.report = result_of("prepare", PORTFOLIO, "--data", lending(), "--out", out / "m")
        cls.features = table(out / "features.csv")
        cls.matrices = {
            (part, form): table(out / "m" / f"{part}_{form}.csv")
            for part in ("train", "test")
            for form in ("scaled", "unscaled")
        }
        cls.declared = tomllib.loads((PORTFOLIO / "portfolio.toml").read_text())["features"]
        cls.columns = json.loads((out / "m" / "columns.json").read_text())
        cls.train = cls.features.loc[cls.matrices["train", "unscaled"].index]
        cls.test = cls.features.loc[cls.matrices["test", "unscaled"].index]

    def assert_columns(self, form, names, train, test):
        for part, expected in (("train", train), ("test", test)):
            found = self.matrices[part, form][list(names)].to_numpy()
            np.testing.assert_allclose(
                found, np.asarray(expected, float), rtol=1e-9, atol=1e-12,
                err_msg=f"{part} {form} {names}",
            )  # fmt: skip

    def imputed(self, name, strategy):
        imputer = SimpleImputer(strategy=strategy).fit(self.train[[name]])
        return [
            pd.DataFrame(imputer.transform(part[[name]]), columns=[name], index=part.index)
            for part in (self.train, self.test)
        ]

    def test_the_split_divides_no_customer_and_keeps_the_share_of_bad_loans(self):
        customer_of = pd.read_csv(lending() / "loan_applications.csv", index_col="loan_id")
        customer_of = customer_of["customer_id"]
        train, test = self.train.index, self.test.index
        self.assertEqual(set(customer_of[train]) & set(customer_of[test]), set())
        with_outcome = self.features[self.features["outcome"].notna()]
        self.assertEqual(sorted([*train, *test]), sorted(with_outcome.index))
        self.assertAlmostEqual(len(test) / len(with_outcome), 0.2, delta=0.02)
        self.assertAlmostEqual(
            self.train["outcome"].mean(), self.test["outcome"].mean(), delta=0.03
        )

    def test_numbers_are_imputed_and_scaled_as_scikit_learn_does_it(self):
        scalers = {"standard": StandardScaler, "robust": RobustScaler}
        checked = set()
        for kind, names in self.declared["scaling"].items():
            if kind not in scalers:
                continue
            for name in names:
                if name not in self.features or name not in self.matrices["train", "scaled"]:
                    continue  # left out, or made in preparation
                train, test = self.imputed(name, "median")
                self.assert_columns("unscaled", [name], train, test)
                scaler = scalers[kind]().fit(train)
                self.assert_columns(
                    "scaled", [name], scaler.transform(train), scaler.transform(test)
                )
                checked.add(kind)
        self.assertEqual(checked, set(scalers))

    def test_logarithms_are_taken_before_scaling(self):
        made = [name for name in self.matrices["train", "unscaled"] if name.startswith("log_")]
        self.assertTrue(made)
        for name in made:
            source = name.removeprefix("log_")
            train, test = (np.log1p(part) for part in self.imputed(source, "median"))
            self.assert_columns("unscaled", [name], train, test)

    def test_ordinals_keep_their_declared_order(self):
        for name, order in self.declared["ordinal"].items():
            if name not in self.matrices["train", "unscaled"]:
                continue
            train, test = self.imputed(name, "most_frequent")
            encoder = OrdinalEncoder(
                categories=[order], handle_unknown="use_encoded_value", unknown_value=-1
            ).fit(train)
            self.assert_columns(
                "unscaled", [name], encoder.transform(train), encoder.transform(test)
            )

    def test_nominals_get_a_column_for_each_category(self):
        ordinal = set(self.declared["ordinal"])
        checked = 0
        for name in self.features.select_dtypes(["object", "string"]):
            if name in ordinal or name in ("decided_at", "gender"):
                continue
            train, test = self.imputed(name, "most_frequent")
            encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(train)
            made = [f"{name}={category}" for category in encoder.categories_[0]]
            self.assert_columns(
                "unscaled", made, encoder.transform(train), encoder.transform(test)
            )
            checked += 1
        self.assertGreater(checked, 2)

    def test_indicators_are_made_before_imputation(self):
        made = [c for c in self.matrices["train", "unscaled"] if c.endswith("_missing")]
        self.assertIn("credit_score_missing", made)
        for name in made:
            source = name.removesuffix("_missing")
            self.assert_columns(
                "unscaled", [name], self.train[[source]].isna(), self.test[[source]].isna()
            )

    def test_a_protected_column_is_kept_from_models_unless_asked_for(self):
        self.assertIn("gender", {entry["feature"] for entry in self.report["dropped"]})
        kept = result_of("prepare", PORTFOLIO, "--data", lending(), "--use-protected",
                         "--out", program.scratch / "protected")  # fmt: skip
        added = set(kept["matrix_columns"]) - set(self.report["matrix_columns"])
        self.assertTrue(added)
        self.assertTrue(all(name.startswith("gender") for name in added), added)

    def test_lightgbm_reads_a_version_and_scores_as_the_program_does(self):
        registry = trained()[1]
        booster = lightgbm.Booster(
            model_str=(registry / "versions" / "v2" / "native.txt").read_text()
        )
        matrix = pd.concat(
            [self.matrices["train", "unscaled"], self.matrices["test", "unscaled"]]
        ).drop(columns="outcome")
        raw = booster.predict(matrix.to_numpy(), raw_score=True)
        out = program.scratch / "lightgbm.csv"
        result_of("score", "--data", lending(), "--registry", registry, "--model", "v2",
                  "--out", out)  # fmt: skip
        probability = table(out)["probability"].loc[matrix.index].to_numpy()
        expected = [program.calibrated(registry, "v2", margin) for margin in raw]
        np.testing.assert_allclose(np.log(probability / (1 - probability)), expected, atol=1e-9)


if __name__ == "__main__":
    program.main()
