"""Records what PyTorch computes in double precision, for the tests of convolution and pooling.

    python Tests/Fixtures/convolution/record.py

needs PyTorch 2.13 and writes torch.json beside this file. Inputs are small integers, so that every sum is
exact in any order and the tests may compare for equality; averages and their gradients are recorded as
they are.
"""

import json
import random
from pathlib import Path

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(20261121)
random.seed(20261121)


def integers(*shape):
    return torch.randint(-4, 5, shape).double()


def record(x):
    values = x.detach().flatten().tolist()
    if all(v == round(v) for v in values):
        values = [int(v) for v in values]
    return {"shape": list(x.shape), "scalars": values}


def convolution(n, c, h, w, o, kh, kw, stride, padding, dilation, groups):
    x = integers(n, c, h, w).requires_grad_()
    weight = integers(o, c // groups, kh, kw).requires_grad_()
    bias = integers(o).requires_grad_()
    y = F.conv2d(x, weight, bias, stride, padding, dilation, groups)
    gradient = integers(*y.shape)
    y.backward(gradient)
    return {
        "stride": list(stride), "padding": list(padding), "dilation": list(dilation),
        "groups": groups, "x": record(x), "weight": record(weight), "bias": record(bias),
        "result": record(y), "gradient": record(gradient), "xGradient": record(x.grad),
        "weightGradient": record(weight.grad), "biasGradient": record(bias.grad),
    }


def same(a):
    return (a, a)


convolutions = [
    # batch, channels, height, width, outputs, window, stride, padding, dilation, groups
    convolution(3, 2, 5, 5, 3, 3, 3, same(1), same(1), same(1), 1),
    convolution(1, 1, 4, 4, 1, 4, 4, same(1), same(0), same(1), 1),
    convolution(0, 2, 5, 4, 3, 3, 3, same(1), same(1), same(1), 1),
    convolution(2, 3, 4, 5, 4, 1, 1, same(1), same(0), same(1), 1),
    convolution(2, 3, 5, 4, 2, 1, 1, same(2), same(0), same(1), 1),
    convolution(1, 2, 4, 4, 2, 1, 1, same(1), same(1), same(1), 1),
    convolution(2, 4, 4, 3, 4, 1, 1, same(1), same(0), same(1), 2),
    convolution(2, 4, 5, 6, 4, 3, 3, same(1), same(1), same(1), 4),
    convolution(1, 3, 6, 5, 6, 2, 3, same(2), same(1), same(1), 3),
    convolution(1, 2, 7, 7, 4, 3, 3, same(1), same(2), same(2), 2),
    convolution(1, 2, 5, 19, 2, 2, 3, (1, 2), (0, 1), (2, 1), 1),
    convolution(1, 1, 3, 37, 2, 2, 5, (1, 1), (1, 2), (1, 1), 1),
    convolution(3, 1, 1, 9, 2, 1, 3, (1, 1), (0, 2), (1, 1), 1),
]
for stride in (1, 2, 3):
    for padding in (0, 1, 2):
        for dilation in (1, 2):
            groups = random.choice((1, 2))
            convolutions.append(convolution(
                random.choice((1, 2)), 2, random.randint(5, 7), random.randint(5, 8), 2,
                random.randint(1, 3), random.randint(2, 3), (stride, random.randint(1, 3)),
                (padding, random.randint(0, 2)), (dilation, random.randint(1, 2)), groups))


def transposed(n, c, h, w, o, kh, kw, stride, padding, extra, dilation, groups):
    x = integers(n, c, h, w)
    weight = integers(c, o // groups, kh, kw)
    bias = integers(o)
    y = F.conv_transpose2d(x, weight, bias, stride, padding, extra, groups, dilation)
    return {
        "stride": list(stride), "padding": list(padding), "outputPadding": list(extra),
        "dilation": list(dilation), "groups": groups, "x": record(x), "weight": record(weight),
        "bias": record(bias), "result": record(y),
    }


transpositions = [
    transposed(2, 3, 3, 4, 2, 3, 3, same(1), same(0), same(0), same(1), 1),
    transposed(1, 2, 3, 4, 2, 3, 3, same(1), same(1), same(0), same(1), 1),
    transposed(1, 2, 3, 3, 4, 2, 2, same(2), same(0), same(0), same(1), 2),
    transposed(2, 2, 3, 4, 1, 4, 4, same(2), same(1), same(0), same(1), 1),
    transposed(1, 2, 3, 2, 2, 3, 3, same(2), same(1), same(1), same(1), 1),
    transposed(1, 2, 2, 3, 2, 2, 3, (3, 2), (0, 2), (2, 1), (1, 2), 1),
    transposed(1, 3, 3, 3, 3, 3, 3, same(2), same(1), same(1), same(1), 3),
    transposed(1, 1, 3, 3, 1, 2, 2, same(1), same(2), same(0), same(2), 1),
    transposed(1, 2, 3, 4, 3, 1, 1, same(1), same(0), same(0), same(1), 1),
]


def sequence(n, c, length, o, k, stride, padding, dilation, groups):
    x = integers(n, c, length).requires_grad_()
    weight = integers(o, c // groups, k).requires_grad_()
    bias = integers(o).requires_grad_()
    y = F.conv1d(x, weight, bias, stride, padding, dilation, groups)
    gradient = integers(*y.shape)
    y.backward(gradient)
    back = F.conv_transpose1d(gradient, weight.detach(), None, stride, padding, 0, groups, dilation)
    return {
        "stride": stride, "padding": padding, "dilation": dilation, "groups": groups,
        "x": record(x), "weight": record(weight), "bias": record(bias), "result": record(y),
        "gradient": record(gradient), "xGradient": record(x.grad),
        "weightGradient": record(weight.grad), "transposed": record(back),
    }


sequences = [
    sequence(2, 2, 9, 3, 3, 1, 1, 1, 1), sequence(1, 2, 20, 2, 4, 2, 0, 1, 2),
    sequence(1, 1, 12, 2, 3, 3, 2, 2, 1), sequence(1, 2, 8, 2, 3, 1, 4, 4, 1),
]


def pooling(n, c, h, w, window, stride, padding, dilation, ties=False):
    x = (torch.randint(0, 3, (n, c, h, w)).double() if ties else
         torch.randperm(n * c * h * w).double().reshape(n, c, h, w) - n * c * h * w // 2)
    x.requires_grad_()
    y, positions = F.max_pool2d(x, window, stride, padding, dilation, return_indices=True)
    gradient = integers(*y.shape)
    y.backward(gradient)
    item = {
        "window": list(window), "stride": list(stride), "padding": list(padding),
        "dilation": list(dilation), "x": record(x), "gradient": record(gradient),
        "largest": record(y), "positions": positions.flatten().tolist(),
        "largestGradient": record(x.grad),
    }
    if dilation == (1, 1):
        for name, counts in (("average", True), ("averageInside", False)):
            x.grad = None
            y = F.avg_pool2d(x, window, stride, padding, count_include_pad=counts)
            y.backward(gradient)
            item[name] = record(y)
            item[name + "Gradient"] = record(x.grad)
    return item


poolings = [
    pooling(2, 2, 6, 8, same(2), same(2), same(0), same(1)),
    pooling(1, 1, 4, 40, same(2), same(2), same(0), same(1)),
    pooling(1, 2, 7, 7, same(3), same(2), same(1), same(1)),
    pooling(1, 2, 5, 6, same(3), same(1), same(1), same(1)),
    pooling(1, 1, 5, 7, (2, 3), (1, 3), (1, 0), same(1)),
    pooling(2, 1, 7, 6, (3, 2), (2, 1), (1, 1), (2, 1)),
    pooling(1, 1, 4, 5, (4, 5), (1, 1), (0, 0), same(1)),
    pooling(1, 1, 3, 3, same(1), same(1), same(0), same(1)),
    pooling(1, 1, 9, 9, same(2), same(3), same(0), same(1)),
    pooling(1, 2, 6, 6, same(2), same(2), same(0), same(1), ties=True),
    pooling(1, 1, 6, 20, same(3), same(2), same(1), same(1), ties=True),
    pooling(0, 2, 4, 4, same(2), same(2), same(0), same(1)),
]

embeddings = []
for rows, width, indices in ((5, 3, [4, 0, 4, 4, 1]), (3, 17, [2, 2]), (4, 2, []), (1, 1, [0])):
    table = integers(rows, width).requires_grad_()
    y = F.embedding(torch.tensor(indices, dtype=torch.long), table)
    gradient = integers(*y.shape)
    y.backward(gradient)
    embeddings.append({
        "table": record(table), "indices": indices, "result": record(y),
        "gradient": record(gradient), "tableGradient": record(table.grad),
    })

values = {
    "version": torch.__version__, "convolutions": convolutions, "transpositions": transpositions,
    "sequences": sequences, "poolings": poolings, "embeddings": embeddings,
}
Path(__file__).with_name("torch.json").write_text(
    json.dumps(values, separators=(",", ":")) + "\n")
