"""The work in NumPy; see peer.py. Results are allocated by every call, as in `a + b`."""

from functools import partial

import numpy as np

from sizes import BATCH, Kinds, matrix, numbers

KINDS = Kinds()
random = np.random.default_rng(0)


def start(threads):
    pass  # OpenBLAS and MKL read the environment.


def version():
    return np.__version__


def instruction_set():
    """What the element-wise functions use, and what the matrix products use if somebody tells."""
    text = ""
    try:
        found = np.show_config(mode="dicts")["SIMD Extensions"]["found"]
        text = f"element-wise {found[-1]}" if found else ""
    except (KeyError, TypeError):
        pass
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return (text + "; products unknown: threadpoolctl is not installed").lstrip("; ")
    for pool in threadpool_info():
        if pool["user_api"] == "blas" and "numpy" in pool["filepath"]:
            kernels = pool.get("architecture", "unknown")
            # Haswell and Zen are AVX2 with fused multiply-add; SkylakeX is AVX-512.
            text += f"; products {pool['internal_api']} {pool['version']} {kernels}"
    return text.lstrip("; ")


def uniform(*shape, low=-1.0):
    return random.uniform(low, 1, shape).astype(np.float32)


# Products


@KINDS.work("matmul")
def matmul(size):
    m, n, k = numbers(size)
    return partial(np.matmul, uniform(m, k), uniform(k, n))


@KINDS.work("matmul-tn")
def matmul_tn(size):
    m, n, k = numbers(size)
    return partial(np.matmul, uniform(k, m).T, uniform(k, n))


@KINDS.work("matmul-nt")
def matmul_nt(size):
    m, n, k = numbers(size)
    return partial(np.matmul, uniform(m, k), uniform(n, k).T)


# Element by element

for kind, function in {"add": np.add, "multiply": np.multiply}.items():
    KINDS[kind] = lambda size, f=function: partial(
        f, uniform(*numbers(size)), uniform(*numbers(size))
    )

for kind, function, low in [
    ("exp", np.exp, -1), ("log", np.log, 0.01), ("sqrt", np.sqrt, 0), ("tanh", np.tanh, -1),
]:  # fmt: skip
    KINDS[kind] = lambda size, f=function, low=low: partial(f, uniform(*numbers(size), low=low))


@KINDS.work("relu")
def relu(size):
    return partial(np.maximum, uniform(*numbers(size)), np.float32(0))


@KINDS.work("add-row")
def add_row(size):
    rows, columns = numbers(size)
    return partial(np.add, uniform(rows, columns), uniform(columns))


# Reductions

for kind, name in {"sum": "sum", "mean": "mean", "max": "max"}.items():
    KINDS[kind] = lambda size, name=name: getattr(uniform(*numbers(size)), name)
    for axis in (0, 1):
        KINDS[f"{kind}-axis{axis}"] = lambda size, name=name, axis=axis: partial(
            getattr(uniform(*numbers(size)), name), axis=axis
        )


def softmax_rows(x):
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@KINDS.work("softmax", "softmax-composed")
def softmax(size):
    return partial(softmax_rows, uniform(*matrix(size)))


# Making tensors

KINDS["uniform"] = lambda size: partial(random.random, numbers(size), dtype=np.float32)
KINDS["normal"] = lambda size: partial(random.standard_normal, numbers(size), dtype=np.float32)
KINDS["zeros"] = lambda size: partial(np.zeros, numbers(size), dtype=np.float32)


# Training, with the gradient written by hand


@KINDS.work("mlp-step-by-hand")
def mlp_step_by_hand(size):
    sizes = numbers(size)
    weights = [uniform(a, b) / np.float32(np.sqrt(a)) for a, b in zip(sizes, sizes[1:])]
    biases = [np.zeros(b, np.float32) for b in sizes[1:]]
    x = random.standard_normal((BATCH, sizes[0]), dtype=np.float32)
    if sizes[-1] == 1:
        truth = random.standard_normal((BATCH, 1), dtype=np.float32)
    else:
        truth = np.eye(sizes[-1], dtype=np.float32)[np.arange(BATCH) % sizes[-1]]
    rate = np.float32(0.01)

    def step():
        activations = [x]
        for i, (w, b) in enumerate(zip(weights, biases)):
            scores = activations[i] @ w + b
            activations.append(np.maximum(scores, 0) if i + 1 < len(weights) else scores)
        outputs = activations.pop()
        if sizes[-1] == 1:
            difference = outputs - truth
            loss = np.mean(difference * difference)
            errors = difference * np.float32(2 / BATCH)
        else:
            probabilities = softmax_rows(outputs)
            loss = -(np.log(probabilities) * truth).sum(axis=1).mean()
            errors = (probabilities - truth) / np.float32(BATCH)
        for i in reversed(range(len(weights))):
            gradient, column = activations[i].T @ errors, errors.sum(axis=0)
            if i > 0:
                errors = (errors @ weights[i].T) * (activations[i] > 0)
            weights[i] -= rate * gradient
            biases[i] -= rate * column
        return loss

    return step


@KINDS.work("softmax-regression-step")
def softmax_regression_step(size):
    return mlp_step_by_hand(size)
