"""Records what PyTorch computes in Double, for the tests of shapes, indexing and products.

Run it with `python3 record_shapes.py` in this folder; it needs PyTorch and writes shapes.json.
Inputs and cotangents are small multiples of 1/8, so that they are exact in the file and in single
precision. Every case is an operation with integer lists and a text as parameters, its inputs, its
outputs, the indices that it returns, and the gradients of the sum of outputs times cotangents.
"""

import json

import torch
import torch.nn.functional as F

generator = torch.Generator().manual_seed(7)


def array(*shape):
    return torch.randint(-20, 21, shape, generator=generator).double() / 8


def distinct(*shape):
    count = 1
    for extent in shape:
        count *= extent
    order = torch.randperm(count, generator=generator)
    return ((order.double() - count // 2) / 8).reshape(shape)


def record(x):
    return {"shape": list(x.shape), "scalars": [float(v) for v in x.detach().reshape(-1)]}


cases = []


def add(operation, inputs, function, lists=(), text="", indices=()):
    inputs = [x.clone().requires_grad_() for x in inputs]
    outputs = function(*inputs)
    outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
    cotangents = [array(*output.shape) for output in outputs]
    loss = sum((o * c).sum() for o, c in zip(outputs, cotangents))
    gradients = torch.autograd.grad(loss, inputs, allow_unused=True)
    cases.append({
        "operation": operation, "lists": [list(x) for x in lists], "text": text,
        "inputs": [record(x) for x in inputs], "outputs": [record(x) for x in outputs],
        "indices": [int(i) for i in torch.as_tensor(indices).reshape(-1)],
        "cotangents": [record(x) for x in cotangents],
        "gradients": [
            record(torch.zeros_like(x) if g is None else g) for x, g in zip(inputs, gradients)
        ],
    })


# Shapes

for shape, axes in [
    ((), []), ((3,), [0]), ((2, 3), [1, 0]), ((2, 3, 4), [2, 0, 1]), ((2, 3, 4), [0, -1, 1]),
    ((2, 3, 4, 5), [0, 2, 1, 3]), ((2, 1, 3, 2, 2), [4, 2, 0, 1, 3]), ((2, 3, 4), [2, 1, 0]),
    ((0, 3, 2), [2, 0, 1]), ((1, 1, 4), [2, 0, 1]), ((2, 3, 1, 4), [3, 1, 2, 0]),
]:
    add("permuted", [array(*shape)], lambda x: x.permute(axes), [axes])
for shape, source, target in [((2, 3, 4), 0, 2), ((2, 3, 4), -1, 0), ((2, 3, 4, 5), 1, -2), ((3,), 0, 0)]:
    add("movedAxis", [array(*shape)], lambda x: x.movedim(source, target), [[source, target]])
for shape, axis in [((), 0), ((3,), 0), ((3,), -1), ((2, 3), 1), ((2, 3), -3), ((0, 2), 2)]:
    add("expanded", [array(*shape)], lambda x: x.unsqueeze(axis), [[axis]])
for shape, axis in [((1,), 0), ((2, 1, 3), 1), ((2, 3, 1), -1), ((1, 0), 0)]:
    add("squeezed", [array(*shape)], lambda x: x.squeeze(axis), [[axis]])
for shape, first, last in [((2, 3, 4), 0, -1), ((2, 3, 4), 1, 2), ((2, 3, 4, 2), 1, 2), ((3,), 0, 0), ((), 0, -1), ((2, 0, 3), 0, 1)]:
    add("flattened", [array(*shape)], lambda x: x.flatten(first, last), [[first, last]])
for shape, axis, parts in [((6,), 0, [2, 3]), ((2, 12), 1, [3, -1]), ((2, 4, 3), -2, [2, 2, 1]), ((0, 2), 0, [0, 3])]:
    add("unflattened", [array(*shape)], lambda x: x.unflatten(axis, parts), [[axis], parts])
for shape, sizes, axis in [((6,), [1, 5], 0), ((2, 7), [3, 0, 4], 1), ((4, 2, 3), [1, 2, 1], 0), ((2, 3, 4), [2, 2], -1)]:
    add("split", [array(*shape)], lambda x: x.split(sizes, axis), [sizes, [axis]])
for shape, count, axis in [((7,), 3, 0), ((2, 6), 3, 1), ((2, 2), 3, 0), ((3, 4, 2), 2, -2)]:
    add("chunked", [array(*shape)], lambda x: x.tensor_split(count, axis), [[count, axis]])
for shape, count, axis in [((), 3, 0), ((2,), 2, 0), ((2, 3), 2, 1), ((2, 3), 2, -1), ((2, 0), 2, 1), ((2, 3), 1, 0)]:
    add("stack", [array(*shape) for _ in range(count)], lambda *xs: torch.stack(xs, axis), [[axis]])
for shape, times in [
    ((), [2]), ((2,), [3]), ((2, 3), [2]), ((2, 3), [2, 1]), ((2, 3), [2, 1, 3]), ((3,), [2, 2]),
    ((2, 1, 2), [1, 3, 2]), ((0, 2), [2, 2]), ((2, 2), [0, 2]),
]:
    add("tiled", [array(*shape)], lambda x: x.tile(times), [times])
for shape, count, axis in [((3,), 2, 0), ((2, 3), 3, 0), ((2, 3), 2, 1), ((2, 3, 2), 2, -2), ((2, 0), 2, 1), ((2, 2), 0, 0)]:
    add("repeated", [array(*shape)], lambda x: x.repeat_interleave(count, axis), [[count, axis]])
for shape, counts, axis in [((3,), [2, 0, 1], 0), ((2, 3), [1, 2, 3], 1), ((2, 2), [0, 0], 0)]:
    add("repeatedEach", [array(*shape)],
        lambda x: x.repeat_interleave(torch.tensor(counts), axis), [counts, [axis]])
for shape, distance, axis in [((5,), 2, 0), ((5,), -7, 0), ((2, 3), 1, 1), ((3, 2, 2), 1, 0), ((2, 3, 4), -1, -2), ((2, 0), 1, 1)]:
    add("rolled", [array(*shape)], lambda x: x.roll(distance, axis), [[distance, axis]])
for shape, distance in [((5,), 2), ((2, 3), 4), ((2, 1, 2), -1)]:
    add("rolledAll", [array(*shape)], lambda x: x.roll(distance), [[distance]])
for shape, axis in [((4,), 0), ((2, 3), 0), ((2, 3), -1), ((2, 3, 4), 1), ((1, 3), 0), ((0, 3), 0)]:
    add("reversed", [array(*shape)], lambda x: x.flip(axis), [[axis]])
for sizes in [[3], [2, 3], [2, 1, 4], [0, 2]]:
    add("meshgrid", [array(n) for n in sizes], lambda *xs: torch.meshgrid(*xs, indexing="ij"))

for shape, widths in [
    ((3,), [1, 2]), ((2, 3), [1, 0, 0, 2]), ((2, 3), [2, 1]), ((2, 2, 3), [1, 1, 2, 0]), ((0, 2), [1, 1, 1, 1]),
]:
    flat = [w for i in range(len(widths) - 2, -1, -2) for w in widths[i:i + 2]]
    add("paddedConstant", [array(*shape)], lambda x: F.pad(x, flat, value=-1.5), [widths])
    add("paddedZero", [array(*shape)], lambda x: F.pad(x, flat), [widths])
for mode, name in [("reflect", "paddedReflect"), ("replicate", "paddedReplicate"), ("circular", "paddedCircular")]:
    for shape, widths in [((1, 2, 4), [2, 3]), ((2, 1, 4), [0, 1]), ((1, 2, 3, 4), [1, 2, 3, 0]), ((1, 1, 3, 3), [2, 2, 1, 2])]:
        flat = [w for i in range(len(widths) - 2, -1, -2) for w in widths[i:i + 2]]
        add(name, [array(*shape)], lambda x: F.pad(x, flat, mode=mode), [widths])

for shape in [(3, 3), (2, 4), (4, 2), (2, 3, 4), (1, 1), (0, 3), (2, 2, 3, 2)]:
    for offset in [0, 1, -1, 5, -5]:
        if abs(offset) < 5:
            add("diagonal", [array(*shape)], lambda x: x.diagonal(offset, -2, -1), [[offset]])
        if shape in [(3, 3), (2, 4), (2, 3, 4), (0, 3)]:
            add("lowerTriangle", [array(*shape)], lambda x: x.tril(offset), [[offset]])
            add("upperTriangle", [array(*shape)], lambda x: x.triu(offset), [[offset]])
for axes in [(0, 1), (2, 0), (1, 2)]:
    add("diagonalOfAxes", [array(3, 4, 2)], lambda x: x.diagonal(1, *axes), [list(axes)])
for shape in [(3,), (1,), (2, 3), (0,), (2, 1, 2)]:
    for offset in [0, 2, -1]:
        add("diagonalMatrix", [array(*shape)], lambda x: x.diag_embed(offset), [[offset]])

# Indexing: the same subscripts are written in ShapeOperations.swift

x4 = lambda: array(4, 5, 3)
subscripts = {
    "[0..<2, 1...]": lambda x: x[0:2, 1:],
    "[.all, 3]": lambda x: x[:, 3],
    "[.every(2)]": lambda x: x[::2],
    "[.every(3, in: 1...)]": lambda x: x[1::3],
    "[.newAxis]": lambda x: x[None],
    "[.all, .newAxis, 2]": lambda x: x[:, None, 2],
    "[.ellipsis, 1]": lambda x: x[..., 1],
    "[..., 1]": lambda x: x[..., 1],
    "[1, .ellipsis, .newAxis]": lambda x: x[1, ..., None],
    "[.every(-1), ...2, 0]": lambda x: x.flip(0)[:, :3, 0],
    "[.all, .every(-2, in: 0..<4)]": lambda x: x[:, [3, 1]],
    "[.fromEnd(1), .last(2), .dropLast(1)]": lambda x: x[-1, -2:, :-1],
    "[1, 2, 0]": lambda x: x[1, 2, 0],
    "[2, 1..<1]": lambda x: x[2, 1:1],
    "[.all, [4, 0, 0], 1...]": lambda x: x[:, [4, 0, 0], 1:],
    "[1...2, ..<4, [2, 1]]": lambda x: x[1:3, :4, [2, 1]],
}
for text, function in subscripts.items():
    add("subscript", [x4()], function, text=text)


def assigned(function):
    def run(x, part):
        result = x.clone()
        function(result)[...] = part
        return result
    return run


for text, shape in [
    ("[0..<2, 1...]", (2, 4, 3)), ("[0..<2, 1...]", (4, 1)), ("[.all, 3]", ()), ("[.every(2)]", (2, 1, 3)),
    ("[.all, .newAxis, 2]", (4, 1, 3)), ("[..., 1]", (5,)), ("[1, 2, 0]", ()), ("[2, 1..<1]", (1, 1)),
    ("[.fromEnd(1), .last(2), .dropLast(1)]", (2, 2)),
]:
    add("assigned", [x4(), array(*shape)], assigned(subscripts[text]), text=text)


def assigned_list(x, part):
    result = x.clone()
    result[:, [4, 0], 1:] = part
    return result


add("assigned", [x4(), array(4, 2, 2)], assigned_list, text="[.all, [4, 0], 1...]")

for shape, indices, axis in [
    ((4,), [3, 0, 0], 0), ((3, 4), [1, 1, 3], 1), ((3, 4), [2, 0], 0), ((2, 3, 4), [2, 2, 0, 1], 1),
    ((2, 3), [], 1), ((0, 3), [1, 2], 1), ((2, 3, 1), [0, 0], -1),
]:
    index = torch.tensor(indices, dtype=torch.long)
    add("gathered", [array(*shape)], lambda x: x.index_select(axis, index), [indices, [axis]])
    values = list(shape)
    values[axis] = len(indices)
    add("scatterAdded", [array(*shape), array(*values)],
        lambda x, v: x.index_add(axis, index, v), [indices, [axis]])
for shape, width, axis in [((5,), 3, 0), ((3, 4), 1, 1), ((3, 4), 6, 1), ((3, 4), 2, 0), ((2, 3, 2), 2, 1), ((0, 3), 2, 1), ((2, 3), 0, 1)]:
    wanted = list(shape)
    wanted[axis] = width
    index = torch.randint(0, shape[axis], wanted, generator=generator)
    flat = index.reshape(-1).tolist()
    add("takeAlong", [array(*shape)], lambda x: x.take_along_dim(index, axis), [flat, [axis, width]])
    add("scatterAddedAlong", [array(*shape), array(*wanted)],
        lambda x, v: x.scatter_add(axis, index, v), [flat, [axis]])
for shape, width, axis in [((5,), 3, 0), ((3, 4), 1, 1), ((3, 4), 2, 0), ((2, 3, 2), 2, 1)]:
    wanted = list(shape)
    wanted[axis] = width
    index = torch.rand(shape, generator=generator).argsort(axis).narrow(axis, 0, width)
    add("putAlong", [array(*shape), array(*wanted)],
        lambda x, v: x.scatter(axis, index, v), [index.reshape(-1).tolist(), [axis]])
for shape, axis in [((6,), 0), ((1,), 0), ((3, 5), 1), ((3, 5), 0), ((2, 4, 3), 1), ((0, 3), 1), ((2, 0), 1)]:
    for descending in [False, True]:
        x = distinct(*shape)
        result = x.sort(axis, descending=descending)
        add("sorted", [x], lambda x: x.sort(axis, descending=descending)[0],
            [[axis, int(descending)]], indices=result.indices)
for shape, k, axis in [((6,), 2, 0), ((6,), 6, 0), ((6,), 0, 0), ((3, 9), 2, 1), ((9, 3), 4, 0), ((2, 7, 3), 3, 1), ((0, 3), 1, 1)]:
    for largest in [False, True]:
        x = distinct(*shape)
        result = x.topk(k, axis, largest)
        add("topK", [x], lambda x: x.topk(k, axis, largest)[0], [[k, axis, int(largest)]],
            indices=result.indices)
for shape in [(7,), (3, 4), (), (0,), (2, 1, 2)]:
    x = array(*shape).round()
    values, inverse, counts = x.unique(return_inverse=True, return_counts=True)
    cases.append({
        "operation": "unique", "lists": [counts.tolist()], "text": "", "inputs": [record(x)],
        "outputs": [record(values)], "indices": inverse.reshape(-1).tolist(), "cotangents": [],
        "gradients": [],
    })
    cases.append({
        "operation": "nonzero", "lists": x.nonzero().tolist(), "text": "", "inputs": [record(x)],
        "outputs": [], "indices": [], "cotangents": [], "gradients": [],
    })

# Masks: of elements above 0

for a, b, c in [
    ((3,), (3,), (3,)), ((2, 3), (3,), (2, 1)), ((), (2, 2), ()), ((2, 1), (1, 3), ()), ((0, 2), (2,), (1,)), ((4, 1, 2), (3, 1), (2,)),
]:
    add("select", [array(*a), array(*b), array(*c)], lambda m, x, y: torch.where(m > 0, x, y))
for shape, mask in [((3, 4), (3, 4)), ((3, 4), (4,)), ((2, 3, 2), (3, 1)), ((0, 2), (2,)), ((), ())]:
    add("filled", [array(*shape), array(*mask)], lambda x, m: x.masked_fill(m > 0, 2.5))
for shape, mask in [((5,), (5,)), ((3, 4), (3, 4)), ((4, 3), (4,)), ((2, 3, 2), (2, 3)), ((0, 2), (0, 2)), ((), ())]:
    x, m = array(*shape), array(*mask)
    add("masked", [x, m], lambda x, m: x[m > 0])


    def masked_put(x, m, v):
        result = x.clone()
        result[m > 0] = v
        return result


    add("maskedPut", [x, m, array(*x[m > 0].shape)], masked_put)
for shape in [(9,), (3, 4), (), (0,)]:
    add("clipped", [array(*shape)], lambda x: x.clamp(-1, 0.75))
    add("clippedBelow", [array(*shape)], lambda x: x.clamp(min=0.25))
    add("clippedAbove", [array(*shape)], lambda x: x.clamp(max=0.25))

# Products

for a, b in [
    ((2, 3, 4), (2, 4, 5)), ((2, 3, 4), (4, 5)), ((3, 4), (2, 4, 5)), ((2, 3, 4), (4,)), ((4,), (2, 4, 3)),
    ((3, 1, 2, 4), (2, 4, 3)), ((2, 3, 2, 4), (1, 3, 4, 2)), ((1, 3, 4), (5, 4, 2)), ((2, 3, 4), (1, 4, 2)),
    ((0, 3, 4), (4, 2)), ((0, 3, 4), (0, 4, 2)), ((2, 3, 0), (2, 0, 4)), ((2, 0, 3), (2, 3, 2)), ((2, 1, 1), (2, 1, 1)),
    ((2, 1, 5), (2, 5, 1)), ((2, 2, 1, 2, 3), (3, 3, 2)), ((4,), (2, 3, 4, 2)), ((2, 17, 9), (2, 9, 20)),
]:
    add("matmul", [array(*a), array(*b)], torch.matmul)
for equation, shapes in [
    ("i->i", [(3,)]), ("i->", [(3,)]), ("ij->ji", [(2, 3)]), ("ij", [(2, 3)]), ("ba", [(2, 3)]), ("ii->i", [(3, 3)]),
    ("ii", [(3, 3)]), ("iij->ij", [(2, 2, 3)]), ("iji->j", [(2, 3, 2)]), ("->", [()]), ("ijk->j", [(2, 3, 4)]),
    ("...ij->...ji", [(2, 3, 4, 2)]), ("...ii->...i", [(2, 3, 3)]), ("i...->...", [(3, 2, 2)]), ("...", [(2, 3)]),
    ("i,i->i", [(3,), (3,)]), ("i,i", [(3,), (3,)]), ("i,j->ij", [(3,), (2,)]), ("i,j->ji", [(3,), (2,)]), (",ij->ij", [(), (2, 3)]),
    ("ij,jk->ik", [(2, 3), (3, 4)]), ("ij,jk", [(2, 3), (3, 4)]), ("ij,kj->ki", [(2, 3), (4, 3)]), ("ij,ij->", [(2, 3), (2, 3)]),
    ("bij,bjk->bik", [(2, 3, 4), (2, 4, 2)]), ("bij,bjk->kib", [(2, 3, 4), (2, 4, 2)]), ("bij,bjk->ikb", [(2, 3, 4), (2, 4, 2)]),
    ("bthd,bshd->bhts", [(2, 3, 2, 4), (2, 5, 2, 4)]), ("bhts,bshd->bthd", [(2, 2, 3, 5), (2, 5, 2, 4)]),
    ("abc,cbd->ad", [(2, 3, 4), (4, 3, 2)]), ("abc,bcd->ad", [(2, 3, 4), (3, 4, 2)]), ("abcd,dcba->", [(2, 3, 1, 2), (2, 1, 3, 2)]),
    ("...ij,...jk->...ik", [(2, 1, 3, 4), (3, 4, 2)]), ("...ij,jk->...ik", [(2, 3, 4), (4, 2)]), ("i...,i...->...", [(2, 3), (2, 1)]),
    ("ij,jk->ik", [(2, 1), (3, 4)]), ("bi,bi->b", [(1, 3), (4, 3)]), ("ij,ik->jk", [(0, 3), (0, 2)]), ("ij,jk->ik", [(2, 3), (3, 0)]),
    ("ii,i->i", [(3, 3), (3,)]), ("iij,jk->ik", [(2, 2, 3), (3, 2)]), ("ij,k->k", [(2, 3), (4,)]),
    ("ij,jk,kl->il", [(2, 3), (3, 4), (4, 2)]), ("i,ij,j->", [(2,), (2, 3), (3,)]), ("bi,ijk,bk->bj", [(2, 3), (3, 4, 2), (2, 2)]),
    ("a,a,a,a->a", [(3,), (3,), (3,), (3,)]), ("bn,anm,bm->ba", [(2, 3), (4, 3, 2), (2, 2)]), ("ab,cd,ef->ace", [(2, 2), (3, 1), (2, 2)]),
    ("i j , j k -> i k", [(2, 3), (3, 2)]), ("Ab,bA->A", [(2, 3), (3, 2)]),
]:
    add("einsum", [array(*shape) for shape in shapes], lambda *xs: torch.einsum(equation, *xs), text=equation)
for a, b, axes in [
    ((2, 3, 4), (4, 3, 2), ([1, 2], [1, 0])), ((2, 3), (3, 4), ([1], [0])), ((2,), (3, 2), ([], [])), ((2, 3), (2, 3), ([0, 1], [0, 1])),
    ((2, 3, 4), (3, 5), ([-2], [0])), ((0, 3), (3, 2), ([1], [0])),
]:
    add("tensordot", [array(*a), array(*b)], lambda x, y: torch.tensordot(x, y, axes), axes)
for a, b, axes in [((2, 3, 4), (3, 4, 2), 2), ((2, 3), (3, 4), 1), ((2,), (3,), 0)]:
    add("tensordotCount", [array(*a), array(*b)], lambda x, y: torch.tensordot(x, y, axes), [[axes]])
for a, b in [((3,), (3,)), ((2, 3), (3,)), ((2, 3), (4, 3)), ((), (2, 2)), ((2, 1, 3), (4, 3)), ((2, 0), (3, 0))]:
    add("inner", [array(*a), array(*b)], torch.inner)

with open("shapes.json", "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
print(len(cases), "cases")
