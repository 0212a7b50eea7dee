"""Records what PyTorch computes in Double, for the tests of arithmetic, functions and reductions.

Run it with `python3 record_functions.py` in this folder; it needs PyTorch and writes functions.json.
Inputs and cotangents come from a formula that the tests know too, so that only its parameters are in
the file. Of a long result every 61st element is recorded, and the sum of all magnitudes.
"""

import json
import math

import numpy
import torch
import torch.nn.functional as F

seed = 0


def numbers(shape, low=-2.0, step=2.0**-18, levels=2**20):
    """low + step * (a random integer below `levels`), exact in single precision."""
    global seed
    seed += 1
    state, values = seed, []
    for _ in range(math.prod(shape)):
        state = (state * 1103515245 + 12345) % 2**31
        values.append(low + step * ((state >> 11) % levels))
    x = torch.tensor(values, dtype=torch.float64).reshape(shape)
    return x, {"shape": list(shape), "formula": [seed, levels, low, step]}


def positive(shape):
    return numbers(shape, low=0.25, step=2.0**-19)


def tied(shape):
    """Multiples of 1/2 from -2 to 2: zeros, halves and equal elements among them."""
    return numbers(shape, step=0.5, levels=9)


def short(value):
    return float(f"{value:.7g}")


def record(x):
    values = x.detach().reshape(-1).tolist()
    if len(values) <= 64:
        return {"shape": list(x.shape), "scalars": [short(v) for v in values]}
    return {"shape": list(x.shape), "scalars": [short(v) for v in values[::61]], "every": 61,
            "magnitude": short(sum(abs(v) for v in values))}


cases = []


def add(operation, inputs, function, lists=(), text=""):
    tensors = [x.clone().requires_grad_() for x, _ in inputs]
    output = function(*tensors)
    cotangent, formula = numbers(output.shape)
    gradients = torch.autograd.grad((output * cotangent).sum(), tensors, allow_unused=True)
    cases.append({
        "operation": operation, "lists": [list(x) for x in lists], "text": text,
        "inputs": [f for _, f in inputs], "outputs": [record(output)], "indices": [],
        "cotangents": [formula],
        "gradients": [
            record(torch.zeros_like(x) if g is None else g) for x, g in zip(tensors, gradients)
        ],
    })


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
}
for a, b in [
    ((), ()), ((3,), ()), ((2, 3), (3,)), ((2, 1), (1, 3)), ((2, 1, 4), (3, 1)), ((1,), (2, 2)),
    ((0, 3), (3,)), ((0,), (1,)), ((2, 3), (2, 3)), ((33, 65), (65,)), ((33, 1), (33, 65)),
]:
    for name, function in pairs.items():
        first = positive if name == "pow" else numbers
        second = positive if name == "divide" else numbers
        add(name, [first(a), second(b)], function)
for name in ["maximum", "minimum"]:
    add(name, [tied((5, 6)), tied((6,))], pairs[name])

reductions = {
    "sum": torch.sum, "mean": torch.mean, "max": lambda x, d: x.max(d)[0],
    "min": lambda x, d: x.min(d)[0], "variance": lambda x, d: x.var(d, correction=0),
    "variance1": lambda x, d: x.var(d, correction=1),
    "standardDeviation": lambda x, d: x.std(d, correction=0), "product": torch.prod,
    "cumulativeSum": torch.cumsum, "logSumExp": torch.logsumexp, "softmax": torch.softmax,
    "logSoftmax": torch.log_softmax,
}
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
    for name in ["sumAll", "meanAll", "maxAll", "minAll"]:
        if math.prod(shape) > 0 or name == "sumAll":
            add(name, [numbers(shape)], getattr(torch, name[:-3]))
for name in ["max", "min"]:
    for axis in [0, 1]:
        add(name, [tied((6, 9))], lambda x: reductions[name](x, axis), [[axis]])
    add(name + "All", [tied((6, 9))], getattr(torch, name))
for axis in [0, 1]:
    add("product", [tied((4, 5))], lambda x: x.prod(axis), [[axis]], text="with zeros")

for rows, classes in [(1, 1), (3, 5), (0, 4), (4, 1), (33, 65)]:
    labels = [(3 * row + 1) % classes for row in range(rows)]
    target = torch.tensor(labels, dtype=torch.long)
    add("softmaxCrossEntropy", [numbers((rows, classes))],
        lambda x: F.cross_entropy(x, target, reduction="none"), [labels])
for shape in [(1, 4), (5,), (3, 5), (2, 3, 4), (0, 4), (33, 65)]:
    width = shape[-1]
    add("layerNorm", [numbers(shape)], lambda x: F.layer_norm(x, [width], eps=1e-5))
    add("layerNorm", [numbers(shape), numbers((width,)), numbers((width,))],
        lambda x, s, b: F.layer_norm(x, [width], s, b, eps=1e-5))
    add("rootMeanSquareNorm", [numbers(shape)], lambda x: F.rms_norm(x, [width], eps=1e-6))
    add("rootMeanSquareNorm", [numbers(shape), numbers((width,))],
        lambda x, s: F.rms_norm(x, [width], s, eps=1e-6))

# Special values, exact in single precision; results are rounded to it, so that 1e60 is infinity.
inf, nan = math.inf, math.nan
special = [inf, -inf, nan, 0.0, -0.0, 1e30, -1e30, 1e-30, -1e-30, 1e-42, -1e-42, 1.0, -1.0, 88.0,
           -88.0, 0.5, -0.5, 1.5, 2.5, -2.5]
special = [float(v) for v in numpy.array(special, dtype=numpy.float32)]


def single(values):
    with numpy.errstate(all="ignore"):
        rounded = numpy.array(values, dtype=numpy.float32)
    # Non-finite numbers as texts, as JSON has none.
    return [float(v) if numpy.isfinite(v) else str(v) for v in rounded]


x = torch.tensor(special, dtype=torch.float64)
table = dict(functions, **ofPositive)
table["powNumber"] = lambda x: x**3.0
table["numberPow"] = lambda x: 1.75**x
for name, function in table.items():
    cases.append({
        "operation": name, "lists": [], "text": {"powNumber": "3.0", "numberPow": "1.75"}.get(name, ""),
        "inputs": [{"shape": [len(special)], "scalars": single(special)}],
        "outputs": [{"shape": [len(special)], "scalars": single(function(x).tolist())}],
        "indices": [], "cotangents": [], "gradients": [],
    })

with open("functions.json", "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
print(len(cases), "cases")
