"""Records the losses of chapter 07 and their gradients in Double.

Run it with `python3 record.py` in this folder; it needs PyTorch and writes torch.json.

What PyTorch has is computed by PyTorch; the others by their formulas, with PyTorch's gradients. For every case
the losses are recorded without reduction, their sum and their mean, the gradients of the mean, and the
gradients of a sum weighted with random numbers (the cotangent).
"""

import json
import math

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(7)


def single(x):
    # Rounded to single precision, so that both sides start from the same numbers.
    return x.float().double()


def normal(*shape, spread=1.0):
    return single(spread * torch.randn(*shape))


def uniform(*shape, low=0.0, high=1.0):
    return single(low + (high - low) * torch.rand(*shape))


def bits(*shape):
    return (torch.rand(*shape) < 0.5).double()


def signs(*shape):
    return 2 * bits(*shape) - 1


def distribution(*shape):
    return single(torch.softmax(torch.randn(*shape), -1))


def listed(x):
    return [float(f"{v:.9g}") if math.isfinite(v) else str(v) for v in x.detach().reshape(-1).tolist()]


def recorded(x):
    return {"shape": list(x.shape), "values": listed(x)}


cases = {}


def case(name, inputs, loss, constants=(), labels=(), transcripts=(), lengths=()):
    """loss(*inputs, reduction) with reduction "none", "sum" or "mean"."""
    assert name not in cases, name
    inputs = [x.clone().requires_grad_() for x in inputs]
    none = loss(*inputs, "none")
    cotangent = normal(*none.shape)
    weighted = torch.autograd.grad((none * cotangent).sum(), inputs, allow_unused=True)
    mean = loss(*inputs, "mean")
    gradients = torch.autograd.grad(mean, inputs, allow_unused=True)
    cases[name] = {
        "inputs": [recorded(x) for x in inputs],
        "constants": [recorded(x) for x in constants],
        "labels": list(labels), "transcripts": [list(t) for t in transcripts],
        "lengths": list(lengths),
        "none": recorded(none), "sum": listed(loss(*inputs, "sum"))[0], "mean": listed(mean)[0],
        "gradients": [recorded(torch.zeros_like(x) if g is None else g) for x, g in zip(inputs, gradients)],
        "cotangent": recorded(cotangent),
        "weighted": [recorded(torch.zeros_like(x) if g is None else g) for x, g in zip(inputs, weighted)],
    }


def reduced(losses, reduction):
    return {"none": lambda: losses, "sum": losses.sum, "mean": losses.mean}[reduction]()


# ---- Numbers

for tag, spread in [("", 1.0), (", far", 300.0)]:
    p, t = normal(3, 4, spread=spread), normal(3, 4)
    case("squared" + tag, [p, t], lambda p, t, r: F.mse_loss(p, t, reduction=r))
    case("absolute" + tag, [p, t], lambda p, t, r: F.l1_loss(p, t, reduction=r))
    case("huber" + tag, [p, t], lambda p, t, r: F.huber_loss(p, t, delta=0.7, reduction=r))
    case("smooth" + tag, [p, t], lambda p, t, r: F.smooth_l1_loss(p, t, beta=0.7, reduction=r))
    case("log-cosh" + tag, [p, t], lambda p, t, r: reduced(
        (p - t).abs() + torch.log1p(torch.exp(-2 * (p - t).abs())) - math.log(2), r))
    case("cauchy" + tag, [p, t], lambda p, t, r: reduced(
        1.5**2 / 2 * torch.log(1 + ((p - t) / 1.5) ** 2), r))
    case("tukey" + tag, [p, t], lambda p, t, r: reduced(
        torch.where((p - t).abs() <= 1.5, 1.5**2 / 6 * (1 - (1 - ((p - t) / 1.5) ** 2) ** 3),
                    torch.full_like(p, 1.5**2 / 6)), r))
    case("quantile" + tag, [p, t], lambda p, t, r: reduced(
        torch.where(t > p, 0.9 * (t - p), 0.1 * (p - t)), r))
small, tiny = uniform(2, 3, low=-1e-3, high=1e-3), torch.zeros(2, 3)
case("log-cosh, near", [small, tiny], lambda p, t, r: reduced(torch.log(torch.cosh(p - t)), r))
case("tukey, near", [small, tiny], lambda p, t, r: reduced(
    1.5**2 / 6 * (1 - (1 - ((p - t) / 1.5) ** 2) ** 3), r))
p, t = uniform(3, 4, low=-0.5, high=9), uniform(3, 4, low=-0.5, high=9)
case("squared log", [p, t], lambda p, t, r: reduced((torch.log(1 + p) - torch.log(1 + t)) ** 2, r))
case("percentage", [p, t], lambda p, t, r: reduced(100 * ((p - t) / t).abs(), r))

# ---- Distributions

z, counts = normal(3, 4), torch.randint(0, 6, (3, 4)).double()
case("poisson, log", [z], lambda z, r: F.poisson_nll_loss(z, counts, log_input=True, reduction=r), [counts])
rates = uniform(3, 4, low=0.1, high=5)
case("poisson, rates", [rates], lambda p, r: F.poisson_nll_loss(
    p, counts, log_input=False, eps=1e-8, reduction=r), [counts])
case("gaussian", [normal(3, 4), uniform(3, 4, low=0.01, high=4), normal(3, 4)],
     lambda p, v, t, r: F.gaussian_nll_loss(p, t, v, reduction=r))
batchmean = {"none": "none", "sum": "sum", "mean": "batchmean"}


def divergence(q, t, r, log_target=False):
    # Per row: PyTorch's own "none" is per element.
    if r == "none":
        return F.kl_div(q, t, reduction="none", log_target=log_target).sum(-1)
    return F.kl_div(q, t, reduction=batchmean[r], log_target=log_target)


q, t = torch.log_softmax(normal(3, 5), -1), distribution(3, 5)
t[1, 2] = 0
case("divergence", [single(q)], lambda q, r: divergence(q, t, r), [t])
case("divergence, logarithms", [single(q), single(torch.log_softmax(normal(3, 5), -1))],
     lambda q, t, r: divergence(q, t, r, True))

# ---- Classes

labels = [1, 4, 0, 0, 3, 2]
ignored = [1, -100, 0, -100, 3, 2]
weights = single(torch.tensor([0.5, 2, 1, 0.25, 3]))
for tag, logits in [("", normal(6, 5)), (", extreme", single(1000 * signs(6, 5) + torch.randn(6, 5)))]:
    y, yi = torch.tensor(labels), torch.tensor(ignored)
    for kind, wanted, w, s in [
        ("", y, None, 0), (", weights", y, weights, 0), (", smoothing", y, None, 0.1),
        (", all", y, weights, 0.3), (", ignored", yi, None, 0), (", ignored, weights", yi, weights, 0),
        (", ignored, all", yi, weights, 0.3),
    ]:
        case("cross-entropy" + kind + tag, [logits], lambda z, r: F.cross_entropy(
            z, wanted, weight=w, label_smoothing=s, reduction=r), labels=wanted.tolist())
    for gamma in [0.0, 0.5, 2.0]:
        def focal(z, r, weight=None):
            log_p = torch.log_softmax(z, -1)
            ce = -log_p[torch.arange(6), y]
            others = z.clone()
            others[torch.arange(6), y] = -torch.inf
            focus = torch.exp(gamma * (torch.logsumexp(others, -1) - torch.logsumexp(z, -1)))
            losses = focus * ce
            if weight is None:
                return reduced(losses, r)
            losses = losses * weight[y]
            return losses.sum() / weight[y].sum() if r == "mean" else reduced(losses, r)
        case(f"focal of classes, {gamma}" + tag, [logits], focal, labels=labels)
    case("focal of classes, weights" + tag, [logits], lambda z, r: focal(z, r, weights), labels=labels)
log_p = single(torch.log_softmax(normal(6, 5), -1))
case("nll", [log_p], lambda q, r: F.nll_loss(q, torch.tensor(labels), reduction=r), labels=labels)
case("nll, ignored, weights", [log_p], lambda q, r: F.nll_loss(
    q, torch.tensor(ignored), weight=weights, reduction=r), labels=ignored)
soft = distribution(6, 5)
for kind, w, s in [("", None, 0), (", all", weights, 0.3)]:
    case("cross-entropy of distributions" + kind, [normal(6, 5)], lambda z, r: F.cross_entropy(
        z, soft, weight=w, label_smoothing=s, reduction=r), [soft])
x, w, b = normal(6, 3), normal(3, 5), normal(5)
case("linear cross-entropy", [x, w, b], lambda x, w, b, r: F.cross_entropy(
    x @ w + b, torch.tensor(ignored), weight=weights, label_smoothing=0.1, reduction=r), labels=ignored)


# PyTorch's own, whose weight is [classes, features] and which has no bias by itself.
def linear(x, w, r):
    module = nn.LinearCrossEntropyLoss(3, 5, reduction=r)
    assert [name for name, _ in module.named_parameters()] == ["linear.weight"]
    return torch.func.functional_call(module, {"linear.weight": w.T}, (x, torch.tensor(labels)))


case("linear cross-entropy, PyTorch's", [x, w], linear, labels=labels)

for tag, z in [("", normal(3, 4)), (", extreme", 1000 * signs(3, 4))]:
    t = uniform(3, 4)
    case("binary" + tag, [z, t], lambda z, t, r: F.binary_cross_entropy_with_logits(z, t, reduction=r))
    case("binary, weight" + tag, [z, t], lambda z, t, r: F.binary_cross_entropy_with_logits(
        z, t, pos_weight=torch.tensor(3.0), reduction=r))
    y = bits(3, 4)
    case("soft labels" + tag, [z], lambda z, r: F.multilabel_soft_margin_loss(z, y, reduction=r), [y])
    for gamma, alpha in [(2.0, 0.25), (0.0, None), (0.5, 0.9)]:
        def binary_focal(z, r):
            ce = F.binary_cross_entropy_with_logits(z, y, reduction="none")
            s = torch.where(y == 1, z, -z)
            focus = torch.exp(gamma * F.logsigmoid(-s))
            weight = 1 if alpha is None else torch.where(y == 1, alpha, 1 - alpha)
            return reduced(weight * focus * ce, r)
        case(f"focal, {gamma}, {alpha}" + tag, [z], binary_focal, [y])
case("binary, probabilities", [uniform(3, 4, low=0.01, high=0.99), uniform(3, 4)],
     lambda p, t, r: F.binary_cross_entropy(p, t, reduction=r))


def dice(p, t, r, s):
    return reduced(torch.stack([1 - (2 * (a * b).sum() + s) / (a.sum() + b.sum() + s) for a, b in zip(p, t)]), r)


def iou(p, t, r, s):
    return reduced(torch.stack([
        1 - ((a * b).sum() + s) / ((a + b - a * b).sum() + s) for a, b in zip(p, t)]), r)


p, t = uniform(3, 2, 4), bits(3, 2, 4)
case("dice", [p], lambda p, r: dice(p, t, r, 1.0), [t])
case("dice, bare", [p], lambda p, r: dice(p, t, r, 0.0), [t])
case("iou", [p], lambda p, r: iou(p, t, r, 1.0), [t])

# ---- Margins

for tag, spread in [("", 1.0), (", extreme", 1000.0)]:
    s, y = normal(3, 4, spread=spread), signs(3, 4)
    case("hinge" + tag, [s], lambda s, r: reduced(F.relu(1 - y * s), r), [y])
    case("squared hinge" + tag, [s], lambda s, r: reduced(F.relu(1 - y * s) ** 2, r), [y])
    case("soft margin" + tag, [s], lambda s, r: reduced(F.softplus(-y * s, threshold=50), r), [y])
    a, b, y1 = normal(6, spread=spread), normal(6, spread=spread), signs(6)
    case("ranking" + tag, [a, b], lambda a, b, r: F.margin_ranking_loss(
        a, b, y1, margin=0.5, reduction=r), [y1])
    z, y = normal(6, 5, spread=spread), torch.tensor(labels)

    def best_wrong(z, r):
        wrong = torch.stack([torch.cat([row[:k], row[k + 1:]]).max() for row, k in zip(z, labels)])
        return reduced(F.relu(1 + wrong - z[torch.arange(6), y]), r)
    case("categorical hinge" + tag, [z], best_wrong, labels=labels)
    case("multi-margin" + tag, [z], lambda z, r: F.multi_margin_loss(
        z, y, margin=0.8, reduction=r), labels=labels)
    case("multi-margin, squared" + tag, [z], lambda z, r: F.multi_margin_loss(
        z, y, p=2, weight=weights, reduction=r), labels=labels)
    t = bits(6, 5)
    t[2] = 0
    indices = torch.full((6, 5), -1)
    for row in range(6):
        right = t[row].nonzero().reshape(-1)
        indices[row, :len(right)] = right
    case("multi-label margin" + tag, [z], lambda z, r: F.multilabel_margin_loss(
        z, indices, reduction=r), [t])
# PyTorch's own soft margin overflows for scores of 1000; for small ones it is the formula above.
s, y = normal(3, 4), signs(3, 4)
case("soft margin, PyTorch's", [s], lambda s, r: F.soft_margin_loss(s, y, reduction=r), [y])

# ---- Comparisons

for tag, spread in [("", 1.0), (", extreme", 1000.0)]:
    a, b, c = (normal(6, 4, spread=spread) for _ in range(3))
    y, same = torch.tensor([1.0, -1, 1, -1, -1, 1]), torch.tensor([1.0, 0, 1, 0, 0, 1])
    case("cosine embedding" + tag, [a, b], lambda a, b, r: F.cosine_embedding_loss(
        a, b, y, margin=-0.2, reduction=r), [y])
    d = uniform(6, high=2 * spread)
    case("hinge embedding" + tag, [d], lambda d, r: F.hinge_embedding_loss(
        d, y, margin=1.2, reduction=r), [y])
    case("contrastive" + tag, [a, b], lambda a, b, r: reduced(
        0.5 * torch.where(same == 1, F.pairwise_distance(a, b) ** 2,
                          F.relu(2.5 - F.pairwise_distance(a, b)) ** 2), r), [same])
    case("triplet" + tag, [a, b, c], lambda a, b, c, r: F.triplet_margin_loss(
        a, b, c, margin=0.9, reduction=r))
    case("triplet, swapped" + tag, [a, b, c], lambda a, b, c, r: F.triplet_margin_loss(
        a, b, c, margin=0.9, swap=True, reduction=r))
    case("triplet, cosine" + tag, [a, b, c], lambda a, b, c, r: F.triplet_margin_with_distance_loss(
        a, b, c, distance_function=lambda x, y: 1 - F.cosine_similarity(x, y), margin=0.9, reduction=r))

    def info(a, b, r, temperature, both=False):
        s = F.normalize(a) @ F.normalize(b).T / temperature
        y = torch.arange(6)
        losses = F.cross_entropy(s, y, reduction="none")
        if both:
            losses = (losses + F.cross_entropy(s.T, y, reduction="none")) / 2
        return reduced(losses, r)
    case("infonce" + tag, [a, b], lambda a, b, r: info(a, b, r, 0.1))
    case("infonce, cold" + tag, [a, b], lambda a, b, r: info(a, b, r, 0.005))
    case("infonce, both" + tag, [a, b], lambda a, b, r: info(a, b, r, 0.5, True))

# ---- Connectionist temporal classification


def ctc(z, r, transcripts, lengths, blank=0, zero=False):
    targets = torch.tensor([x for t in transcripts for x in t], dtype=torch.long)
    return F.ctc_loss(
        torch.log_softmax(z, -1).transpose(0, 1), targets, torch.tensor(lengths),
        torch.tensor([len(t) for t in transcripts]), blank=blank, reduction=r, zero_infinity=zero)


transcripts = [[1, 2, 2, 3], [3], [], [1, 1, 1]]
for tag, z in [("", normal(4, 8, 4)), (", extreme", single(1000 * signs(4, 8, 4) + torch.randn(4, 8, 4)))]:
    for kind, lengths in [("", [8, 8, 8, 8]), (", lengths", [5, 8, 3, 7])]:
        case("ctc" + kind + tag, [z], lambda z, r: ctc(z, r, transcripts, lengths),
             transcripts=transcripts, lengths=lengths)
case("ctc, another blank", [normal(2, 6, 3)], lambda z, r: ctc(z, r, [[0, 1], [1, 1]], [6, 4], blank=2),
     transcripts=[[0, 1], [1, 1]], lengths=[6, 4])
case("ctc, impossible", [normal(2, 4, 3)], lambda z, r: ctc(z, r, [[1, 1, 2], [1]], [3, 4], zero=True),
     transcripts=[[1, 1, 2], [1]], lengths=[3, 4])

with open("torch.json", "w") as file:
    json.dump(cases, file, separators=(",", ":"))
    file.write("\n")
print(len(cases), "cases")
