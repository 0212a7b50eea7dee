"""What the recording scripts of this folder share: inputs, and how a case is written.

Inputs and cotangents come from a formula that the tests know too, so that only its parameters are in
the file. Of a long result every 61st element is recorded, and the sum of all magnitudes.
"""

import json
import math

import numpy
import torch

seed = 0
cases = []


def numbers(shape, low=-2.0, step=2.0**-18, levels=2**20):
    """low + step * (a random integer below `levels`), exact in single precision."""
    global seed
    seed += 1
    state, values = seed, []
    for _ in range(math.prod(shape)):
        state = (state * 1103515245 + 12345) % 2**31
        values.append(low + step * ((state >> 11) % levels))
    x = torch.tensor(values, dtype=torch.float64).reshape(shape)
    x.recipe = {"shape": list(shape), "formula": [seed, levels, low, step]}
    return x


def positive(shape):
    return numbers(shape, low=0.25, step=2.0**-19)


def tied(shape):
    """Multiples of 1/2 from -2 to 2: zeros, halves and equal elements among them."""
    return numbers(shape, step=0.5, levels=9)


def array(*shape):
    """Multiples of 1/8 from -2.5 to 2.5."""
    return numbers(shape, low=-2.5, step=0.125, levels=41)


def short(value):
    return float(f"{value:.7g}")


def single(values):
    """Rounded to single precision, so that 1e60 is infinity; what is not finite as a text."""
    with numpy.errstate(all="ignore"):
        rounded = numpy.array(values, dtype=numpy.float64).astype(numpy.float32)
    return [float(v) if numpy.isfinite(v) else str(v) for v in rounded]


def exact(x):
    """All elements, special ones among them."""
    return {"shape": list(x.shape), "scalars": single(x.detach().reshape(-1).tolist())}


def whole(x):
    """All elements, or the formula that they came from."""
    return getattr(x, "recipe", None) or {
        "shape": list(x.shape), "scalars": [short(v) for v in x.detach().reshape(-1).tolist()]}


def record(x):
    values = x.detach().reshape(-1).tolist()
    if len(values) <= 64:
        return {"shape": list(x.shape), "scalars": [short(v) for v in values]}
    return {"shape": list(x.shape), "scalars": [short(v) for v in values[::61]], "every": 61,
            "magnitude": short(sum(abs(v) for v in values))}


def add(operation, inputs, function, lists=(), text="", indices=(), special=False, result=None):
    """Records a case: parameters, inputs, outputs, and gradients of outputs times random cotangents."""
    show = exact if special else record
    tensors = [x.clone().requires_grad_() for x in inputs]
    outputs = function(*tensors)
    outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
    cotangents = [positive(o.shape) if special else numbers(o.shape) for o in outputs]
    loss = sum((o * c).sum() for o, c in zip(outputs, cotangents))
    gradients = (
        torch.autograd.grad(loss, tensors, allow_unused=True) if loss.requires_grad
        else [None] * len(tensors))
    case = {
        "operation": operation, "lists": [list(x) for x in lists], "text": text,
        "inputs": [exact(x) if special else whole(x) for x in inputs],
        "outputs": [show(x) for x in outputs],
        "indices": [int(i) for i in torch.as_tensor(indices).reshape(-1)],
        "cotangents": [whole(x) for x in cotangents],
        "gradients": [
            show(torch.zeros_like(x) if g is None else g) for x, g in zip(tensors, gradients)
        ],
    }
    if special:
        case["special"] = True
    cases.append(case)


def positions(operation, inputs, lists=(), text="", outputs=(), indices=()):
    """Records a case of an operation that finds positions and has no gradient."""
    cases.append({
        "operation": operation, "lists": [list(x) for x in lists], "text": text,
        "inputs": [whole(x) for x in inputs], "outputs": [whole(x) for x in outputs],
        "indices": [int(i) for i in indices], "cotangents": [], "gradients": [],
    })


def write(name):
    with open(name, "w") as file:
        file.write(
            "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
    print(len(cases), "cases")
