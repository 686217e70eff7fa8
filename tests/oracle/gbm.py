"""Makes tests/learner/golden/gbm.json: the AUC, first splits and margins of
scikit-learn's gradient boosting on rows that tests/learner/gbm_oracle_rows.h draws
again, number for number. Run from the repository root:
python tests/oracle/gbm.py
"""

import json

import numpy
import sklearn
from scipy.special import expit, logit
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.tree import DecisionTreeRegressor

MASK = (1 << 64) - 1
TRAINING, TEST = 2000, 4000


def uniforms(seed):
    """xoshiro256++ seeded by splitmix64, as base/random.h; in [0, 1)."""
    s = []
    for _ in range(4):
        seed = (seed + 0x9E3779B97F4A7C15) & MASK
        z = seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        s.append(z ^ (z >> 31))
    rotl = lambda x, k: ((x << k) | (x >> (64 - k))) & MASK
    while True:
        yield ((rotl((s[0] + s[3]) & MASK, 23) + s[0] & MASK) >> 11) * 2.0**-53
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 45)


def draw(seed, columns, missing):
    """Values are multiples of 1/1024, exact in scikit-learn's single precision."""
    next_uniform = uniforms(seed).__next__
    x, y = numpy.empty((TRAINING + TEST, columns)), []
    for row in x:
        hidden = next_uniform()
        for j in range(columns):
            u = (next_uniform() + (hidden if j % 3 == 0 else next_uniform())) / 2
            kinds = (numpy.floor(u * 1024) / 1024, numpy.floor(16 / (u + 0.015625)) / 16,
                     float(u < 0.4), numpy.floor(u * u * 12))
            row[j] = kinds[j % 4]
            if next_uniform() < missing and j % 2 == 0:
                row[j] = numpy.nan
        score = 6 * hidden - 4 + (2 if row[1] > 2 else -1)
        y.append(int(next_uniform() < 0.5 + 0.48 * score / (1 + abs(score))))
    return x, numpy.array(y)


def top(tree):
    """The root's split and its children's, in that order; -2 marks a leaf."""
    places = [0, tree.children_left[0], tree.children_right[0]]
    return [[int(tree.feature[i]), tree.threshold[i], bool(tree.missing_go_to_left[i])]
            for i in places]


def boosted(x, y, settings, weights):
    """GradientBoostingClassifier takes no missing values; its trees do."""
    settings = dict(settings)
    rounds, rate = settings.pop("n_estimators"), settings.pop("learning_rate")
    margin = numpy.full(len(y), logit(numpy.average(y[:TRAINING], weights=weights)))
    trees = []
    for _ in range(rounds):
        p = expit(margin[:TRAINING])
        residual = y[:TRAINING] - p
        tree = DecisionTreeRegressor(**settings).fit(x[:TRAINING], residual, weights)
        leaf = tree.apply(x)
        size = tree.tree_.node_count
        step = rate * (numpy.bincount(leaf[:TRAINING], weights * residual, size) /
                       numpy.maximum(numpy.bincount(leaf[:TRAINING],
                                                    weights * p * (1 - p), size), 1e-150))
        margin += step[leaf]
        trees.append(tree.tree_)
    return trees, margin[TRAINING:]


def fitted(x, y, settings, weights):
    if numpy.isnan(x).any():
        return boosted(x, y, {"random_state": 0, **settings}, weights)
    model = GradientBoostingClassifier(random_state=0, **settings)
    model.fit(x[:TRAINING], y[:TRAINING], weights)
    return [tree.tree_ for tree in model.estimators_[:, 0]], model.decision_function(
        x[TRAINING:])


def case(seed, columns, missing, balanced, settings):
    x, y = draw(seed, columns, missing)
    counts = numpy.bincount(y[:TRAINING])
    weights = (TRAINING / (2 * counts))[y[:TRAINING]] if balanced else numpy.ones(TRAINING)
    trees, margins = fitted(x, y, settings, weights)
    return {"seed": seed, "columns": columns, "missing": missing, "balanced": balanced,
            "settings": settings, "bad": int(y.sum()),
            "auc": roc_auc_score(y[TRAINING:], margins),
            "trees": [top(tree) for tree in trees[:4]], "margins": margins[:40].tolist()}


def drawn_case(seed, columns, settings):
    """The mean over the seeds 0 to 9 of the fit."""
    x, y = draw(seed, columns, 0)
    aucs = [roc_auc_score(y[TRAINING:], GradientBoostingClassifier(
        random_state=chance, **settings).fit(x[:TRAINING], y[:TRAINING])
        .decision_function(x[TRAINING:])) for chance in range(10)]
    return {"seed": seed, "columns": columns, "missing": 0, "balanced": False,
            "settings": settings, "bad": int(y.sum()), "auc": numpy.mean(aucs)}


def settings(trees, depth, rate, split=2, leaf=1, **more):
    return dict(n_estimators=trees, max_depth=depth, learning_rate=rate,
                min_samples_split=split, min_samples_leaf=leaf, **more)


def main():
    document = {
        "made_by": f"scikit-learn {sklearn.__version__}",
        "cases": [case(1, 6, 0, False, settings(100, 3, 0.1)),
                  case(2, 12, 0, False, settings(60, 5, 0.05, 20, 10)),
                  case(3, 21, 0, False, settings(80, 4, 0.2, 5, 3)),
                  case(2, 12, 0, True, settings(60, 3, 0.1, 10, 5)),
                  case(4, 12, 0.2, False, settings(60, 4, 0.1, 10, 5)),
                  case(5, 8, 0.6, True, settings(40, 3, 0.1, 2, 20))],
        "drawn": [drawn_case(1, 6, settings(60, 3, 0.1, subsample=0.7)),
                  drawn_case(2, 12, settings(60, 4, 0.1, 10, 5, max_features="sqrt")),
                  drawn_case(3, 21, settings(60, 4, 0.1, 5, 3, max_features=0.8,
                                             subsample=0.8))]}
    with open("tests/learner/golden/gbm.json", "w") as file:
        json.dump(document, file, indent=1)
        file.write("\n")
    for one in document["cases"] + document["drawn"]:
        print(one["seed"], one["bad"], one["auc"])


if __name__ == "__main__":
    main()
