"""Records the values that the tests of chapter 03 compare with, in double precision.

    python Tests/Fixtures/perceptrons/record.py

needs PyTorch 2.13, SciPy 1.17 and scikit-learn 1.9 and writes values.json beside this file.
"""

import json
import warnings
from fractions import Fraction
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

torch.set_default_dtype(torch.float64)
random = np.random.default_rng(20260103)


def as_float32(values):
    """Rounds to numbers that a Float holds exactly, so that both sides start from the same input."""
    return np.asarray(values, dtype=np.float32).astype(np.float64)


def sigmoid_values():
    x = torch.tensor(
        [-100, -88, -50, -17, -5, -2, -0.5, -1e-4, 0, 1e-4, 0.5, 2, 5, 17, 50, 88, 100],
        requires_grad=True)
    y = torch.sigmoid(x)
    # The slope in the form that does not cancel.
    slope = torch.sigmoid(x) * torch.sigmoid(-x)
    return {
        "x": as_float32(x.detach().numpy()).tolist(),
        "sigmoid": torch.sigmoid(torch.tensor(as_float32(x.detach().numpy()))).tolist(),
        "derivative": slope.detach().tolist(),
        "softplus": np.logaddexp(0, as_float32(x.detach().numpy())).tolist(),
    }


def logistic_losses():
    cases = [
        ([0.0], [1]),
        ([2.0, -2.0], [1, 0]),
        ([2.0, -2.0], [0, 1]),
        ([100.0, -100.0], [1, 0]),
        ([100.0, -100.0], [0, 1]),
        ([1000.0, -1000.0, 3.0], [0, 1, 1]),
        (as_float32(random.normal(size=9) * 4).tolist(), random.integers(0, 2, 9).tolist()),
    ]
    return [
        {
            "logits": logits,
            "labels": labels,
            "loss": torch.nn.functional.binary_cross_entropy_with_logits(
                torch.tensor(logits), torch.tensor(labels, dtype=torch.float64)).item(),
        }
        for logits, labels in cases
    ]


def softmax_values():
    cases = [
        ([[0.0, 1.0, 2.0]], [2]),
        ([[5.0]], [0]),
        ([[100.0, -100.0], [-100.0, 100.0]], [0, 0]),
        ([[1000.0, 1001.0, 999.0], [-1000.0, -1001.0, -999.0]], [1, 0]),
        ([[88.0, 89.0, 90.0, 3.0]], [3]),
        (as_float32(random.normal(size=(5, 4)) * 3).tolist(), random.integers(0, 4, 5).tolist()),
    ]
    return [
        {
            "logits": logits,
            "labels": labels,
            "softmax": torch.softmax(torch.tensor(logits), 1).tolist(),
            "crossEntropy": torch.nn.functional.cross_entropy(
                torch.tensor(logits), torch.tensor(labels)).item(),
        }
        for logits, labels in cases
    ]


def gradients():
    """One batch: the gradients that PyTorch's automatic differentiation gives."""
    x = as_float32(random.normal(size=(7, 4)))
    binary = random.integers(0, 2, 7)
    classes = random.integers(0, 3, 7)
    w = torch.tensor(as_float32(random.normal(size=4)), requires_grad=True)
    b = torch.tensor(as_float32(random.normal()), requires_grad=True)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(
        torch.tensor(x) @ w + b, torch.tensor(binary, dtype=torch.float64))
    loss.backward()
    many = torch.tensor(as_float32(random.normal(size=(4, 3))), requires_grad=True)
    biases = torch.tensor(as_float32(random.normal(size=3)), requires_grad=True)
    many_loss = torch.nn.functional.cross_entropy(
        torch.tensor(x) @ many + biases, torch.tensor(classes))
    many_loss.backward()
    return {
        "examples": x.tolist(),
        "logistic": {
            "labels": binary.tolist(), "weights": w.tolist(), "bias": b.item(),
            "loss": loss.item(), "weightGradient": w.grad.tolist(), "biasGradient": b.grad.item(),
        },
        "softmax": {
            "labels": classes.tolist(), "weights": many.tolist(), "biases": biases.tolist(),
            "loss": many_loss.item(), "weightGradient": many.grad.tolist(),
            "biasGradient": biases.grad.tolist(),
        },
    }


def fitted():
    """Overlapping groups, so that the loss has a smallest value, found by scikit-learn."""
    result = {}
    for name, k in (("two", 2), ("three", 3)):
        labels = np.arange(60) % k
        centres = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.5]])[:k]
        x = as_float32(np.round(centres[labels] + random.normal(size=(60, 2)), 3))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10000).fit(x, labels)
        result[name] = {
            "examples": x.tolist(),
            "labels": labels.tolist(),
            "loss": log_loss(labels, model.predict_proba(x)),
            "accuracy": float(model.score(x, labels)),
        }
    return result


def trace():
    """The perceptron on the six points, with fractions: no rounding at all."""
    points = [(2, 3), (1, 5), (2, 1), (3, 2), (4, 4), (5, 5)]
    labels = [1, 1, -1, -1, 1, 1]

    def run(number, rate):
        w, b, history, mistakes = [number(0), number(0)], number(0), [], -1
        while mistakes != 0:
            mistakes = 0
            for (p, q), y in zip(points, labels):
                if y * (w[0] * p + w[1] * q + b) <= 0:
                    step = rate * y
                    w, b = [w[0] + step * p, w[1] + step * q], b + step
                    mistakes += 1
            history.append(mistakes)
        return {"mistakes": history, "weights": [float(v) for v in w], "bias": float(b)}

    return {
        "exactRateOne": run(Fraction, Fraction(1)),
        "exactRateTenth": run(Fraction, Fraction(1, 10)),
        "doubleRateTenth": run(float, 0.1),
    }


values = {
    "versions": {"torch": torch.__version__, "numpy": np.__version__},
    "sigmoid": sigmoid_values(),
    "logisticLoss": logistic_losses(),
    "softmax": softmax_values(),
    "gradients": gradients(),
    "fitted": fitted(),
    "trace": trace(),
}
Path(__file__).with_name("values.json").write_text(json.dumps(values, indent=1) + "\n")
