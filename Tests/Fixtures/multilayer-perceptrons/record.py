"""Records the values that the tests of chapter 04 compare with, in double precision.

    python Tests/Fixtures/multilayer-perceptrons/record.py

needs PyTorch 2.13 and writes values.json beside this file.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(20260104)

# Away from all corners, which are tested on their own; far enough out to overflow a careless formula.
PLACES = [-100.0, -20.0, -6.5, -3.25, -2.0, -1.25, -0.75, -0.4375, -0.125, 0.0625, 0.375, 0.625, 1.5, 2.75,
          3.5, 5.5, 7.0, 20.0, 100.0]

ACTIVATIONS = {
    "relu": F.relu,
    "leakyReLU(0.01)": lambda x: F.leaky_relu(x, 0.01),
    "relu6": F.relu6,
    "reluSquared": lambda x: F.relu(x) ** 2,
    "threshold(1.0, 0.0)": lambda x: F.threshold(x, 1.0, 0.0),
    "hardTanh": F.hardtanh,
    "hardSigmoid": F.hardsigmoid,
    "hardSwish": F.hardswish,
    "hardShrink": lambda x: F.hardshrink(x, 0.5),
    "softShrink": lambda x: F.softshrink(x, 0.5),
    # The step has the slope 0; PyTorch gives it no gradient at all.
    "step": lambda x: torch.heaviside(x.detach(), torch.tensor(1.0)) + 0 * x,
    "sigmoid": torch.sigmoid,
    "logSigmoid": F.logsigmoid,
    "tanh": torch.tanh,
    "tanhShrink": F.tanhshrink,
    "softsign": F.softsign,
    "softplus": F.softplus,
    "elu": F.elu,
    "celu": lambda x: F.celu(x, 2.0),
    "selu": F.selu,
    "gelu": F.gelu,
    "geluTanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "mish": F.mish,
    "leakyReLU(0.2)": lambda x: F.leaky_relu(x, 0.2),
    "elu, alpha 0.5": lambda x: F.elu(x, 0.5),
    "softplus(3.0)": lambda x: F.softplus(x, beta=3.0, threshold=1000.0),
    "hardTanh, -2 to 0.5": lambda x: F.hardtanh(x, -2.0, 0.5),
}


def float32(x):
    """Rounds to numbers that a Float holds exactly, so that both sides start from the same input."""
    return x.to(torch.float32).to(torch.float64)


def activations():
    result = {}
    for name, function in ACTIVATIONS.items():
        x = torch.tensor(PLACES, requires_grad=True)
        y = function(x)
        (slope,) = torch.autograd.grad(y.sum(), x)
        result[name] = {"value": y.tolist(), "slope": slope.tolist()}
    return {"places": PLACES, "functions": result}


def gradient_of(function, inputs, cotangent):
    """The value, and the gradients of the sum of value times cotangent."""
    inputs = [x.clone().requires_grad_() for x in inputs]
    y = function(*inputs)
    gradients = torch.autograd.grad((y * cotangent).sum(), inputs)
    return {
        "inputs": [{"shape": list(x.shape), "scalars": x.detach().flatten().tolist()} for x in inputs],
        "cotangent": {"shape": list(cotangent.shape), "scalars": cotangent.flatten().tolist()},
        "value": y.detach().flatten().tolist(),
        "gradients": [g.flatten().tolist() for g in gradients],
    }


def random(*shape):
    return float32(torch.randn(*shape))


def layers():
    return {
        "linear": gradient_of(
            lambda x, w, b: F.linear(x, w.T, b), [random(5, 3), random(3, 4), random(4)], random(5, 4)),
        "softmax": gradient_of(lambda x: F.softmax(x, -1), [random(3, 5)], random(3, 5)),
        "softmax, axis 0": gradient_of(lambda x: F.softmax(x, 0), [random(3, 5)], random(3, 5)),
        "softmin": gradient_of(lambda x: F.softmin(x, -1), [random(3, 5)], random(3, 5)),
        "logSoftmax": gradient_of(lambda x: F.log_softmax(x, -1), [random(3, 5)], random(3, 5)),
        "softmax2D": gradient_of(torch.nn.Softmax2d(), [random(2, 3, 2, 2)], random(2, 3, 2, 2)),
        "prelu, one": gradient_of(F.prelu, [random(4, 3), float32(torch.tensor([0.3]))], random(4, 3)),
        "prelu, channels": gradient_of(
            F.prelu, [random(2, 3, 4), float32(torch.tensor([0.3, -0.1, 0.25]))], random(2, 3, 4)),
        "glu": gradient_of(lambda x: F.glu(x, -1), [random(3, 6)], random(3, 3)),
        "glu, axis 0": gradient_of(lambda x: F.glu(x, 0), [random(4, 3)], random(2, 3)),
        "rrelu, evaluation": gradient_of(lambda x: F.rrelu(x, training=False), [random(4, 3)], random(4, 3)),
        "swiglu": gradient_of(
            lambda x, g, v: F.silu(x @ g) * (x @ v), [random(4, 3), random(3, 5), random(3, 5)], random(4, 5)),
    }


def network():
    """A 3-8-8-2 network with tanh and gelu, its loss and all gradients, and three steps."""
    x, y = random(6, 3), [0, 1, 1, 0, 1, 0]
    parameters = [random(3, 8), random(8), random(8, 8), random(8), random(8, 2), random(2)]
    start = [p.clone() for p in parameters]
    losses = []
    for step in range(3):
        w = [p.clone().requires_grad_() for p in parameters]
        h = torch.tanh(x @ w[0] + w[1])
        h = F.gelu(h @ w[2] + w[3])
        loss = F.cross_entropy(h @ w[4] + w[5], torch.tensor(y))
        gradients = torch.autograd.grad(loss, w)
        losses.append(loss.item())
        parameters = [p - 0.1 * g for p, g in zip(parameters, gradients)]
    flat = lambda ts: [{"shape": list(t.shape), "scalars": t.flatten().tolist()} for t in ts]
    return {"x": flat([x])[0], "labels": y, "start": flat(start), "losses": losses, "end": flat(parameters)}


def two_layers():
    """Half the squared error of a 3-4-2 network, averaged over the examples, and its gradient."""
    x, y = random(5, 3), random(5, 2)
    w = [random(3, 4), random(4), random(4, 2), random(2)]
    leaves = [p.clone().requires_grad_() for p in w]
    p = torch.tanh(x @ leaves[0] + leaves[1]) @ leaves[2] + leaves[3]
    loss = 0.5 * ((p - y) ** 2).sum() / 5
    gradients = torch.autograd.grad(loss, leaves)
    flat = lambda ts: [{"shape": list(t.shape), "scalars": t.flatten().tolist()} for t in ts]
    return {"x": flat([x])[0], "y": flat([y])[0], "parameters": flat(w), "loss": loss.item(),
            "gradients": flat(gradients)}


values = {
    "versions": {"torch": torch.__version__},
    "activations": activations(),
    "layers": layers(),
    "network": network(),
    "twoLayers": two_layers(),
}
Path(__file__).with_name("values.json").write_text(json.dumps(values, indent=None) + "\n")
