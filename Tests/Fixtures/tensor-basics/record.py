"""Records the values that the tests of chapter 01 compare with, in double precision.

    python Tests/Fixtures/tensor-basics/record.py

needs NumPy 2.4, SciPy 1.17 and scikit-learn 1.9 and writes values.json beside this file.
"""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.special import logsumexp
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression

random = np.random.default_rng(20260101)


def as_float32(values):
    """Rounds to numbers that a Float holds exactly, so that both sides start from the same input."""
    return np.asarray(values, dtype=np.float32).astype(np.float64)


def tensor(array):
    array = np.asarray(array, dtype=np.float64)
    return {"shape": list(array.shape), "elements": array.ravel().tolist()}


def views():
    x = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    m = x[1]
    made = {
        "x": x, "transposed": x.transpose(0, 2, 1), "permuted": x.transpose(2, 0, 1),
        "sliced": x[:, 1:3, 0:4:2], "oddSlice": x[:, :, 1:4:2], "picked": x[:, 1],
        "reversed": x[:, ::-1], "diagonal": m.diagonal(),
        "windows": sliding_window_view(x, 2, axis=1),
        "broadcasted": np.broadcast_to(m[:, :1], (2, 3, 4)), "expanded": x[:, None],
    }
    return {
        name: {
            # NumPy counts bytes, four for each element.
            "strides": [0 if n == 1 else s // 4 for n, s in zip(v.shape, v.strides)],
            **tensor(v),
        }
        for name, v in made.items()
    }


def reshapes():
    """Whether NumPy can reshape without a copy, and the strides that it then takes."""
    base = np.arange(48, dtype=np.float32)
    cases = []
    for start, axes, step, target in [
        ([2, 3, 8], [0, 1, 2], 1, [6, 8]), ([2, 3, 8], [0, 1, 2], 1, [2, 24]),
        ([2, 3, 8], [0, 2, 1], 1, [2, 24]), ([2, 3, 8], [1, 0, 2], 1, [6, 8]),
        ([2, 3, 8], [1, 0, 2], 1, [3, 2, 4, 2]), ([2, 3, 8], [0, 1, 2], 2, [2, 12]),
        ([2, 3, 8], [0, 1, 2], 2, [24]), ([6, 8], [1, 0], 1, [8, 2, 3]),
        ([6, 8], [1, 0], 1, [48]), ([6, 8], [1, 0], 1, [2, 4, 6]), ([1, 6, 8], [2, 0, 1], 1, [8, 6]),
        ([6, 8], [0, 1], 1, [2, 1, 3, 8, 1]), ([4, 3, 4], [0, 1, 2], 1, [2, 2, 12]),
    ]:
        v = base.reshape(start).transpose(axes)[..., ::step]
        try:
            r = v.view()
            r.shape = target
            strides = [0 if n == 1 else s // 4 for n, s in zip(r.shape, r.strides)]
        except AttributeError:
            strides = None
        cases.append({"shape": start, "axes": axes, "step": step, "target": target, "strides": strides})
    return cases


def broadcasts():
    cases = []
    for a, b in [
        ([4, 3], [3]), ([4, 1], [3]), ([3, 1], [3]), ([4, 3], [4]), ([], [2, 3]), ([2, 1, 5], [4, 1]),
        ([1], [0]), ([0, 3], [1, 3]), ([2, 3], [2, 1]), ([2], [3]), ([8, 1, 6, 1], [7, 1, 5]),
        ([2, 1], [8, 4, 3]), ([1, 1], []),
    ]:
        try:
            shape = list(np.broadcast_shapes(tuple(a), tuple(b)))
        except ValueError:
            shape = None
        cases.append({"a": a, "b": b, "shape": shape})
    return cases


def einsums():
    shapes = {"a": [3, 4], "b": [4, 5], "c": [2, 3, 4], "d": [2, 4, 5], "s": [4, 4], "v": [4], "w": [3]}
    operands = {name: as_float32(random.normal(size=shape)) for name, shape in shapes.items()}
    cases = []
    for equation, names in [
        ("ij,jk->ik", "ab"), ("ij->ji", "a"), ("ij->i", "a"), ("ij->j", "a"), ("ij->", "a"),
        ("ii->", "s"), ("ii->i", "s"), ("i,j->ij", "wv"), ("bij,bjk->bik", "cd"), ("i,ij,j->", "wav"),
        ("ij,ij->", "aa"), ("bij,jk->bik", "cb"), ("ij,jk,k->i", "ass"[:2] + "v"), ("bij->jib", "c"),
        ("ij,j->ij", "av"), ("bij,bkj->bik", "cc"),
    ]:
        value = np.einsum(equation, *[operands[n] for n in names])
        cases.append({"equation": equation, "operands": list(names), "value": tensor(value)})
    return {"operands": {n: tensor(v) for n, v in operands.items()}, "cases": cases}


def norms():
    cases = []
    for x in [[3, -4], [1e20, 1e20], [1e-30, -2e-30], [0, 0, 0], [1, 2, -3, 4, -5], [7]]:
        x = as_float32(x)
        cases.append({
            "x": x.tolist(),
            "norms": [float(np.linalg.norm(x, p)) for p in [1, 1.5, 2, 3]] + [float(np.abs(x).max())],
        })
    return cases


def decompositions():
    a = as_float32(random.normal(size=(7, 5)) @ np.diag([8, 4, 2, 1, 0.5]))
    values = np.linalg.svd(a, compute_uv=False)
    data = as_float32(random.normal(size=(60, 6)) @ random.normal(size=(6, 6)) + 3)
    pca = PCA(n_components=3).fit(data)
    # scikit-learn divides by n - 1, the chapter by n.
    n = len(data)
    symmetric = as_float32(random.normal(size=(6, 6)))
    symmetric = as_float32(symmetric + symmetric.T)
    eigenvalues = np.linalg.eigvalsh(symmetric)
    targets = as_float32(data @ random.normal(size=6) + random.normal(size=n))
    line = LinearRegression().fit(data, targets)
    return {
        "matrix": tensor(a), "singularValues": values.tolist(), "condition": float(np.linalg.cond(a)),
        "rank2Error": float(np.sqrt((values[2:] ** 2).sum())),
        "data": tensor(data), "mean": data.mean(axis=0).tolist(),
        "variances": (pca.explained_variance_ * (n - 1) / n).tolist(),
        "directions": tensor(pca.components_), "explained": float(pca.explained_variance_ratio_.sum()),
        "reconstructionError": float(((pca.inverse_transform(pca.transform(data)) - data) ** 2).mean()),
        "symmetric": tensor(symmetric), "eigenvalues": eigenvalues.tolist(),
        "targets": targets.tolist(), "weights": line.coef_.tolist(), "bias": float(line.intercept_),
    }


def numbers():
    sums = []
    for x in [random.normal(size=1000), random.uniform(size=1000), np.full(1025, 0.1)]:
        x = as_float32(x)
        sums.append({"x": x.tolist(), "sum": float(sum(Fraction(float(v)) for v in x))})
    moments = []
    for x in [[10000, 10001, 10002], random.normal(size=50) + 1000, [5], [3, 3, 3]]:
        x = as_float32(x)
        moments.append({"x": x.tolist(), "mean": float(x.mean()), "variance": float(x.var())})
    roots = []
    for a, b, c in [(1, -10000, 1), (1, 10000, 1), (2, 5, -3), (1, -2, 1), (3, 0, -12), (-1, 4, 5)]:
        a, b, c = (float(np.float32(v)) for v in (a, b, c))
        q = np.sqrt(np.longdouble(b) ** 2 - 4 * np.longdouble(a) * np.longdouble(c))
        big = -(b + np.copysign(q, b)) / 2
        pair = sorted([float(big / a), float(c / big)])
        roots.append({"coefficients": [a, b, c], "roots": pair})
    exponentials = []
    for x in [[1000, 1000], [-1000, -1001], [0], [1, 2, 3], [88, 89, 90, -90], [-2e38, 5]]:
        x = as_float32(x)
        exponentials.append({"x": x.tolist(), "value": float(logsumexp(x))})
    return {"sums": sums, "moments": moments, "roots": roots, "logSumExp": exponentials}


values = {
    "views": views(), "reshapes": reshapes(), "broadcasts": broadcasts(), "einsums": einsums(),
    "norms": norms(), "decompositions": decompositions(), "numbers": numbers(),
}
Path(__file__).with_name("values.json").write_text(json.dumps(values) + "\n")
