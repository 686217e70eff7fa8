"""Makes tests/learner/golden/gbm_monotone.json: what scikit-learn makes of rows that
tests/learner/gbm_oracle_rows.h draws again, with columns held to directions: the first
split of a regression tree on the first residuals, and the AUC of
HistGradientBoostingClassifier. Run from the repository root:
python tests/oracle/gbm_monotone.py
"""

import json

import sklearn
from gbm import TEST, TRAINING, draw
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.tree import DecisionTreeRegressor


def case(seed, columns, directions):
    x, y = draw(seed, columns, 0)
    first, then = slice(0, TRAINING), slice(TRAINING, TRAINING + TEST)
    tree = DecisionTreeRegressor(max_depth=1, random_state=0, monotonic_cst=directions)
    tree.fit(x[first], y[first] - y[first].mean())
    settings = dict(max_iter=80, max_depth=4, max_leaf_nodes=None, learning_rate=0.1,
                    min_samples_leaf=5, early_stopping=False, random_state=0)
    aucs = []
    for held in (directions, None):
        model = HistGradientBoostingClassifier(monotonic_cst=held, **settings)
        model.fit(x[first], y[first])
        aucs.append(roc_auc_score(y[then], model.decision_function(x[then])))
    return {"seed": seed, "columns": columns, "directions": directions,
            "column": int(tree.tree_.feature[0]),
            "threshold": float(tree.tree_.threshold[0]),
            "auc": aucs[0], "free_auc": aucs[1]}


document = {
    "made_by": f"scikit-learn {sklearn.__version__}",
    "cases": [case(1, 6, [-1, 0, 0, 1, 0, 0]), case(1, 6, [1, 1, 0, 1, 0, 0]),
              case(2, 12, [-1, 1, 0, -1, 0, 1, -1, 0, 0, 0, 0, 1]),
              case(3, 21, [1, -1, 1] + 18 * [0]), case(3, 21, 7 * [-1, 1, 1])]}
with open("tests/learner/golden/gbm_monotone.json", "w") as file:
    json.dump(document, file, indent=1)
    file.write("\n")
for one in document["cases"]:
    print(one)
