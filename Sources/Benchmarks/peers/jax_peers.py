"""The work in JAX, compiled with `jit`; see peer.py. Every call waits for its result."""

import os
from functools import partial

# Read when JAX is loaded.
os.environ.setdefault("JAX_PLATFORMS", "cpu")
if os.environ.get("OMP_NUM_THREADS") == "1":
    flags = os.environ.get("XLA_FLAGS", "")
    os.environ["XLA_FLAGS"] = f"{flags} --xla_cpu_multi_thread_eigen=false".strip()

import jax
import jax.numpy as jnp
import numpy as np

from sizes import BATCH, Kinds, matrix, numbers

KINDS = Kinds()
random = np.random.default_rng(0)


def start(threads):
    """Starts JAX with a pool of that many threads.

    JAX makes its pool as large as the number of processors that it may use at that moment.
    """
    if not hasattr(os, "sched_setaffinity"):
        jax.devices()
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(allowed)[:threads]))
    try:
        jax.devices()
    finally:
        os.sched_setaffinity(0, allowed)


def version():
    return jax.__version__


def instruction_set():
    return "compiled for this processor by XLA"


def uniform(*shape, low=-1.0):
    return jnp.asarray(random.uniform(low, 1, shape).astype(np.float32))


def normal(*shape):
    return jnp.asarray(random.standard_normal(shape, dtype=np.float32))


def compiled(function, *arguments):
    function = jax.jit(function)

    def run():
        return jax.block_until_ready(function(*arguments))

    return run


# Products


@KINDS.work("matmul")
def matmul(size):
    m, n, k = numbers(size)
    return compiled(jnp.matmul, uniform(m, k), uniform(k, n))


@KINDS.work("matmul-tn")
def matmul_tn(size):
    m, n, k = numbers(size)
    return compiled(lambda a, b: a.T @ b, uniform(k, m), uniform(k, n))


@KINDS.work("matmul-nt")
def matmul_nt(size):
    m, n, k = numbers(size)
    return compiled(lambda a, b: a @ b.T, uniform(m, k), uniform(n, k))


# Element by element

for kind, function in {"add": jnp.add, "multiply": jnp.multiply}.items():
    KINDS[kind] = lambda size, f=function: compiled(
        f, uniform(*numbers(size)), uniform(*numbers(size))
    )

for kind, function, low in [
    ("exp", jnp.exp, -1), ("log", jnp.log, 0.01), ("sqrt", jnp.sqrt, 0), ("tanh", jnp.tanh, -1),
    ("sigmoid", jax.nn.sigmoid, -1), ("relu", jax.nn.relu, -1),
    ("gelu", partial(jax.nn.gelu, approximate=True), -1),
]:  # fmt: skip
    KINDS[kind] = lambda size, f=function, low=low: compiled(f, uniform(*numbers(size), low=low))


@KINDS.work("add-row")
def add_row(size):
    rows, columns = numbers(size)
    return compiled(jnp.add, uniform(rows, columns), uniform(columns))


# Reductions

for kind, function in {"sum": jnp.sum, "mean": jnp.mean, "max": jnp.max}.items():
    KINDS[kind] = lambda size, f=function: compiled(f, uniform(*numbers(size)))
    for axis in (0, 1):
        KINDS[f"{kind}-axis{axis}"] = lambda size, f=function, axis=axis: compiled(
            partial(f, axis=axis), uniform(*numbers(size))
        )


@KINDS.work("softmax", "softmax-composed")
def softmax(size):
    return compiled(partial(jax.nn.softmax, axis=1), uniform(*matrix(size)))


def normalized(x, scale, shift):
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = jnp.square(centred).mean(axis=-1, keepdims=True)
    return centred * jax.lax.rsqrt(variance + 1e-5) * scale + shift


@KINDS.work("layer-norm")
def layer_norm(size):
    x = uniform(*matrix(size))
    return compiled(normalized, x, uniform(x.shape[1]), uniform(x.shape[1]))


# Making tensors


@KINDS.work("uniform")
def draw_uniform(size):
    shape = numbers(size)
    return compiled(lambda key: jax.random.uniform(key, shape), jax.random.key(0))


@KINDS.work("normal")
def draw_normal(size):
    shape = numbers(size)
    return compiled(lambda key: jax.random.normal(key, shape), jax.random.key(0))


# Optimizers


@KINDS.work("adam")
def adam(size):
    """The state is handed back in, and its memory used again."""
    shape = numbers(size)

    @partial(jax.jit, donate_argnums=0)
    def step(state, gradient):
        parameter, mean, square, t = state
        t += 1
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient * gradient
        change = mean / (1 - 0.9**t) / (jnp.sqrt(square / (1 - 0.999**t)) + 1e-8)
        return parameter - 1e-3 * change, mean, square, t

    gradient = uniform(*shape)
    state = (uniform(*shape), jnp.zeros(shape), jnp.zeros(shape), jnp.float32(0))

    def run():
        nonlocal state
        state = jax.block_until_ready(step(state, gradient))

    return run


# Whole training steps with plain gradient descent


def training_step(parameters, loss):
    @partial(jax.jit, donate_argnums=0)
    def step(parameters):
        value, gradient = jax.value_and_grad(loss)(parameters)
        return value, jax.tree.map(lambda p, g: p - 0.01 * g, parameters, gradient)

    def run():
        nonlocal parameters
        value, parameters = step(parameters)
        jax.block_until_ready(parameters)
        return value

    return run


def layers(sizes):
    return [(uniform(a, b) / a**0.5, jnp.zeros(b)) for a, b in zip(sizes, sizes[1:])]


def cross_entropy(logits, labels):
    rows = jnp.arange(len(labels))
    return -jax.nn.log_softmax(logits)[rows, labels].mean()


def perceptron_step(size, activation):
    sizes = numbers(size)
    x, labels, target = normal(BATCH, sizes[0]), jnp.arange(BATCH) % sizes[-1], normal(BATCH, 1)

    def loss(parameters):
        h = x
        for w, b in parameters[:-1]:
            h = activation(h @ w + b)
        outputs = h @ parameters[-1][0] + parameters[-1][1]
        if sizes[-1] == 1:
            return jnp.square(outputs - target).mean()
        return cross_entropy(outputs, labels)

    return training_step(layers(sizes), loss)


@KINDS.work("mlp-step")
def mlp_step(size):
    return perceptron_step(size, jnp.tanh if numbers(size)[-1] == 1 else jax.nn.relu)


@KINDS.work("mlp-step-by-hand", "softmax-regression-step")
def mlp_step_by_hand(size):
    return perceptron_step(size, jax.nn.relu)


@KINDS.work("lstm-step")
def lstm_step(size):
    """T50-B64-H128: length, batch, hidden units and inputs; ten classes from the last state."""
    length, batch, hidden = numbers(size)
    xs, labels = normal(length, batch, hidden), jnp.arange(batch) % 10
    scale = hidden**-0.5
    parameters = {
        "input": uniform(hidden, 4 * hidden) * scale, "state": uniform(hidden, 4 * hidden) * scale,
        "bias": jnp.zeros(4 * hidden), "head": uniform(hidden, 10) * scale, "offset": jnp.zeros(10),
    }  # fmt: skip

    def loss(p):
        def cell(carry, x):
            h, c = carry
            i, f, g, o = jnp.split(x + h @ p["state"], 4, axis=1)
            c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
            return (jax.nn.sigmoid(o) * jnp.tanh(c), c), None

        zero = jnp.zeros((batch, hidden))
        (h, _), _ = jax.lax.scan(cell, (zero, zero), xs @ p["input"] + p["bias"])
        return cross_entropy(h @ p["head"] + p["offset"], labels)

    return training_step(parameters, loss)


# Attention


def attention_parameters(width):
    scale = width**-0.5
    return {
        "inward": uniform(width, 3 * width) * scale, "inward bias": jnp.zeros(3 * width),
        "outward": uniform(width, width) * scale, "outward bias": jnp.zeros(width),
    }  # fmt: skip


def attend(p, x, heads, causal):
    batch, length, width = x.shape
    parts = (x @ p["inward"] + p["inward bias"]).reshape(batch, length, 3, heads, width // heads)
    mixed = jax.nn.dot_product_attention(
        parts[:, :, 0], parts[:, :, 1], parts[:, :, 2], is_causal=causal
    )
    return mixed.reshape(batch, length, width) @ p["outward"] + p["outward bias"]


@KINDS.work("attention-backward")
def attention_backward(size):
    """B8-T128-D128-H4: batch, length, width, heads. Forward and backward, to the input too."""
    batch, length, width, heads = numbers(size)
    cotangent = normal(batch, length, width)

    def both(p, x):
        result, pullback = jax.vjp(lambda p, x: attend(p, x, heads, False), p, x)
        return result, pullback(cotangent)

    return compiled(both, attention_parameters(width), normal(batch, length, width))


@KINDS.work("transformer-block-step")
def transformer_block_step(size):
    """B64-T64-D128-H4: batch, length, width, heads; the loss is the mean square of the result."""
    batch, length, width, heads = numbers(size)
    x, scale = normal(batch, length, width), width**-0.5
    parameters = {
        "attention": attention_parameters(width),
        "norms": [(jnp.ones(width), jnp.zeros(width)) for _ in range(2)],
        "wide": (uniform(width, 4 * width) * scale, jnp.zeros(4 * width)),
        "narrow": (uniform(4 * width, width) * scale / 2, jnp.zeros(width)),
    }

    def loss(p):
        h = x + attend(p["attention"], normalized(x, *p["norms"][0]), heads, True)
        wide = jax.nn.gelu(normalized(h, *p["norms"][1]) @ p["wide"][0] + p["wide"][1])
        return jnp.square(h + wide @ p["narrow"][0] + p["narrow"][1]).mean()

    return training_step(parameters, loss)


# Convolution: channels before rows and columns, as in PyTorch


def convolve(x, w, padding):
    return jax.lax.conv_general_dilated(
        x, w, (1, 1), padding, dimension_numbers=("NCHW", "OIHW", "NCHW")
    )


def convolution_parts(size):
    """O64-C64-K3-S32-B64: output and input channels, kernel, image side, batch; "same" padding."""
    outputs, inputs, kernel, side, batch = numbers(size)
    w = uniform(outputs, inputs, kernel, kernel) * (inputs * kernel * kernel) ** -0.5
    return w, jnp.zeros((outputs, 1, 1)), normal(batch, inputs, side, side)


@KINDS.work("convolution")
def convolution(size):
    w, b, x = convolution_parts(size)
    return compiled(lambda w, b, x: convolve(x, w, "SAME") + b, w, b, x)


@KINDS.work("convolution-backward")
def convolution_backward(size):
    """Forward and backward: gradients of the input, the weights and the bias."""
    w, b, x = convolution_parts(size)
    cotangent = normal(x.shape[0], w.shape[0], *x.shape[2:])

    def both(w, b, x):
        result, pullback = jax.vjp(lambda w, b, x: convolve(x, w, "SAME") + b, w, b, x)
        return result, pullback(cotangent)

    return compiled(both, w, b, x)


def pooled(x):
    return jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")


@KINDS.work("lenet-step")
def lenet_step(size):
    """28x28: images [64, 1, 28, 28] in ten classes."""
    x, labels = normal(BATCH, 1, 28, 28), jnp.arange(BATCH) % 10
    filters = [
        (uniform(6, 1, 5, 5) / 5, jnp.zeros((6, 1, 1))),
        (uniform(16, 6, 5, 5) / 150**0.5, jnp.zeros((16, 1, 1))),
    ]

    def loss(p):
        h = x
        for (w, b), padding in zip(p["filters"], ("SAME", "VALID")):
            h = pooled(jax.nn.relu(convolve(h, w, padding) + b))
        h = h.reshape(BATCH, 400)
        for w, b in p["layers"][:-1]:
            h = jax.nn.relu(h @ w + b)
        return cross_entropy(h @ p["layers"][-1][0] + p["layers"][-1][1], labels)

    return training_step({"filters": filters, "layers": layers([400, 120, 84, 10])}, loss)
