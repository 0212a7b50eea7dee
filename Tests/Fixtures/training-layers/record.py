"""Records what PyTorch computes in Double with the layers of chapter 07.

Run it with `python3 record.py` in this folder; it needs PyTorch and writes layers.json.

A case has a kind, settings (numbers) and tensors. Gradients are those of the sum of result * cotangent.
Weights of linear layers are recorded as [inputs, outputs]; PyTorch keeps them as [outputs, inputs].
"""

import json

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.manual_seed(7)


def numbers(*shape):
    # Rounded to single precision, so that both sides start from the same numbers.
    return torch.randn(*shape).float().double()


def listed(x):
    return {"shape": list(x.shape), "scalars": [float(f"{v:.9g}") for v in x.detach().reshape(-1)]}


def case(kind, settings, tensors):
    return {"kind": kind, "settings": settings,
            "tensors": {name: listed(x) for name, x in tensors.items()}}


def randomize(layer):
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(numbers(*parameter.shape))


def normalization(kind, layer, shape, **settings):
    """Result and gradients of one call."""
    randomize(layer)
    x, cotangent = numbers(*shape).requires_grad_(), numbers(*shape)
    y = layer(x)
    names = {"weight": "scale", "bias": "shift"}
    parameters = {names[n]: p for n, p in layer.named_parameters()}
    gradients = torch.autograd.grad((y * cotangent).sum(), [x, *parameters.values()])
    tensors = {"x": x, "cotangent": cotangent, "result": y, **parameters}
    for name, gradient in zip(["x", *parameters], gradients):
        tensors["gradient " + name] = gradient
    return case(kind, settings, tensors)


def batch(shape, momentum, epsilon, steps=3):
    """Three batches in training, with the running values after each, and one in evaluation."""
    kind = {2: nn.BatchNorm1d, 3: nn.BatchNorm1d, 4: nn.BatchNorm2d}[len(shape)]
    layer = kind(shape[1], momentum=momentum, eps=epsilon)
    randomize(layer)
    tensors = {"scale": layer.weight, "shift": layer.bias}
    for step in range(steps + 1):
        if step == steps:
            layer.eval()
        # Means and variances that are not 0 and 1.
        x, cotangent = (3 * numbers(*shape) + 2).requires_grad_(), numbers(*shape)
        y = layer(x)
        gradients = torch.autograd.grad((y * cotangent).sum(), [x, layer.weight, layer.bias])
        values = [x, cotangent, y, *gradients, layer.running_mean, layer.running_var]
        names = ["x", "cotangent", "result", "gradient x", "gradient scale", "gradient shift",
                 "running mean", "running variance"]
        for name, value in zip(names, values):
            tensors[f"{step} {name}"] = value.detach().clone()
    return case("batch", {"momentum": momentum, "epsilon": epsilon, "steps": steps}, tensors)


def weight_normalized(inputs, outputs, rows, bias):
    layer = nn.utils.parametrizations.weight_norm(nn.Linear(inputs, outputs, bias=bias), dim=0)
    randomize(layer)
    length, direction = (layer.parametrizations.weight.original0,
                         layer.parametrizations.weight.original1)
    x, cotangent = numbers(rows, inputs).requires_grad_(), numbers(rows, outputs)
    y = layer(x)
    wanted = [x, direction, length] + ([layer.bias] if bias else [])
    gradients = torch.autograd.grad((y * cotangent).sum(), wanted)
    tensors = {"x": x, "cotangent": cotangent, "result": y, "direction": direction.T,
               "length": length.reshape(-1), "gradient x": gradients[0],
               "gradient direction": gradients[1].T, "gradient length": gradients[2].reshape(-1)}
    if bias:
        tensors["bias"], tensors["gradient bias"] = layer.bias, gradients[3]
    return case("weight", {}, tensors)


def spectral_normalized(inputs, outputs, rows, steps=3):
    """Steps with the weight moved in between, from a direction that is given."""
    linear = nn.Linear(inputs, outputs)
    randomize(linear)
    layer = nn.utils.spectral_norm(linear)  # one round of power iteration per call
    start = numbers(outputs)
    layer.weight_u = start / start.norm()
    tensors = {"start": start, "bias": layer.bias}
    for step in range(steps):
        with torch.no_grad():
            layer.weight_orig.copy_(numbers(outputs, inputs))
        x, cotangent = numbers(rows, inputs).requires_grad_(), numbers(rows, outputs)
        weight = layer.weight_orig.detach().clone()
        y = layer(x)
        gradients = torch.autograd.grad(
            (y * cotangent).sum(), [x, layer.weight_orig, layer.bias])
        values = [x, cotangent, y, weight.T, gradients[0], gradients[1].T, gradients[2],
                  layer.weight_u]
        names = ["x", "cotangent", "result", "weight", "gradient x", "gradient weight",
                 "gradient bias", "direction"]
        for name, value in zip(names, values):
            tensors[f"{step} {name}"] = value.detach().clone()
    return case("spectral", {"steps": steps}, tensors)


def fans(shape):
    # PyTorch's matrices are [outputs, inputs], so they are handed over turned.
    weight = torch.empty(*(shape[::-1] if len(shape) == 2 else shape))
    fan_in, fan_out = nn.init._calculate_fan_in_and_fan_out(weight)
    return case("fans", {"in": fan_in, "out": fan_out}, {"shape": torch.tensor(shape)})


cases = [batch((5, 3), 0.1, 1e-5), batch((4, 3, 5), 0.3, 1e-3), batch((3, 2, 4, 5), 0.1, 1e-5)]
for shape, bias in [((4, 7), True), ((2, 3, 5), True), ((3, 8), False)]:
    cases.append(normalization(
        "layer", nn.LayerNorm(shape[-1], eps=1e-3, bias=bias), shape, epsilon=1e-3))
for shape in [(4, 7), (2, 3, 5)]:
    cases.append(normalization(
        "root mean square", nn.RMSNorm(shape[-1], eps=1e-2), shape, epsilon=1e-2))
for shape in [(3, 6, 4), (2, 6), (2, 6, 3, 2)]:
    for groups in [1, 2, 3] + ([6] if len(shape) > 2 else []):
        cases.append(normalization(
            "group", nn.GroupNorm(groups, shape[1], eps=1e-3), shape, groups=groups, epsilon=1e-3))
cases.append(normalization(
    "instance", nn.InstanceNorm2d(3, affine=True), (2, 3, 4, 5), epsilon=1e-5))
cases.append(normalization(
    "instance", nn.InstanceNorm1d(3, affine=True), (2, 3, 6), epsilon=1e-5))
for size in [1, 2, 3, 4, 5, 9]:
    settings = {"size": size, "alpha": 0.5, "beta": 0.75, "k": 2}
    layer = nn.LocalResponseNorm(size, alpha=0.5, beta=0.75, k=2)
    cases.append(normalization("local response", layer, (2, 5, 3, 2), **settings))
cases += [weight_normalized(5, 4, 3, True), weight_normalized(1, 3, 2, False),
          spectral_normalized(5, 4, 3), spectral_normalized(3, 6, 2)]
cases += [fans(s) for s in [[3, 5], [784, 128], [8, 3, 5], [32, 3, 5, 5], [6, 4, 3, 2, 7]]]
for shape in [(4, 3, 3), (3, 4, 3, 5), (2, 2, 4, 2), (3, 3, 3, 3, 3)]:
    cases.append(case("dirac", {}, {"weight": nn.init.dirac_(torch.empty(*shape))}))
for shape in [(3, 3), (2, 4), (4, 2)]:
    cases.append(case("identity", {}, {"weight": nn.init.eye_(torch.empty(*shape))}))
cases.append(case("gains", {
    "linear": nn.init.calculate_gain("linear"), "sigmoid": nn.init.calculate_gain("sigmoid"),
    "tanh": nn.init.calculate_gain("tanh"), "relu": nn.init.calculate_gain("relu"),
    "leaky": nn.init.calculate_gain("leaky_relu"),
    "leaky 0.2": nn.init.calculate_gain("leaky_relu", 0.2),
    "selu": nn.init.calculate_gain("selu")}, {}))

with open("layers.json", "w") as file:
    json.dump(cases, file, separators=(",", ":"))
