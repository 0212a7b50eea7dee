"""Records what PyTorch computes in double precision, for the tests of arithmetic, functions and reductions.

Run it with `python3 record_functions.py` in this folder; it needs PyTorch and writes functions.json.
"""

import math

import numpy
import torch
import torch.nn.functional as F

from recording import add, array, numbers, positions, positive, tied, write

grid = [(), (1,), (0,), (7,), (3, 5), (2, 0), (2, 1, 4), (33, 65)]
functions = {
    "relu": F.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "softplus": lambda x: torch.logaddexp(x, torch.zeros_like(x)),
    "gelu": F.gelu, "geluTanh": lambda x: F.gelu(x, approximate="tanh"), "silu": F.silu,
    "square": torch.square, "exp": torch.exp, "exp2": torch.exp2, "expm1": torch.expm1,
    "sin": torch.sin, "cos": torch.cos, "tan": torch.tan, "erf": torch.erf, "abs": torch.abs,
    "sign": torch.sign, "floor": torch.floor, "ceil": torch.ceil, "round": torch.round,
    "negate": torch.neg,
}
ofPositive = {
    "reciprocal": torch.reciprocal, "reciprocalSquareRoot": torch.rsqrt, "sqrt": torch.sqrt,
    "log": torch.log, "log2": torch.log2, "log1p": torch.log1p,
}
for shape in grid:
    for name, function in functions.items():
        # tan has a pole at π/2: inputs stay within -1 ..< 1.
        x = numbers(shape, -1.0, 2.0**-19) if name == "tan" else numbers(shape)
        add(name, [x], function)
    for name, function in ofPositive.items():
        add(name, [positive(shape)], function)
    for exponent in [2.5, -1.5, 0.0, 3.0]:
        add("powNumber", [positive(shape)], lambda x: x**exponent, text=str(exponent))
    add("numberPow", [numbers(shape)], lambda x: 1.75**x, text="1.75")
    for name, function in {
        "addInPlaceNumber": lambda x: x + 1.75, "subtractInPlaceNumber": lambda x: x - 1.75,
        "multiplyInPlaceNumber": lambda x: x * 1.75, "divideInPlaceNumber": lambda x: x / 1.75,
        "numberAdd": lambda x: 1.75 + x, "numberMultiply": lambda x: 1.75 * x,
        "addNumber": lambda x: x + 1.75, "subtractNumber": lambda x: x - 1.75,
        "numberSubtract": lambda x: 1.75 - x, "multiplyNumber": lambda x: x * 1.75,
        "divideNumber": lambda x: x / 1.75, "numberDivide": lambda x: 1.75 / x,
    }.items():
        add(name, [positive(shape)], function, text="1.75")
for name in ["relu", "abs", "sign", "floor", "ceil", "round", "square"]:
    add(name, [tied((40,))], functions[name])

pairs = {
    "add": torch.add, "subtract": torch.sub, "multiply": torch.mul, "divide": torch.div,
    "maximum": torch.maximum, "minimum": torch.minimum, "pow": torch.pow,
    "addInPlace": torch.add, "subtractInPlace": torch.sub, "multiplyInPlace": torch.mul,
    "divideInPlace": torch.div,
}
for a, b in [
    ((), ()), ((3,), ()), ((2, 3), (3,)), ((2, 1), (1, 3)), ((2, 1, 4), (3, 1)), ((1,), (2, 2)),
    ((0, 3), (3,)), ((0,), (1,)), ((2, 3), (2, 3)), ((33, 65), (65,)), ((33, 1), (33, 65)),
]:
    for name, function in pairs.items():
        first = positive if name == "pow" else numbers
        second = positive if name.startswith("divide") else numbers
        # What is changed in place keeps its shape.
        if name.endswith("InPlace") and torch.broadcast_shapes(a, b) != a:
            continue
        add(name, [first(a), second(b)], function)
for name in ["maximum", "minimum"]:
    add(name, [tied((5, 6)), tied((6,))], pairs[name])
for name in ["maximumNumber", "numberMaximum", "minimumNumber", "numberMinimum"]:
    function = torch.maximum if "aximum" in name else torch.minimum
    for shape in grid + [(40,)]:
        x = tied(shape) if shape == (40,) else numbers(shape)
        add(name, [x], lambda x: function(x, torch.tensor(0.5, dtype=x.dtype)), text="0.5")
for exponent in [2.0, 3.0]:
    add("powNumber", [tied((40,))], lambda x: x**exponent, text=str(exponent))
for count in [0, 1, 7, 2145]:
    add("dot", [numbers((count,)), numbers((count,))], torch.dot)
for a, b in [(3, 4), (1, 1), (0, 3), (3, 0), (33, 65)]:
    add("outer", [numbers((a,)), numbers((b,))], torch.outer)

reductions = {
    "sum": torch.sum, "mean": torch.mean, "max": lambda x, d: x.max(d)[0],
    "min": lambda x, d: x.min(d)[0], "variance": lambda x, d: x.var(d, correction=0),
    "variance1": lambda x, d: x.var(d, correction=1),
    "standardDeviation": lambda x, d: x.std(d, correction=0), "product": torch.prod,
    "cumulativeSum": torch.cumsum, "logSumExp": torch.logsumexp, "softmax": torch.softmax,
    "logSoftmax": torch.log_softmax,
}
kept = ["sum", "mean", "max", "min", "variance1", "standardDeviation", "product", "logSumExp"]
for shape in [(1,), (7,), (3, 5), (2, 3, 4), (2, 1, 3), (0, 3), (3, 0), (33, 65)]:
    for axis in list(range(len(shape))) + ([-1] if shape == (3, 5) else []):
        for name, function in reductions.items():
            extent = shape[axis]
            if extent == 0 and name not in ("sum", "cumulativeSum", "product", "softmax", "logSoftmax"):
                continue
            # The deviation of equal numbers has no slope, and one number has no estimated variance.
            if extent == 1 and name in ("variance1", "standardDeviation"):
                continue
            # A product of many numbers stays within single precision if they are near 1.
            x = numbers(shape, 0.75, 2.0**-21) if name == "product" else numbers(shape)
            add(name, [x], lambda x: function(x, axis), [[axis]])
            if name in kept:
                add(name + "Kept", [x], lambda x: function(x, axis).unsqueeze(axis), [[axis]])
        if shape[axis] > 0:
            x = tied(shape)
            positions("argmax", [x], [[axis]], indices=x.numpy().argmax(axis).reshape(-1))
    if math.prod(shape) > 0:
        x = tied(shape)
        positions("argmaxAll", [x], indices=[x.numpy().argmax()])
    for name in ["sumAll", "meanAll", "maxAll", "minAll"]:
        if math.prod(shape) > 0 or name == "sumAll":
            add(name, [numbers(shape)], getattr(torch, name[:-3]))
for name in ["max", "min"]:
    for axis in [0, 1]:
        add(name, [tied((6, 9))], lambda x: reductions[name](x, axis), [[axis]])
    add(name + "All", [tied((6, 9))], getattr(torch, name))
# One zero in a line, two, and none.
zeros = torch.tensor(
    [[0.0, 1.5, 2.0, -1.0], [0.0, 0.5, 0.0, 3.0], [-2.0, 0.25, 1.0, 4.0], [0.0, 0.0, 0.0, 5.0]],
    dtype=torch.float64)
for axis in [0, 1]:
    add("product", [tied((4, 5))], lambda x: x.prod(axis), [[axis]])
    add("product", [zeros], lambda x: x.prod(axis), [[axis]])
    add("productKept", [zeros], lambda x: x.prod(axis, keepdim=True), [[axis]])
for x in [zeros[0], zeros[1], zeros[2], zeros, numbers(()), numbers((0, 2)), numbers((1, 1)), numbers((33, 65), 0.875, 2.0**-22)]:
    add("productAll", [x.clone() if not hasattr(x, "recipe") else x], torch.prod)

for rows, classes in [(1, 1), (3, 5), (0, 4), (4, 1), (33, 65)]:
    labels = [(3 * row + 1) % classes for row in range(rows)]
    target = torch.tensor(labels, dtype=torch.long)
    add("softmaxCrossEntropy", [numbers((rows, classes))],
        lambda x: F.cross_entropy(x, target, reduction="none"), [labels])
left_out = torch.tensor([2, -1, 0, -1])
add("softmaxCrossEntropy", [numbers((4, 3))],
    lambda x: F.cross_entropy(x, left_out, reduction="none", ignore_index=-1), [left_out.tolist()])
for shape in [(1, 1), (1, 4), (5,), (3, 5), (2, 3, 4), (0, 4), (33, 65)]:
    width = shape[-1]
    add("layerNorm", [numbers(shape)], lambda x: F.layer_norm(x, [width], eps=1e-5))
    add("layerNorm", [numbers(shape), numbers((width,)), numbers((width,))],
        lambda x, s, b: F.layer_norm(x, [width], s, b, eps=1e-5))
    add("rootMeanSquareNorm", [numbers(shape)], lambda x: F.rms_norm(x, [width], eps=1e-6))
    add("rootMeanSquareNorm", [numbers(shape), numbers((width,))],
        lambda x, s: F.rms_norm(x, [width], s, eps=1e-6))

# Special values, exact in single precision.
inf, nan = math.inf, math.nan


def tensor(values):
    return torch.from_numpy(numpy.array(values, dtype=numpy.float32)).double()


special = tensor([
    inf, -inf, nan, 0.0, -0.0, 1e30, -1e30, 1e-30, -1e-30, 1e-42, -1e-42, 1.0, -1.0, 88.0, -88.0,
    0.5, -0.5, 1.5, 2.5, -2.5])
for name, function in {**functions, **ofPositive}.items():
    add(name, [special], function, special=True)
for exponent in [3.0, 2.0, 1.0, 0.0, -1.0, 0.5]:
    add("powNumber", [special], lambda x: x**exponent, text=str(exponent), special=True)
add("numberPow", [special], lambda x: 1.75**x, text="1.75", special=True)
add("numberPow", [special], lambda x: torch.pow(torch.tensor(0.0, dtype=x.dtype), x), text="0.0", special=True)
for name, function in {
    "addInPlaceNumber": lambda x: x + 1.75, "subtractInPlaceNumber": lambda x: x - 1.75,
    "multiplyInPlaceNumber": lambda x: x * 1.75, "divideInPlaceNumber": lambda x: x / 1.75,
    "numberAdd": lambda x: 1.75 + x, "numberMultiply": lambda x: 1.75 * x, "subtractNumber": lambda x: x - 1.75,
    "addNumber": lambda x: x + 1.75, "numberSubtract": lambda x: 1.75 - x,
    "multiplyNumber": lambda x: x * 1.75, "divideNumber": lambda x: x / 1.75,
    "numberDivide": lambda x: 1.75 / x,
}.items():
    add(name, [special], function, text="1.75", special=True)
for name in ["maximumNumber", "numberMaximum", "minimumNumber", "numberMinimum"]:
    function = torch.maximum if "aximum" in name else torch.minimum
    add(name, [special], lambda x: function(x, torch.tensor(0.5, dtype=x.dtype)), text="0.5", special=True)

# Every special value with every other, element by element.
few = tensor([inf, -inf, nan, 0.0, -0.0, 1e30, 1e-30, 2.0, -1.5, -3.0])
first, second = few.repeat_interleave(len(few)), few.repeat(len(few))
for name, function in pairs.items():
    add(name, [first, second], function, special=True)

# Every row is a case of its own.
rows = tensor([
    [inf, 1, 2, 3], [-inf, 1, 2, 3], [nan, 1, 2, 3], [inf, -inf, 1, 2], [inf, nan, 0, 1],
    [0.0, -0.0, 0.0, -0.0], [-0.0, -0.0, -0.0, -0.0], [0, 0, 2, 3], [3, 3, 3, 3],
    [-inf] * 4, [inf] * 4, [1e30, 1e30, -1e30, 1], [1e-30, 2e-30, 0, 1e-30],
    [1e-42, 2e-42, 0, 1e-42], [88, -88, 0, 1], [1000, 999, 0, -1000]])
for name, function in reductions.items():
    add(name, [rows], lambda x: function(x, 1), [[1]], special=True)
    if name in kept:
        add(name + "Kept", [rows], lambda x: function(x, 1).unsqueeze(1), [[1]], special=True)
add("softmaxCrossEntropy", [rows], lambda x: F.cross_entropy(x, torch.tensor([1] * len(rows)), reduction="none"),
    [[1] * len(rows)], special=True)
add("layerNorm", [rows], lambda x: F.layer_norm(x, [4], eps=1e-5), special=True)
add("rootMeanSquareNorm", [rows], lambda x: F.rms_norm(x, [4], eps=1e-6), special=True)
for i in range(len(rows)):
    for name in ["sumAll", "meanAll", "maxAll", "minAll"]:
        add(name, [rows[i]], getattr(torch, name[:-3]), text=f"row {i}", special=True)
    add("dot", [rows[i], tensor([0, 1, -1, 2])], torch.dot, special=True)

# Without equal elements, but for the last row, and without subnormal ones.
few = rows[[0, 1, 2, 4, 7, 12, 8]]
for name, order in [("norm.one", 1), ("norm.kept", 2), ("norm.infinity", inf)]:
    add(name, [few], lambda x: torch.linalg.vector_norm(x, order, -1, keepdim=name == "norm.kept"), special=True)
add("norm.two", [few.mT.contiguous()], lambda x: torch.linalg.vector_norm(x, 2, 0), special=True)
add("norm", [rows[11]], torch.linalg.vector_norm, special=True)
add("outer", [special, tensor([1, 0, -inf])], torch.outer, special=True)
for i in [5, 7, 11]:
    add("productAll", [rows[i]], torch.prod, special=True)


def batch_norm(x, scale=None, shift=None):
    return torch.batch_norm(x, scale, shift, None, None, True, 0.1, 1e-5, False)


def fixed_batch_norm(x, mean, variance, scale=None, shift=None):
    # In its own words: PyTorch has no gradients for mean and variance here.
    width = [-1] + [1] * (x.ndim - 2)
    y = (x - mean.reshape(width)) / torch.sqrt(variance.reshape(width) + 1e-5)
    return y if scale is None else y * scale.reshape(width) + shift.reshape(width)


for shape in [(1, 1), (5, 3), (2, 3, 5), (3, 2, 4, 5), (4, 0), (20, 33, 5)]:
    channels = lambda: numbers((shape[1],))
    if shape[1] > 0:
        add("batchNorm", [numbers(shape)], batch_norm)
        add("batchNorm", [numbers(shape), channels(), channels()], batch_norm)
    add("batchNormFixed", [numbers(shape), channels(), positive((shape[1],))], fixed_batch_norm)
    add("batchNormFixed", [numbers(shape), channels(), positive((shape[1],)), channels(), channels()], fixed_batch_norm)
channels = few[:5].mT.contiguous()
add("batchNorm", [channels], batch_norm, special=True)
add("batchNormFixed", [channels, torch.arange(5.0).double(), torch.arange(5.0).double()], fixed_batch_norm, special=True)

# Rarer functions.
inside = lambda shape: numbers(shape, -0.75, 1.5 * 2.0**-20)
rare = {
    "asin": (torch.asin, inside), "acos": (torch.acos, inside), "atan": (torch.atan, numbers),
    "sinh": (torch.sinh, numbers), "cosh": (torch.cosh, numbers), "asinh": (torch.asinh, numbers),
    "acosh": (torch.acosh, lambda shape: numbers(shape, 1.25, 2.0**-19)),
    "atanh": (torch.atanh, inside), "log10": (torch.log10, positive),
    "inverseErf": (torch.erfinv, inside),
}
for shape in grid:
    for name, (function, make) in rare.items():
        add(name, [make(shape)], function)
for name, (function, _) in rare.items():
    add(name, [special], function, special=True)
rarePairs = {
    "atan2": (torch.atan2, numbers), "logAddExp": (torch.logaddexp, numbers),
    "remainder": (torch.remainder, positive),
    "floorDivided": (lambda a, b: torch.div(a, b, rounding_mode="floor"), positive),
}
few = tensor([inf, -inf, nan, 0.0, -0.0, 1e30, 1e-30, 2.0, -1.5, -3.0])
first, second = few.repeat_interleave(len(few)), few.repeat(len(few))
for name, (function, make) in rarePairs.items():
    for a, b in [
        ((), ()), ((3,), ()), ((2, 3), (3,)), ((2, 1), (1, 3)), ((2, 1, 4), (3, 1)), ((0, 3), (3,)),
        ((2, 3), (2, 3)), ((33, 65), (65,)), ((33, 1), (33, 65)),
    ]:
        add(name, [numbers(a), make(b)], function)
    add(name, [first, second], function, special=True)
scans = {
    "cumulativeProduct": torch.cumprod, "cumulativeMaximum": lambda x, d: torch.cummax(x, d)[0],
    "cumulativeMinimum": lambda x, d: torch.cummin(x, d)[0],
    "cumulativeLogSumExp": torch.logcumsumexp,
    "median": lambda x, d: torch.quantile(x, 0.5, dim=d),
    "medianKept": lambda x, d: torch.quantile(x, 0.5, dim=d, keepdim=True),
}
for shape in [(1,), (7,), (3, 5), (2, 3, 4), (2, 1, 3), (0, 3), (3, 0), (33, 65)]:
    for axis in range(len(shape)):
        if shape[axis] == 0:
            continue
        for name, function in scans.items():
            # A product of many numbers stays within single precision if they are near 1.
            x = numbers(shape, 0.75, 2.0**-21) if name == "cumulativeProduct" else numbers(shape)
            if math.prod(shape) == 0 and name.startswith("median"):
                add(name, [x], lambda x: x.sum(axis, keepdim=name.endswith("Kept")), [[axis]])
            else:
                add(name, [x], lambda x: function(x, axis), [[axis]])
        x = tied(shape)
        positions("argmin", [x], [[axis]], indices=x.numpy().argmin(axis).reshape(-1))
    if math.prod(shape) > 0:
        x = tied(shape)
        positions("argminAll", [x], indices=[x.numpy().argmin()])
for axis in [0, 1]:
    add("cumulativeProduct", [zeros], lambda x: torch.cumprod(x, axis), [[axis]])
for name in ["cumulativeMaximum", "cumulativeMinimum"]:
    add(name, [tied((6, 9))], lambda x: scans[name](x, 1), [[1]])
# PyTorch's running products divide, and so have NaN for slopes next to infinities; and it knows no median of
# an even number of them.
finite = rows[[7, 8, 12, 14, 15]]
for name, function in scans.items():
    chosen = rows if name in ("cumulativeMaximum", "cumulativeMinimum") else finite
    add(name, [chosen], lambda x: function(x, 1), [[1]], special=True)

write("functions.json")
