"""The work in PyTorch, eager; see peer.py. Results are allocated by every call, as in `a + b`."""

import ctypes
import os
import re
import tempfile
from functools import partial

import torch
import torch.nn.functional as F
from torch import nn

from sizes import BATCH, Kinds, matrix, numbers

KINDS = Kinds()


products = "unknown"


def start(threads):
    global products
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    products = product_library()


def product_library():
    """What matrix products go through, with the instructions that MKL says it uses.

    MKL says so in the first line of its log, on processors of its maker. On others it does not, and
    may use less than the processor has.
    """
    library = re.search(r"BLAS_INFO=(\w+)", torch.__config__.show())
    if not library or library.group(1) != "mkl":
        return library.group(1) if library else "unknown"
    with tempfile.TemporaryFile() as log:
        standard = os.dup(1)
        os.dup2(log.fileno(), 1)
        try:
            with torch.backends.mkl.verbose(torch.backends.mkl.VERBOSE_ON):
                torch.mm(torch.ones(64, 64), torch.ones(64, 64))
            ctypes.CDLL(None).fflush(None)
        finally:
            os.dup2(standard, 1)
            os.close(standard)
        log.seek(0)
        text = log.read().decode(errors="replace")
    said = re.search(r"\(Intel\(R\) ([^()]+)\) enabled", text)
    return f"MKL {said.group(1)}" if said else "MKL, which does not say what it uses here"


def version():
    return torch.__version__


def instruction_set():
    """What PyTorch's own kernels use, and which libraries products and convolutions go through."""
    parts = [f"own kernels {torch.backends.cpu.get_cpu_capability()}", f"products {products}"]
    if torch.backends.mkldnn.is_available():
        parts.append("convolutions oneDNN")
    return "; ".join(parts)


def uniform(*shape, low=-1.0):
    return torch.empty(*shape).uniform_(low, 1)


def without_gradient(function, *arguments, **options):
    """A call that PyTorch records nothing of: none of the arguments asks for a gradient."""
    return partial(function, *arguments, **options)


# Products


@KINDS.work("matmul")
def matmul(size):
    m, n, k = numbers(size)
    return without_gradient(torch.matmul, uniform(m, k), uniform(k, n))


@KINDS.work("matmul-tn")
def matmul_tn(size):
    m, n, k = numbers(size)
    return without_gradient(torch.matmul, uniform(k, m).T, uniform(k, n))


@KINDS.work("matmul-nt")
def matmul_nt(size):
    m, n, k = numbers(size)
    return without_gradient(torch.matmul, uniform(m, k), uniform(n, k).T)


# Element by element

for kind, function in {"add": torch.add, "multiply": torch.mul}.items():
    KINDS[kind] = lambda size, f=function: without_gradient(
        f, uniform(*numbers(size)), uniform(*numbers(size))
    )

for kind, function, low in [
    ("exp", torch.exp, -1), ("log", torch.log, 0.01), ("sqrt", torch.sqrt, 0),
    ("tanh", torch.tanh, -1), ("sigmoid", torch.sigmoid, -1), ("relu", torch.relu, -1),
    ("gelu", partial(F.gelu, approximate="tanh"), -1),
]:  # fmt: skip
    KINDS[kind] = lambda size, f=function, low=low: without_gradient(
        f, uniform(*numbers(size), low=low)
    )


@KINDS.work("add-row")
def add_row(size):
    rows, columns = numbers(size)
    return without_gradient(torch.add, uniform(rows, columns), uniform(columns))


# Reductions

for kind, function in {"sum": torch.sum, "mean": torch.mean, "max": torch.amax}.items():
    KINDS[kind] = lambda size, f=function: without_gradient(f, uniform(*numbers(size)))
    for axis in (0, 1):
        KINDS[f"{kind}-axis{axis}"] = lambda size, f=function, axis=axis: without_gradient(
            f, uniform(*numbers(size)), dim=axis
        )


@KINDS.work("softmax", "softmax-composed")
def softmax(size):
    return without_gradient(torch.softmax, uniform(*matrix(size)), 1)


@KINDS.work("layer-norm")
def layer_norm(size):
    x = uniform(*matrix(size))
    columns = x.shape[1]
    return without_gradient(F.layer_norm, x, (columns,), uniform(columns), uniform(columns))


# Making tensors

KINDS["uniform"] = lambda size: partial(torch.rand, *numbers(size))
KINDS["normal"] = lambda size: partial(torch.randn, *numbers(size))
KINDS["zeros"] = lambda size: partial(torch.zeros, *numbers(size))


# Optimizers


def adam_step(size, **options):
    parameter = nn.Parameter(uniform(*numbers(size)))
    parameter.grad = uniform(*numbers(size))
    return torch.optim.Adam([parameter], lr=1e-3, **options).step


KINDS["adam"] = adam_step
KINDS["adam-fused"] = partial(adam_step, fused=True)


# Forward and backward


@KINDS.work("recorded-add")
def recorded_add(size):
    """As many additions of 1x1 tensors as the size says, one after the other, and backward."""
    count = numbers(size)[0]
    a, b = torch.ones(1, 1, requires_grad=True), torch.ones(1, 1, requires_grad=True)

    def run():
        total = a
        for _ in range(count):
            total = total + b
        a.grad = b.grad = None
        total.backward()

    return run


def convolution_parts(size):
    """O64-C64-K3-S32-B64: output and input channels, kernel, image side, batch; "same" padding."""
    outputs, inputs, kernel, side, batch = numbers(size)
    layer = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2)
    return layer, torch.randn(batch, inputs, side, side), torch.randn(batch, outputs, side, side)


@KINDS.work("convolution")
def convolution(size):
    layer, x, _ = convolution_parts(size)

    def run():
        with torch.no_grad():
            return layer(x)

    return run


@KINDS.work("convolution-backward")
def convolution_backward(size):
    """Forward and backward: gradients of the input, the weights and the bias."""
    layer, x, cotangent = convolution_parts(size)
    x.requires_grad_()

    def run():
        x.grad = None
        layer.zero_grad()
        layer(x).backward(cotangent)

    return run


class Attention(nn.Module):
    """Self-attention of several heads: one projection in, one out."""

    def __init__(self, width, heads, causal=False):
        super().__init__()
        self.heads, self.causal = heads, causal
        self.inward = nn.Linear(width, 3 * width)
        self.outward = nn.Linear(width, width)

    def forward(self, x):
        batch, length, width = x.shape
        parts = self.inward(x).view(batch, length, 3, self.heads, width // self.heads)
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=self.causal)
        return self.outward(mixed.transpose(1, 2).reshape(batch, length, width))


@KINDS.work("attention-backward")
def attention_backward(size):
    """B8-T128-D128-H4: batch, length, width, heads. Forward and backward, to the input too."""
    batch, length, width, heads = numbers(size)
    layer = Attention(width, heads)
    x = torch.randn(batch, length, width, requires_grad=True)
    cotangent = torch.randn(batch, length, width)

    def run():
        x.grad = None
        layer.zero_grad()
        layer(x).backward(cotangent)

    return run


# Whole training steps with plain gradient descent: forward, backward, update


def training_step(model, loss):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)

    def run():
        optimizer.zero_grad()
        value = loss()
        value.backward()
        optimizer.step()
        return value

    return run


def classes(count):
    return torch.arange(BATCH) % count


def perceptron_step(size, activation):
    sizes = numbers(size)
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        layers += [nn.Linear(a, b), activation()]
    model = nn.Sequential(*layers[:-1])
    x = torch.randn(BATCH, sizes[0])
    if sizes[-1] == 1:
        truth = torch.randn(BATCH, 1)
        return training_step(model, lambda: F.mse_loss(model(x), truth))
    labels = classes(sizes[-1])
    return training_step(model, lambda: F.cross_entropy(model(x), labels))


# With one output: tanh and squared error; with several: ReLU and cross-entropy.
@KINDS.work("mlp-step")
def mlp_step(size):
    return perceptron_step(size, nn.Tanh if numbers(size)[-1] == 1 else nn.ReLU)


@KINDS.work("mlp-step-by-hand", "softmax-regression-step")
def mlp_step_by_hand(size):
    return perceptron_step(size, nn.ReLU)


@KINDS.work("lenet-step")
def lenet_step(size):
    """28x28: images [64, 1, 28, 28] in ten classes."""
    model = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )  # fmt: skip
    x, labels = torch.randn(BATCH, 1, 28, 28), classes(10)
    return training_step(model, lambda: F.cross_entropy(model(x), labels))


@KINDS.work("lstm-step")
def lstm_step(size):
    """T50-B64-H128: length, batch, hidden units and inputs; ten classes from the last state."""
    length, batch, hidden = numbers(size)
    recurrent, head = nn.LSTM(hidden, hidden, batch_first=True), nn.Linear(hidden, 10)
    x, labels = torch.randn(batch, length, hidden), torch.arange(batch) % 10

    def loss():
        states, _ = recurrent(x)
        return F.cross_entropy(head(states[:, -1]), labels)

    return training_step(nn.ModuleList([recurrent, head]), loss)


class Block(nn.Module):
    """A transformer block, norms first: causal attention, then four times as wide with GELU."""

    def __init__(self, width, heads):
        super().__init__()
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width, heads, causal=True)
        self.wide = nn.Sequential(
            nn.Linear(width, 4 * width), nn.GELU(approximate="tanh"), nn.Linear(4 * width, width)
        )

    def forward(self, x):
        x = x + self.attention(self.first(x))
        return x + self.wide(self.second(x))


@KINDS.work("transformer-block-step")
def transformer_block_step(size):
    """B64-T64-D128-H4: batch, length, width, heads; the loss is the mean square of the result."""
    batch, length, width, heads = numbers(size)
    model, x = Block(width, heads), torch.randn(batch, length, width)
    return training_step(model, lambda: model(x).square().mean())
