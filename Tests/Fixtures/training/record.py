"""Records what PyTorch computes in Double for a training step: optimizers and batch normalization.

Run it with `python3 record.py` in this folder; it needs PyTorch and writes torch.json.
"""

import json

import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)


def numbers(*shape):
    # Rounded to single precision, so that both sides start from the same numbers.
    return torch.randn(*shape).float().double()


def listed(x):
    return {"shape": list(x.shape), "scalars": [float(f"{v:.9g}") for v in x.detach().reshape(-1)]}


def optimizer(name, make, steps=10):
    """The parameter after each step of `steps`, for gradients that are given."""
    parameter = torch.nn.Parameter(numbers(3, 7))
    start = parameter.detach().clone()
    gradients = [numbers(3, 7) for _ in range(steps)]
    descent = make([parameter])
    trace = []
    for gradient in gradients:
        parameter.grad = gradient.clone()
        descent.step()
        trace.append(listed(parameter))
    return {"name": name, "start": listed(start), "gradients": [listed(g) for g in gradients],
            "trace": trace}


def normalization(shape, momentum=0.1, steps=3):
    """Results, gradients and running statistics of `steps` batches, then an evaluation."""
    kind = {2: torch.nn.BatchNorm1d, 3: torch.nn.BatchNorm1d, 4: torch.nn.BatchNorm2d}[len(shape)]
    layer = kind(shape[1], momentum=momentum)
    with torch.no_grad():
        layer.weight.copy_(numbers(shape[1]))
        layer.bias.copy_(numbers(shape[1]))
    case = {"scale": listed(layer.weight), "shift": listed(layer.bias), "batches": []}
    for _ in range(steps):
        x, cotangent = numbers(*shape).requires_grad_(), numbers(*shape)
        y = layer(x)
        gradients = torch.autograd.grad((y * cotangent).sum(), [x, layer.weight, layer.bias])
        case["batches"].append({
            "input": listed(x), "cotangent": listed(cotangent), "result": listed(y),
            "gradients": [listed(g) for g in gradients],
            "runningMean": listed(layer.running_mean),
            "runningVariance": listed(layer.running_var)})
    layer.eval()
    x, cotangent = numbers(*shape).requires_grad_(), numbers(*shape)
    y = layer(x)
    gradients = torch.autograd.grad((y * cotangent).sum(), [x, layer.weight, layer.bias])
    case["evaluation"] = {
        "input": listed(x), "cotangent": listed(cotangent), "result": listed(y),
        "gradients": [listed(g) for g in gradients], "runningMean": listed(layer.running_mean),
        "runningVariance": listed(layer.running_var)}
    return case


o = torch.optim
recorded = {
    "optimizers": [
        optimizer("descent", lambda p: o.SGD(p, lr=0.1, weight_decay=0.01)),
        optimizer("momentum", lambda p: o.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01)),
        optimizer("nesterov", lambda p: o.SGD(p, lr=0.1, momentum=0.9, nesterov=True)),
        optimizer("adam", lambda p: o.Adam(p, lr=0.01, weight_decay=0.01)),
        optimizer("adamW", lambda p: o.AdamW(p, lr=0.01, weight_decay=0.1)),
        optimizer("rootMeanSquare", lambda p: o.RMSprop(p, lr=0.01)),
        optimizer("adaptiveGradient", lambda p: o.Adagrad(p, lr=0.1)),
    ],
    "normalizations": [normalization(s) for s in [(5, 3), (4, 17), (2, 3, 5), (3, 2, 4, 5)]],
}
with open("torch.json", "w") as file:
    json.dump(recorded, file, separators=(",", ":"))
    file.write("\n")
