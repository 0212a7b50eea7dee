"""Records what PyTorch computes in double precision for the tests of chapter 05.

    python Tests/Fixtures/backpropagation/record.py

needs PyTorch 2.13 and writes values.json beside this file. Inputs are rounded to 32 bits first, so that
Swift reads the very same numbers.
"""

import json
from pathlib import Path

import torch

torch.manual_seed(5)


def draw(*shape):
    return torch.randn(shape).float().double()


def rounded(t):
    return {"shape": list(t.shape), "scalars": [float(x) for x in t.detach().reshape(-1)]}


def case(function, *inputs):
    inputs = [x.clone().requires_grad_() for x in inputs]
    y = function(*inputs)
    seed = draw(*y.shape)
    gradients = torch.autograd.grad(y, inputs, seed)
    return {
        "inputs": [rounded(x) for x in inputs],
        "value": rounded(y),
        "seed": rounded(seed),
        "gradients": [rounded(g) for g in gradients],
    }


labels = [2, 0, 3, 3, 1]
cases = {
    "add": case(lambda a, b: a + b, draw(3, 4), draw(4)),
    "add column": case(lambda a, b: a + b, draw(3, 1), draw(2, 3, 4)),
    "multiply": case(lambda a, b: a * b, draw(3, 4), draw(3, 1)),
    "multiply scalar": case(lambda a, b: a * b, draw(2, 3), draw()),
    "matmul": case(torch.matmul, draw(3, 4), draw(4, 2)),
    "relu": case(torch.relu, draw(4, 5)),
    "tanh": case(torch.tanh, draw(4, 5)),
    "sum": case(torch.sum, draw(3, 4)),
    "sum 1": case(lambda x: x.sum(1), draw(3, 4)),
    "mean": case(torch.mean, draw(3, 4)),
    "mean 0": case(lambda x: x.mean(0), draw(3, 4)),
    "softmax": case(lambda x: torch.softmax(x, 1), draw(5, 4)),
    "cross-entropy": case(
        lambda x: torch.nn.functional.cross_entropy(x, torch.tensor(labels)), 3 * draw(5, 4)),
}


def expression(a, b, c):
    d = a * b + c
    e = (d * a).tanh() / (b * b + 1)
    return (e.exp() + (c * c + 0.5).log() - a ** 3) * d.relu() + a


x = torch.tensor([0.7, -1.3, 2.1], dtype=torch.float64, requires_grad=True)
value = expression(*x)
scalar = {
    "inputs": x.tolist(),
    "value": value.item(),
    "gradient": torch.autograd.grad(value, x)[0].tolist(),
}

p = torch.tensor([1.5, 0.7], dtype=torch.float64)
hessian = torch.autograd.functional.hessian(lambda p: p[0] ** 2 * torch.sin(p[1]), p)

values = {
    "torch": torch.__version__, "labels": labels, "cases": cases, "scalar": scalar,
    "hessian": hessian.tolist(),
}
(Path(__file__).parent / "values.json").write_text(json.dumps(values) + "\n")
