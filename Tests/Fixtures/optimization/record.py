"""Records ten steps of PyTorch's optimizers, and its schedules, in Double.

Run it with `python3 record.py` in this folder; it needs PyTorch and writes torch.json.

Gradients are given, not computed: what is compared is the optimizer alone. Some are zero for one step, some
always, and some are a million times smaller than the others. Weights are recorded as [inputs, outputs].
"""

import json
import math

import torch
from torch import optim
from torch.optim import lr_scheduler

torch.set_default_dtype(torch.float64)
torch.manual_seed(6)

STEPS = 10


def numbers(*shape):
    # Rounded to single precision, so that both sides start from the same numbers.
    return torch.randn(*shape).float().double()


def listed(x):
    return [float(f"{v:.9g}") for v in x.detach().reshape(-1)]


WEIGHT, BIAS = numbers(3, 4), numbers(4)
GRADIENTS = []
for step in range(STEPS):
    weight, bias = numbers(3, 4), numbers(4)
    weight[0, 0] = 0  # always
    if step % 3 == 1:
        weight[1, 1] = bias[1] = 0  # now and then
    weight[2] *= 1e-6
    weight[2] = weight[2].float().double()
    bias[0] = bias[0].abs()  # never turns
    GRADIENTS.append((weight, bias))


def trace(make, weight_only=False):
    """Both parameters after each step, as one list: weight, then bias."""
    parameters = [torch.nn.Parameter(WEIGHT.clone())]
    if not weight_only:
        parameters.append(torch.nn.Parameter(BIAS.clone()))
    optimizer = make(parameters)
    steps = []
    for gradients in GRADIENTS:
        for parameter, gradient in zip(parameters, gradients):
            parameter.grad = gradient.clone()
        optimizer.step()
        steps.append([x for p in parameters for x in listed(p)])
    return steps


def muon_trace(precise, weight, gradients, **settings):
    """Muon on a weight of PyTorch's order, [outputs, inputs].

    PyTorch makes the step orthogonal in bfloat16, with three significant digits. The precise trace does the
    same in Double.
    """
    orthogonal = torch.optim._muon._zeropower_via_newtonschulz

    def in_double(grad, coefficients, steps, eps):
        a, b, c = coefficients
        x = grad.T if grad.size(0) > grad.size(1) else grad
        x = x / x.norm().clamp(min=eps)
        for _ in range(steps):
            gram = x @ x.T
            x = a * x + (b * gram + c * gram @ gram) @ x
        return x.T if grad.size(0) > grad.size(1) else x

    if precise:
        torch.optim._muon._zeropower_via_newtonschulz = in_double
    try:
        parameter = torch.nn.Parameter(weight.T.clone())
        optimizer = optim.Muon([parameter], **settings)
        steps = []
        for gradient in gradients:
            parameter.grad = gradient.T.clone()
            optimizer.step()
            steps.append(listed(parameter.T.contiguous()))
        return steps
    finally:
        torch.optim._muon._zeropower_via_newtonschulz = orthogonal


def lbfgs_trace():
    """Steps of a fixed length on Rosenbrock's valley, ten of them, with a memory of three pairs."""
    point = torch.nn.Parameter(torch.tensor([-0.5, 0.75]))
    optimizer = optim.LBFGS(
        [point], lr=0.25, max_iter=1, history_size=3, tolerance_grad=0, tolerance_change=0)
    steps = []

    def closure():
        optimizer.zero_grad()
        x, y = point[0], point[1]
        loss = (1 - x) ** 2 + 5 * (y - x * x) ** 2
        loss.backward()
        return loss

    for _ in range(STEPS):
        optimizer.step(closure)
        steps.append(listed(point))
    return steps


traces = {
    "descent": trace(lambda p: optim.SGD(p, lr=0.1)),
    "descent with decay": trace(lambda p: optim.SGD(p, lr=0.1, weight_decay=0.2)),
    "momentum": trace(lambda p: optim.SGD(p, lr=0.1, momentum=0.9)),
    "momentum, dampened": trace(lambda p: optim.SGD(p, lr=0.1, momentum=0.9, dampening=0.3)),
    "nesterov": trace(lambda p: optim.SGD(p, lr=0.1, momentum=0.8, nesterov=True)),
    "nesterov with decay": trace(
        lambda p: optim.SGD(p, lr=0.1, momentum=0.8, nesterov=True, weight_decay=0.2)),
    "adagrad": trace(lambda p: optim.Adagrad(p, lr=0.1)),
    "adagrad, falling": trace(lambda p: optim.Adagrad(p, lr=0.1, lr_decay=0.3, weight_decay=0.2)),
    "rmsprop": trace(lambda p: optim.RMSprop(p, lr=0.01)),
    "rmsprop with decay": trace(lambda p: optim.RMSprop(p, lr=0.01, alpha=0.9, weight_decay=0.2)),
    "rmsprop, centered": trace(lambda p: optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-3, centered=True)),
    "rmsprop with momentum": trace(lambda p: optim.RMSprop(p, lr=0.01, momentum=0.9)),
    "rmsprop, all": trace(
        lambda p: optim.RMSprop(
            p, lr=0.01, alpha=0.8, eps=1e-3, momentum=0.5, centered=True, weight_decay=0.2)),
    "adadelta": trace(lambda p: optim.Adadelta(p)),
    "adadelta with decay": trace(lambda p: optim.Adadelta(p, lr=0.5, rho=0.8, weight_decay=0.2)),
    "adam": trace(lambda p: optim.Adam(p, lr=0.01)),
    "adam with decay": trace(lambda p: optim.Adam(p, lr=0.01, weight_decay=0.2)),
    "adamw": trace(lambda p: optim.AdamW(p, lr=0.01, weight_decay=0.2)),
    "amsgrad": trace(lambda p: optim.Adam(p, lr=0.01, betas=(0.9, 0.6), amsgrad=True)),
    "amsgrad with decay": trace(
        lambda p: optim.Adam(p, lr=0.01, betas=(0.9, 0.6), amsgrad=True, weight_decay=0.2)),
    "nadam": trace(lambda p: optim.NAdam(p)),
    "nadam with decay": trace(
        lambda p: optim.NAdam(p, lr=0.01, momentum_decay=0.1, weight_decay=0.2)),
    "radam": trace(lambda p: optim.RAdam(p, lr=0.01)),
    "radam with decay": trace(lambda p: optim.RAdam(p, lr=0.01, betas=(0.9, 0.99), weight_decay=0.2)),
    "adamax": trace(lambda p: optim.Adamax(p)),
    "adamax with decay": trace(lambda p: optim.Adamax(p, lr=0.01, weight_decay=0.2)),
    "rprop": trace(lambda p: optim.Rprop(p)),
    "rprop, narrow": trace(
        lambda p: optim.Rprop(p, lr=0.1, etas=(0.4, 1.5), step_sizes=(0.05, 0.2))),
    # The paper's smallest square. PyTorch's own default is that of the type and differs from Double to Float.
    "adafactor": trace(lambda p: optim.Adafactor(p, eps=(1e-30, 1e-3))),
    "adafactor with decay": trace(
        lambda p: optim.Adafactor(
            p, lr=0.3, beta2_decay=-0.5, eps=(1e-30, 0.1), d=1.2, weight_decay=0.2)),
    "lbfgs": lbfgs_trace(),
}

wide = [g for g, _ in GRADIENTS]
tall_weight, tall = numbers(5, 2), [numbers(5, 2) for _ in range(STEPS)]
muon = {
    "weight": {"shape": [3, 4], "start": listed(WEIGHT), "gradients": [listed(g) for g in wide]},
    "tall": {"shape": [5, 2], "start": listed(tall_weight), "gradients": [listed(g) for g in tall]},
}
for name, weight, gradients in [("weight", WEIGHT, wide), ("tall", tall_weight, tall)]:
    for kind, settings in [
        ("default", {}), ("other", {"lr": 0.02, "momentum": 0.8, "nesterov": False, "weight_decay": 0}),
    ]:
        muon[name][kind] = {
            "bfloat16": muon_trace(False, weight, gradients, **settings),
            "double": muon_trace(True, weight, gradients, **settings),
        }


def schedule(make, steps, base=1.0, feed=None):
    """The rate at every step."""
    optimizer = optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=base)
    scheduler = make(optimizer)
    rates = []
    for step in range(steps):
        rates.append(float(f"{optimizer.param_groups[0]['lr']:.9g}"))
        optimizer.step()
        if feed is None:
            scheduler.step()
        else:
            scheduler.step(feed[step])
    return rates


plateau_losses = [1, 0.8, 0.79995, 0.8, 0.9, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.5, 0.6, 0.6, 0.6, 0.6,
                  0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6]
schedules = {
    "step": schedule(lambda o: lr_scheduler.StepLR(o, 4, gamma=0.3), 15),
    "multistep": schedule(lambda o: lr_scheduler.MultiStepLR(o, [2, 5, 6], gamma=0.3), 15),
    "exponential": schedule(lambda o: lr_scheduler.ExponentialLR(o, 0.9), 15),
    "polynomial": schedule(lambda o: lr_scheduler.PolynomialLR(o, total_iters=10, power=2), 15),
    "cosine": schedule(lambda o: lr_scheduler.CosineAnnealingLR(o, 10, eta_min=0.1), 11),
    "warm restarts": schedule(
        lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 3, T_mult=2, eta_min=0.1), 25),
    "equal restarts": schedule(lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 4), 15),
    "linear": schedule(lambda o: lr_scheduler.LinearLR(o, 0.2, 1, total_iters=5), 10),
    "triangular": schedule(
        lambda o: lr_scheduler.CyclicLR(o, 0.1, 1, step_size_up=4, cycle_momentum=False), 25),
    "triangular, halving": schedule(
        lambda o: lr_scheduler.CyclicLR(
            o, 0.1, 1, step_size_up=4, mode="triangular2", cycle_momentum=False), 25),
    "one cycle": schedule(
        lambda o: lr_scheduler.OneCycleLR(o, 1, total_steps=20, cycle_momentum=False), 20),
    "one cycle, other": schedule(
        lambda o: lr_scheduler.OneCycleLR(
            o, 1, total_steps=15, pct_start=0.5, div_factor=10, final_div_factor=100,
            cycle_momentum=False), 15),
    "noam": schedule(
        lambda o: lr_scheduler.LambdaLR(
            o, lambda s: 64**-0.5 * min((s + 1) ** -0.5, (s + 1) * 5**-1.5)), 20),
    "warm-up, then cosine": schedule(
        lambda o: lr_scheduler.SequentialLR(
            o, [lr_scheduler.LinearLR(o, 0.1, 1, total_iters=4), lr_scheduler.CosineAnnealingLR(o, 8)],
            [4]), 12),
    # The rate in step t is what the loss of step t − 1 left.
    "plateau": schedule(
        lambda o: lr_scheduler.ReduceLROnPlateau(o, factor=0.5, patience=2, eps=0), 25,
        feed=plateau_losses + [0.6]),
    "plateau, cooling": schedule(
        lambda o: lr_scheduler.ReduceLROnPlateau(
            o, factor=0.5, patience=2, threshold=0.01, cooldown=2, min_lr=0.2, eps=0), 25,
        feed=plateau_losses + [0.6]),
}


def clipping():
    """Norms before, and the gradients after."""
    cases = []
    for limit in [0.5, 2, 100]:
        parameters = [torch.nn.Parameter(torch.zeros(3, 4)), torch.nn.Parameter(torch.zeros(4))]
        for parameter, gradient in zip(parameters, GRADIENTS[0]):
            parameter.grad = gradient.clone()
        norm = torch.nn.utils.clip_grad_norm_(parameters, limit)
        globally = [x for p in parameters for x in listed(p.grad)]
        for parameter, gradient in zip(parameters, GRADIENTS[0]):
            parameter.grad = gradient.clone()
        torch.nn.utils.clip_grad_value_(parameters, limit)
        cases.append({"limit": limit, "norm": float(f"{norm:.9g}"), "globally": globally,
                      "values": [x for p in parameters for x in listed(p.grad)]})
    return cases


with open("torch.json", "w") as file:
    json.dump(
        {
            "weight": listed(WEIGHT), "bias": listed(BIAS),
            "gradients": [listed(w) + listed(b) for w, b in GRADIENTS],
            "traces": traces, "muon": muon, "schedules": schedules, "plateauLosses": plateau_losses,
            "clipping": clipping(),
        }, file, separators=(",", ":"))
    file.write("\n")
