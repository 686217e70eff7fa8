"""The measures of a scoring model written plainly, from their definitions, as an oracle
for the tests beside this file."""

import math


def auc(outcomes, scores):
    bad = [s for o, s in zip(outcomes, scores) if o == 1]
    good = [s for o, s in zip(outcomes, scores) if o == 0]
    won = sum((b > g) + 0.5 * (b == g) for b in bad for g in good)
    return won / (len(bad) * len(good))


def ks(outcomes, scores):
    bad = [s for o, s in zip(outcomes, scores) if o == 1]
    good = [s for o, s in zip(outcomes, scores) if o == 0]
    return max(
        abs(sum(b >= t for b in bad) / len(bad) - sum(g >= t for g in good) / len(good))
        for t in scores
    )


def brier(outcomes, scores):
    return math.fsum((s - o) ** 2 for o, s in zip(outcomes, scores)) / len(scores)


def log_loss(outcomes, scores):
    return -math.fsum(
        math.log(s) if o else math.log1p(-s) for o, s in zip(outcomes, scores)
    ) / len(scores)


def average_precision(outcomes, scores):
    total, caught, result = sum(outcomes), 0, 0.0
    for threshold in sorted(set(scores), reverse=True):
        taken = [o for o, s in zip(outcomes, scores) if s >= threshold]
        result += (sum(taken) - caught) / total * sum(taken) / len(taken)
        caught = sum(taken)
    return result


def confusion(outcomes, scores, threshold):
    """Bad means refused, at a score of the threshold or more."""
    pairs = [(o, s >= threshold) for o, s in zip(outcomes, scores)]
    return {
        "true_bad": pairs.count((1, True)),
        "false_bad": pairs.count((0, True)),
        "true_good": pairs.count((0, False)),
        "false_good": pairs.count((1, False)),
    }


def cost(outcomes, scores, threshold, costs):
    counts = confusion(outcomes, scores, threshold)
    return (
        counts["false_good"] * costs["missed_bad"]
        + counts["false_bad"] * costs["refused_good"]
        + counts["true_bad"] * costs["refused_bad"]
        + counts["true_good"] * costs["granted_good"]
    )
