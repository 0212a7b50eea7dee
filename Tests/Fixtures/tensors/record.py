"""Records what NumPy computes, for the tests of the Tensors module.

Run it with `python3 record.py` in this folder; it needs NumPy and writes numpy.json.
Inputs are small multiples of 1/8, so that they are exact in the file and in single precision.
"""

import json

import numpy as np

generator = np.random.default_rng(7)


def array(*shape):
    return (generator.integers(-40, 41, size=shape) / 8).astype(np.float32)


def record(x):
    x = np.asarray(x)
    return {"shape": list(x.shape), "scalars": [float(v) for v in x.astype(np.float64).ravel()]}


broadcasting = []
for left, right in [
    ((3,), (3,)), ((), (4,)), ((2, 3), ()), ((2, 3), (3,)), ((2, 3), (2, 1)), ((4, 1), (3,)),
    ((4, 1), (1, 3)), ((2, 3, 4), (4,)), ((2, 3, 4), (3, 1)), ((2, 3, 4), (2, 1, 1)),
    ((2, 1, 4), (3, 1)), ((2, 1, 4, 1), (3, 1, 5)), ((1, 1), (1,)), ((0, 3), (3,)),
    ((2, 0), (2, 1)), ((5, 1, 2), (1, 6, 2)), ((2, 3, 2, 3), (1, 3, 1, 3)),
]:
    a, b = array(*left), array(*right)
    b = np.where(b == 0, np.float32(0.5), b)
    broadcasting.append({
        "a": record(a), "b": record(b), "sum": record(a + b), "difference": record(a - b),
        "product": record(a * b), "quotient": record(a / b), "maximum": record(np.maximum(a, b)),
        "minimum": record(np.minimum(a, b)),
    })

reductions = []
for shape in [(1,), (7,), (3, 4), (1, 5), (5, 1), (2, 3, 4), (2, 1, 3), (2, 3, 4, 5), (20, 33)]:
    x = array(*shape)
    for axis in range(-len(shape), len(shape)):
        reductions.append({
            "x": record(x), "axis": axis,
            "sum": record(x.sum(axis=axis)), "mean": record(x.astype(np.float64).mean(axis=axis)),
            "max": record(x.max(axis=axis)), "min": record(x.min(axis=axis)),
            "argmax": [int(i) for i in x.argmax(axis=axis).ravel()],
        })

products = []
for left, right in [
    ((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 4)), ((2, 3), (3, 4)), ((1, 5), (5, 1)),
    ((5, 1), (1, 5)), ((0, 3), (3, 2)), ((2, 0), (0, 3)), ((17, 33), (33, 9)), ((1, 20), (20, 30)),
]:
    a, b = array(*left), array(*right)
    products.append({"a": record(a), "b": record(b), "product": record(a @ b)})

transpositions = []
for shape, first, second in [
    ((2, 3), 0, 1), ((2, 3, 4), 1, 2), ((2, 3, 4), 0, 1), ((2, 3, 4), 0, 2), ((2, 3, 4, 5), 1, 3),
    ((2, 3, 4, 5), -4, -2), ((3, 1), 0, 1), ((0, 2), 0, 1),
]:
    x = array(*shape)
    transpositions.append({
        "x": record(x), "first": first, "second": second,
        "result": record(np.swapaxes(x, first, second)),
    })

concatenations = []
for shapes, axis in [
    (((2, 3), (1, 3)), 0), (((2, 3), (2, 2)), 1), (((2, 1, 2), (2, 3, 2), (2, 0, 2)), 1),
    (((2,), (3,)), -1),
]:
    parts = [array(*shape) for shape in shapes]
    concatenations.append({
        "parts": [record(part) for part in parts], "axis": axis,
        "result": record(np.concatenate(parts, axis=axis)),
    })

fixture = {
    "broadcasting": broadcasting, "reductions": reductions, "products": products,
    "transpositions": transpositions, "concatenations": concatenations,
}
with open("numpy.json", "w") as file:
    json.dump(fixture, file, separators=(",", ":"))
    file.write("\n")
