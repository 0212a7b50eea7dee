"""Records what scikit-learn computes for metrics, and calibration errors computed with NumPy.

Run it with `python3 record.py` in this folder; it needs numpy and scikit-learn and writes metrics.json.

Scores are multiples of 1/8, so that many are equal and all are exact in single precision. The calibration error is
not in scikit-learn: it is computed here from its definition with numpy.digitize.
"""

import json
import warnings

import numpy as np
from sklearn import metrics

warnings.filterwarnings("ignore")
generator = np.random.default_rng(7)


def listed(values):
    return [float(f"{v:.9g}") for v in np.asarray(values, dtype=np.float64).reshape(-1)]


def classification(n, classes, absent=(), unanswered=()):
    present = [c for c in range(classes) if c not in absent]
    answered = [c for c in range(classes) if c not in unanswered]
    weights = np.arange(len(present), 0, -1.0)
    labels = generator.choice(present, n, p=weights / weights.sum())
    answers = np.where(
        generator.random(n) < 0.6, labels, generator.choice(answered, n))
    answers = np.array([a if a in answered else answered[0] for a in answers])
    case = {"classes": classes, "labels": labels.tolist(), "answers": answers.tolist()}
    for average in ["macro", "micro", "weighted", None]:
        p, r, f, s = metrics.precision_recall_fscore_support(
            labels, answers, labels=range(classes), average=average, zero_division=0)
        case[average or "each"] = {"precision": listed(p), "recall": listed(r), "f1": listed(f)}
    case["accuracy"] = float(metrics.accuracy_score(labels, answers))
    return case


def ranking(n, steps, share=0.5):
    labels = (generator.random(n) < share).astype(int)
    labels[:2] = [0, 1]
    scores = generator.integers(-steps, steps, n) / 8 + labels * generator.integers(0, steps, n) / 8
    false_rate, recall, _ = metrics.roc_curve(labels, scores, drop_intermediate=False)
    precision, found, _ = metrics.precision_recall_curve(labels, scores)
    return {
        "labels": labels.tolist(),
        "scores": listed(scores),
        "area": float(metrics.roc_auc_score(labels, scores)),
        "averagePrecision": float(metrics.average_precision_score(labels, scores)),
        "falseAlarms": listed(false_rate),
        "recall": listed(recall),
        # From the highest threshold on, without the point that scikit-learn adds at recall 0.
        "precision": listed(precision[:-1][::-1]),
        "precisionRecall": listed(found[:-1][::-1]),
    }


def top(n, classes):
    scores = np.float32(generator.normal(size=(n, classes)))
    labels = generator.integers(0, classes, n)
    return {
        "classes": classes,
        "scores": listed(scores),
        "labels": labels.tolist(),
        "shares": [
            float(metrics.top_k_accuracy_score(labels, scores, k=k, labels=range(classes)))
            if k < classes else 1.0
            for k in range(1, classes + 1)
        ],
    }


def calibration(n, classes, bins):
    logits = generator.normal(size=(n, classes)) * 2
    probabilities = np.float32(np.exp(logits) / np.exp(logits).sum(1, keepdims=True))
    labels = np.array([generator.choice(classes, p=np.float64(p) / np.float64(p).sum()) for p in probabilities])
    # Some answers are surer than they are right.
    labels = np.where(generator.random(n) < 0.2, generator.integers(0, classes, n), labels)
    confidence = probabilities.max(1).astype(np.float64)
    right = probabilities.argmax(1) == labels
    edges = np.arange(1, bins) / bins
    number = np.digitize(confidence, edges, right=True)
    error = sum(
        (number == b).mean() * abs(confidence[number == b].mean() - right[number == b].mean())
        for b in range(bins) if (number == b).any())
    return {
        "classes": classes, "bins": bins, "probabilities": listed(probabilities),
        "labels": labels.tolist(), "error": float(error),
        "counts": [int((number == b).sum()) for b in range(bins)],
    }


def regression(n, spread):
    targets = np.float32(generator.normal(size=n) * spread)
    predictions = np.float32(targets + generator.normal(size=n))
    return {
        "targets": listed(targets), "predictions": listed(predictions),
        "meanAbsolute": float(metrics.mean_absolute_error(targets.astype(float), predictions)),
        "rootMeanSquared": float(metrics.root_mean_squared_error(targets.astype(float), predictions)),
        "rSquared": float(metrics.r2_score(targets.astype(float), predictions)),
    }


constant = regression(5, 1)
constant["targets"] = [2.0] * 5
constant["rSquared"] = float(metrics.r2_score(constant["targets"], constant["predictions"]))
constant["meanAbsolute"] = float(
    metrics.mean_absolute_error(constant["targets"], constant["predictions"]))
constant["rootMeanSquared"] = float(
    metrics.root_mean_squared_error(constant["targets"], constant["predictions"]))

with open("metrics.json", "w") as file:
    json.dump(
        {
            "classification": [
                classification(40, 3), classification(60, 5, absent=[2]),
                classification(60, 5, unanswered=[0, 3]),
                classification(30, 6, absent=[1, 5], unanswered=[5]), classification(4, 10),
                classification(1, 2),
            ],
            "ranking": [
                ranking(20, 3), ranking(60, 6), ranking(100, 40, share=0.1), ranking(2, 1),
                ranking(50, 1),
            ],
            "top": [top(20, 5), top(15, 3)],
            "calibration": [calibration(80, 3, 15), calibration(60, 10, 10), calibration(5, 2, 1)],
            "regression": [regression(30, 3), regression(10, 0.3), constant],
        }, file, separators=(",", ":"))
