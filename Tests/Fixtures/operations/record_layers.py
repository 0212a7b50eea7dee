"""Records what PyTorch computes in Double, for the tests of convolution, pooling and embedding.

Run it with `python3 record_layers.py` in this folder; it needs PyTorch and writes layers.json. Pairs of
parameters are height first.
"""

import math

import torch
import torch.nn.functional as F

from recording import add, array, write

generator = torch.Generator().manual_seed(9)


def distinct(*shape):
    """Numbers that are at least 1/8 apart, so that a small step does not change which is largest."""
    count = math.prod(shape)
    order = torch.randperm(count, generator=generator)
    return ((order.double() - count // 2) / 8).reshape(shape)


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def convolutions(name, function, inputs, stride=1, padding=0, dilation=1, groups=1, extra=None):
    parameters = [stride, padding] + ([] if extra is None else [extra]) + [dilation]
    lists = [pair(p) if name.endswith("2D") else (p,) for p in parameters] + [(groups,)]
    keywords = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    if extra is not None:
        keywords["output_padding"] = extra
    add(name, inputs, lambda *x: function(*x, **keywords), lists)


for batch, channels, height, width, outputs, window, options in [
    (2, 3, 5, 4, 2, (3, 2), {"padding": 1}), (1, 4, 6, 5, 6, (3, 3), {"stride": (2, 1), "padding": 1, "groups": 2}),
    (1, 2, 7, 7, 3, (3, 3), {"dilation": 2}), (2, 3, 5, 5, 3, (3, 3), {"padding": (1, 2), "groups": 3}),
    (1, 1, 1, 1, 1, (1, 1), {}), (0, 2, 5, 4, 3, (3, 3), {}), (2, 3, 4, 5, 4, (1, 1), {}), (3, 4, 20, 17, 6, (3, 3), {"padding": 1}),
]:
    groups = options.get("groups", 1)
    x = array(batch, channels, height, width)
    weight, bias = array(outputs, channels // groups, *window), array(outputs)
    convolutions("convolution2D", F.conv2d, [x, weight, bias], **options)
    convolutions("convolution2D", F.conv2d, [x, weight], **options)
for batch, channels, height, width, outputs, window, options in [
    (1, 3, 3, 4, 2, (3, 3), {"stride": 2, "padding": 1}), (2, 2, 3, 2, 2, (3, 2), {"stride": (2, 3), "extra": (1, 2)}),
    (1, 4, 3, 3, 2, (2, 2), {"stride": 2, "groups": 2}), (1, 2, 3, 3, 1, (2, 2), {"dilation": 2, "padding": 2}),
    (1, 1, 1, 1, 1, (1, 1), {}), (0, 2, 3, 3, 1, (2, 2), {}), (3, 4, 11, 17, 6, (4, 4), {"stride": 2, "padding": 1}),
]:
    options = {"extra": 0, **options}
    groups = options.get("groups", 1)
    x = array(batch, channels, height, width)
    weight, bias = array(channels, outputs // groups, *window), array(outputs)
    convolutions("transposedConvolution2D", F.conv_transpose2d, [x, weight, bias], **options)
    convolutions("transposedConvolution2D", F.conv_transpose2d, [x, weight], **options)
for batch, channels, length, outputs, window, options in [
    (2, 3, 8, 4, 3, {"stride": 2, "padding": 1}), (1, 4, 9, 2, 2, {"groups": 2, "dilation": 3}), (1, 1, 1, 1, 1, {}), (0, 2, 5, 3, 3, {}),
    (5, 4, 120, 6, 5, {"padding": 2}),
]:
    groups = options.get("groups", 1)
    x = array(batch, channels, length)
    convolutions("convolution1D", F.conv1d, [x, array(outputs, channels // groups, window), array(outputs)], **options)
    convolutions("convolution1D", F.conv1d, [x, array(outputs, channels // groups, window)], **options)
    back = {"extra": 0, **options}
    convolutions("transposedConvolution1D", F.conv_transpose1d,
                 [x, array(channels, outputs // groups, window), array(outputs)], **back)
    convolutions("transposedConvolution1D", F.conv_transpose1d, [x, array(channels, outputs // groups, window)], **back)
convolutions("transposedConvolution1D", F.conv_transpose1d, [array(2, 3, 5), array(3, 2, 4)], stride=3, extra=2)

for shape, window, stride, padding, dilation in [
    ((2, 2, 6, 5), (2, 2), (2, 2), (0, 0), (1, 1)), ((1, 2, 6, 6), (3, 3), (2, 2), (1, 1), (1, 1)),
    ((2, 1, 7, 6), (3, 2), (2, 1), (1, 1), (2, 1)), ((1, 1, 1, 1), (1, 1), (1, 1), (0, 0), (1, 1)),
    ((0, 2, 4, 4), (2, 2), (2, 2), (0, 0), (1, 1)), ((3, 4, 20, 17), (3, 3), (2, 2), (1, 1), (1, 1)),
]:
    x = distinct(*shape)
    _, positions = F.max_pool2d(x, window, stride, padding, dilation, return_indices=True)
    add("maxPooling2D", [x], lambda x: F.max_pool2d(x, window, stride, padding, dilation),
        [window, stride, padding, dilation], indices=positions)
    if dilation == (1, 1):
        x = array(*shape)
        for counts in [True, False]:
            add("averagePooling2D", [x], lambda x: F.avg_pool2d(x, window, stride, padding, count_include_pad=counts),
                [window, stride, padding, (int(counts),)])
for shape, window, stride, padding, dilation in [
    ((2, 2, 4, 5), (3, 3), (1, 1), (1, 1), (1, 1)), ((1, 2, 6, 5), (2, 3), (2, 1), (0, 1), (2, 1)),
    ((1, 1, 1, 1), (1, 1), (1, 1), (0, 0), (1, 1)), ((0, 2, 4, 4), (2, 2), (1, 1), (0, 0), (1, 1)), ((3, 4, 20, 17), (3, 3), (2, 2), (1, 1), (1, 1)),
]:
    parameters = (window, dilation, padding, stride)
    x = array(*shape)
    columns = F.unfold(x, *parameters)
    add("unfold2D", [x], lambda x: F.unfold(x, *parameters), [window, stride, padding, dilation])
    add("fold2D", [array(*columns.shape)], lambda x: F.fold(x, shape[2:], *parameters), [shape, window, stride, padding, dilation])
for rows, width, indices in [(5, 3, [4, 0, 4, 2]), (1, 1, [0]), (4, 2, []), (3, 0, [1]), (33, 65, [0, 32, 7, 7, 15, 32, 32])]:
    add("embedding", [array(rows, width)], lambda x: F.embedding(torch.tensor(indices, dtype=torch.long), x), [indices])

# Special values: which windows they reach.
inf, nan = math.inf, math.nan


def tensor(values):
    return torch.tensor(values, dtype=torch.float32).double()


image = tensor([[[[1, 2, 3, 4, 5, 6], [1, nan, 3, 0.0, -0.0, 1], [0, 1, 2, 3, inf, 5], [-inf, 1, 2, 3, 4, 5]]]])
kernel = tensor([[[[1, -1], [0.5, 2]]]])
for name, function in [("convolution2D", F.conv2d), ("transposedConvolution2D", F.conv_transpose2d)]:
    lists = [(1, 1), (0, 0)] + ([(0, 0)] if name[0] == "t" else []) + [(1, 1), (1,)]
    add(name, [image, kernel], function, lists, special=True)
for name, function in [("convolution1D", F.conv1d), ("transposedConvolution1D", F.conv_transpose1d)]:
    lists = [(1,), (0,)] + ([(0,)] if name[0] == "t" else []) + [(1,), (1,)]
    for row in [1, 2]:
        add(name, [image[0, :, row].reshape(1, 1, 6), kernel[0, :, :1].reshape(1, 1, 2)], function, lists, special=True)
add("maxPooling2D", [image], lambda x: F.max_pool2d(x, 2), [(2, 2), (2, 2), (0, 0), (1, 1)],
    indices=F.max_pool2d(image, 2, return_indices=True)[1], special=True)
add("averagePooling2D", [image], lambda x: F.avg_pool2d(x, 2), [(2, 2), (2, 2), (0, 0), (1,)], special=True)
add("unfold2D", [image], lambda x: F.unfold(x, 2), [(2, 2), (1, 1), (0, 0), (1, 1)], special=True)
columns = F.unfold(image, 2)
add("fold2D", [columns], lambda x: F.fold(x, (4, 6), 2), [(1, 1, 4, 6), (2, 2), (1, 1), (0, 0), (1, 1)], special=True)
add("embedding", [image[0, 0]], lambda x: F.embedding(torch.tensor([3, 1]), x), [[3, 1]], special=True)

write("layers.json")
