"""Our gradient boosting beside scikit-learn's on the same rows of three data sets.

    python3 tests/end_to_end/gbm_parity_test.py PROGRAM [unittest arguments]

Equal parameters and exact splits, trained and tested on the matrices that `credence
prepare` writes: the test AUC is within 0.003. The generated data is always there; real
data is read from $CREDENCE_DATA, else ../shared/data beside the repository. Needs
scikit-learn in $CREDENCE_ORACLES (bin/setup --tests); without it the test says so and
exits with 77 (skipped).
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("CREDENCE_DATA", ROOT.parent / "shared" / "data"))
ORACLES = pathlib.Path(os.environ.get("CREDENCE_ORACLES", ROOT / ".deps" / "oracles"))
SKIPPED = 77
PARAMETERS = {
    "n_estimators": 20, "max_depth": 3, "learning_rate": 0.2,
    "min_samples_split": 10, "min_samples_leaf": 5,
}  # fmt: skip

# Run by the Python that has scikit-learn: prints the test AUC.
ORACLE = """
import csv, json, sys
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score

def read(path):
    with open(path) as file:
        rows = list(csv.reader(file))
    place = rows[0].index("outcome")
    first = 1 if rows[0][0] == "application_id" else 0
    x = [[float(v) if v else float("nan") for i, v in enumerate(r) if i >= first and i != place]
         for r in rows[1:]]
    return x, [int(r[place]) for r in rows[1:]]

train, test = read(sys.argv[1]), read(sys.argv[2])
model = GradientBoostingClassifier(random_state=0, **json.loads(sys.argv[3])).fit(*train)
print(roc_auc_score(test[1], model.predict_proba(test[0])[:, 1]))
"""

program = pathlib.Path()
scratch = pathlib.Path()


def credence(*arguments):
    done = subprocess.run(
        [program, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise AssertionError(f"{arguments[0]}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def portfolio_with_one_model(name):
    """A copy of the portfolio whose only search is these parameters, and nothing held."""
    folder = scratch / f"{name}_portfolio"
    shutil.copytree(ROOT / "portfolios" / name, folder)
    text = (folder / "portfolio.toml").read_text()
    for section in (r"search\.\w+", r"monotone", r"features\.monotone"):
        text = re.sub(rf"(?ms)^\[{section}\].*?(?=^\[|\Z)", "", text)
    text += "\n[search.gbm]\ntrials = 1\n"
    text += "".join(f"{key} = [{value}]\n" for key, value in PARAMETERS.items())
    text += 'splitter = ["exact"]\n'
    (folder / "portfolio.toml").write_text(text)
    return folder


class GbmParityTest(unittest.TestCase):
    def assert_near_scikit_learn(self, name, data):
        folder = portfolio_with_one_model(name)
        out = scratch / f"{name}_matrices"
        credence("prepare", folder, "--data", data, "--out", out)
        result = json.loads(
            credence("train", folder, "--data", data, "--registry", scratch / name, "--json")
        )
        ours = result["models"][0]["test"]["auc"]
        oracle = subprocess.run(
            [ORACLES / "bin" / "python", "-c", ORACLE, out / "train_unscaled.csv",
             out / "test_unscaled.csv", json.dumps(PARAMETERS)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.assertEqual(oracle.returncode, 0, oracle.stderr)
        self.assertAlmostEqual(ours, float(oracle.stdout), delta=0.003)
        self.assertGreater(ours, 0.7)

    def test_on_generated_books(self):
        credence("generate", "--out", scratch / "books", "--loans", 4000)
        self.assert_near_scikit_learn("retail_lending", scratch / "books")

    def test_on_german_credit(self):
        if not (DATA / "german_credit").exists():
            self.skipTest(f"{DATA}/german_credit is absent")
        self.assert_near_scikit_learn("german_credit", DATA / "german_credit")

    def test_on_taiwan_cards(self):
        if not (DATA / "taiwan_credit_card").exists():
            self.skipTest(f"{DATA}/taiwan_credit_card is absent")
        self.assert_near_scikit_learn("taiwan_cards", DATA / "taiwan_credit_card")


if __name__ == "__main__":
    program = pathlib.Path(sys.argv.pop(1)).resolve()
    if not (ORACLES / "bin" / "python").exists():
        print(f"skipped: no scikit-learn in {ORACLES}; bin/setup --tests fetches it")
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        unittest.main()
