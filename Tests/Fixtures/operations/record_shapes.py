"""Records what PyTorch computes in Double, for the tests of shapes, indexing and products.

Run it with `python3 record_shapes.py` in this folder; it needs PyTorch and writes shapes.json.
Inputs are small multiples of 1/8. Every case is an operation with integer lists and a text as
parameters, its inputs, its outputs, the indices that it returns, and the gradients of the sum of
outputs times cotangents.
"""

import math

import torch
import torch.nn.functional as F

from recording import add, array, cases, numbers, positions, record, whole, write

generator = torch.Generator().manual_seed(7)


def distinct(*shape):
    count = 1
    for extent in shape:
        count *= extent
    order = torch.randperm(count, generator=generator)
    return ((order.double() - count // 2) / 8).reshape(shape)


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
    positions("unique", [x], [counts.tolist()], outputs=[values], indices=inverse.reshape(-1))
    positions("nonzero", [x], x.nonzero().tolist())

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


# The first axis, matrices, and what has a name of its own

for shape, target in [((), [1, 1]), ((6,), [2, 3]), ((2, 6), [3, -1]), ((0, 3), [3, 0]), ((2, 3), [6]), ((33, 65), [5, 429])]:
    add("reshaped", [array(*shape)], lambda x: x.reshape(target), [target])
for shape in [(1,), (2, 1, 3), (1, 1), (1, 0), (2, 3), (33, 1, 65)]:
    add("squeezedAll", [array(*shape)], torch.squeeze)
for shape in [(1, 1), (2, 3), (0, 3), (2, 3, 4), (1, 5), (33, 65), (3, 17, 19)]:
    add("transposed", [array(*shape)], lambda x: x.mT)
for shape, first, second in [((2, 3), 0, 1), ((2, 3, 4), 0, -1), ((2, 3, 4, 5), 1, 3), ((2, 0, 3), 0, 1), ((3,), 0, 0), ((1, 1, 1), 0, 2), ((7, 33, 13), 0, 2)]:
    add("transposedAxes", [array(*shape)], lambda x: x.transpose(first, second), [[first, second]])
for shapes, axis in [
    ([(2, 3), (1, 3)], 0), ([(2, 3), (2, 2)], 1), ([(2, 1, 2), (2, 3, 2), (2, 0, 2)], 1), ([(2,), (3,)], -1),
    ([(1,)], 0), ([(0, 2), (0, 2)], 0), ([(33, 40), (33, 65)], 1),
]:
    add("concatenate", [array(*shape) for shape in shapes], lambda *xs: torch.cat(xs, axis), [[axis]])
for shape, start, end, axis in [
    ((5,), 1, 4, 0), ((3, 5, 2), 1, 4, 1), ((3, 5), 2, 2, 1), ((1, 1), 0, 1, -1), ((0, 3), 1, 2, 1), ((33, 65), 7, 60, 1), ((33, 65), 7, 30, 0),
]:
    add("slice", [array(*shape)], lambda x: x.narrow(axis, start, end - start), [[start, end, axis]])
for shape, target in [
    ((), [2, 3]), ((1,), [4]), ((3, 1), [2, 3, 4]), ((2, 3), [2, 3]), ((0, 1), [0, 3]), ((1, 3), [0, 3]), ((33, 1), [33, 65]), ((65,), [33, 65]),
]:
    add("broadcasted", [array(*shape)], lambda x: x.expand(target), [target])
for shape, index in [((3,), 2), ((1,), 0), ((2, 3), 1), ((2, 0), 1), ((4, 33, 65), 2)]:
    add("part", [array(*shape)], lambda x: x[index], [[index]])
for shape, start, end in [((5,), 1, 4), ((5, 2), 0, 5), ((5, 2), 2, 2), ((1, 3), 0, 1), ((3, 0), 1, 3), ((33, 65), 4, 31)]:
    add("parts", [array(*shape)], lambda x: x[start:end], [[start, end]])
for shape, indices in [((4, 3), [2, 0, 2]), ((4,), [3]), ((1, 2), [0, 0]), ((2, 0), [1]), ((2, 3), []), ((33, 65), [4, 32, 0, 4, 9])]:
    add("rows", [array(*shape)], lambda x: x[torch.tensor(indices, dtype=torch.long)], [indices])


def put(x, part, place):
    result = x.clone()
    result[place] = part
    return result


for shape, index in [((3,), 2), ((1,), 0), ((2, 3), 1), ((2, 0), 1), ((4, 33, 65), 2)]:
    add("partAssigned", [array(*shape), array(*shape[1:])], lambda x, p: put(x, p, index), [[index]])
for shape, start, end in [((5,), 1, 4), ((5, 2), 0, 5), ((5, 2), 2, 2), ((1, 3), 0, 1), ((3, 0), 1, 3), ((33, 65), 4, 31)]:
    add("partsAssigned", [array(*shape), array(end - start, *shape[1:])],
        lambda x, p: put(x, p, slice(start, end)), [[start, end]])
for shape, row, column in [((2, 3), 1, 0), ((1, 1), 0, 0), ((33, 65), 20, 64)]:
    add("elementAssigned", [array(*shape)], lambda x: put(x, 3.5, (row, column)), [[row, column]])
for mask, x in [((3,), (3,)), ((2, 3), (3,)), ((), (2, 2)), ((0, 2), (2,)), ((1,), (1,)), ((33, 65), (65,))]:
    add("selectNumber", [array(*mask), array(*x)], lambda m, x: torch.where(m > 0, x, 1.25))
    add("numberSelect", [array(*mask), array(*x)], lambda m, x: torch.where(m > 0, 1.25, x))
for shape in [(7,), (), (0,), (2, 3), (33, 65)]:
    add("nanToNumber", [array(*shape)], torch.nan_to_num)

# Sizes above those of the tables before

big = lambda: array(33, 65)
add("parts", [array(1)], lambda x: x[0:1], [[0, 1]])
add("partsAssigned", [array(1), array(1)], lambda x, p: put(x, p, slice(0, 1)), [[0, 1]])
add("rows", [array(1)], lambda x: x[[0]], [[0]])
add("matmul", [array(1, 1), array(1, 1)], torch.matmul)
add("scatterAdded", [array(1), array(1)], lambda x, v: x.index_add(0, torch.tensor([0]), v), [[0], [0]])
for text in ["[0..<2, 1...]", "[.all, 3]", "[.every(3, in: 1...)]"]:
    add("subscript", [big()], subscripts[text], text=text)
for text, shape in [("[0..<2, 1...]", (64,)), ("[.all, 3]", (33,)), ("[.every(2)]", (17, 1))]:
    add("assigned", [big(), array(*shape)], assigned(subscripts[text]), text=text)
add("subscript", [array(1)], subscripts["[.newAxis]"], text="[.newAxis]")
add("assigned", [array(1), array(1)], assigned(subscripts["[.every(2)]"]), text="[.every(2)]")
add("subscript", [array(0, 5)], subscripts["[.all, 3]"], text="[.all, 3]")
add("assigned", [array(0, 5), array()], assigned(subscripts["[.all, 3]"]), text="[.all, 3]")
add("permuted", [array(7, 33, 13)], lambda x: x.permute(2, 0, 1), [[2, 0, 1]])
add("movedAxis", [array(7, 33, 13)], lambda x: x.movedim(0, 2), [[0, 2]])
add("movedAxis", [array(0, 2)], lambda x: x.movedim(0, 1), [[0, 1]])
add("movedAxis", [array(1, 1)], lambda x: x.movedim(0, 1), [[0, 1]])
add("expanded", [big()], lambda x: x.unsqueeze(1), [[1]])
add("squeezed", [array(33, 1, 65)], lambda x: x.squeeze(1), [[1]])
add("flattened", [array(3, 33, 65)], lambda x: x.flatten(1, 2), [[1, -1]])
add("flattened", [array(1, 1)], lambda x: x.flatten(0, 1), [[0, -1]])
add("unflattened", [big()], lambda x: x.unflatten(1, [5, 13]), [[1], [5, 13]])
add("unflattened", [array(1)], lambda x: x.unflatten(0, [1, 1]), [[0], [1, 1]])
for shape, sizes, axis in [((33, 65), [20, 1, 44], 1), ((0, 3), [1, 2], 1), ((1,), [1], 0)]:
    add("split", [array(*shape)], lambda x: x.split(sizes, axis), [sizes, [axis]])
for shape, count, axis in [((33, 65), 4, 0), ((0, 3), 2, 1), ((1,), 1, 0)]:
    add("chunked", [array(*shape)], lambda x: x.tensor_split(count, axis), [[count, axis]])
add("stack", [big(), big()], lambda *xs: torch.stack(xs, 2), [[2]])
add("stack", [array(1)], lambda *xs: torch.stack(xs, 0), [[0]])
add("tiled", [big()], lambda x: x.tile([2, 2]), [[2, 2]])
add("repeated", [big()], lambda x: x.repeat_interleave(3, 1), [[3, 1]])
add("repeated", [array(1)], lambda x: x.repeat_interleave(3, 0), [[3, 0]])
for shape, counts in [((33, 65), [i % 3 for i in range(65)]), ((0, 2), [1, 2]), ((1, 1), [2])]:
    add("repeatedEach", [array(*shape)], lambda x: x.repeat_interleave(torch.tensor(counts), 1), [counts, [1]])
for shape in [(33, 65), (1, 1)]:
    add("rolled", [array(*shape)], lambda x: x.roll(17, 1), [[17, 1]])
for shape in [(33, 65), (1, 1), (0, 2)]:
    add("rolledAll", [array(*shape)], lambda x: x.roll(17), [[17]])
for shape in [(33, 65), (1, 1)]:
    add("reversed", [array(*shape)], lambda x: x.flip(0), [[0]])
add("meshgrid", [array(33), array(65)], lambda *xs: torch.meshgrid(*xs, indexing="ij"))
add("meshgrid", [array(1), array(1)], lambda *xs: torch.meshgrid(*xs, indexing="ij"))
for name, value in [("paddedConstant", -1.5), ("paddedZero", 0.0)]:
    for shape in [(33, 65), (1, 1)]:
        add(name, [array(*shape)], lambda x: F.pad(x, [3, 2, 1, 0], value=value), [[1, 0, 3, 2]])
for mode, name in [("reflect", "paddedReflect"), ("replicate", "paddedReplicate"), ("circular", "paddedCircular")]:
    add(name, [array(1, 1, 33, 65)], lambda x: F.pad(x, [3, 2, 1, 0], mode=mode), [[0, 0, 0, 0, 1, 0, 3, 2]])
    if mode != "reflect":
        add(name, [array(1, 1, 1)], lambda x: F.pad(x, [1, 1], mode=mode), [[0, 0, 0, 0, 1, 1]])
    add(name, [array(0, 2, 4)], lambda x: F.pad(x, [2, 1], mode=mode), [[0, 0, 0, 0, 2, 1]])
add("diagonal", [big()], lambda x: x.diagonal(2), [[2]])
for offset in [2, -3]:
    add("lowerTriangle", [big()], lambda x: x.tril(offset), [[offset]])
    add("upperTriangle", [big()], lambda x: x.triu(offset), [[offset]])
for name, function in [("lowerTriangle", torch.tril), ("upperTriangle", torch.triu)]:
    add(name, [array(1, 1)], lambda x: function(x, 0), [[0]])
add("diagonalOfAxes", [array(7, 33, 13)], lambda x: x.diagonal(1, 2, 0), [[2, 0]])
add("diagonalOfAxes", [array(1, 2, 1)], lambda x: x.diagonal(1, 0, 1), [[0, 1]])
add("diagonalOfAxes", [array(0, 2, 3)], lambda x: x.diagonal(1, 1, 2), [[1, 2]])
add("diagonalMatrix", [big()], lambda x: x.diag_embed(1), [[1]])
add("gathered", [big()], lambda x: x.index_select(1, torch.tensor([64, 3, 3, 0])), [[64, 3, 3, 0], [1]])
add("gathered", [array(1)], lambda x: x.index_select(0, torch.tensor([0])), [[0], [0]])
for shape, indices in [((33, 65), [64, 3, 3, 0]), ((1, 1), [0, 0])]:
    add("scatterAdded", [array(*shape), array(shape[0], len(indices))],
        lambda x, v: x.index_add(1, torch.tensor(indices), v), [indices, [1]])
for shape, width in [((33, 65), 9), ((1, 1), 1)]:
    index = torch.randint(0, shape[1], (shape[0], width), generator=generator)
    flat = index.reshape(-1).tolist()
    add("takeAlong", [array(*shape)], lambda x: x.take_along_dim(index, 1), [flat, [1, width]])
    add("scatterAddedAlong", [array(*shape), array(shape[0], width)], lambda x, v: x.scatter_add(1, index, v), [flat, [1]])
for shape, width in [((33, 65), 9), ((1, 1), 1), ((0, 3), 2)]:
    index = torch.rand(shape, generator=generator).argsort(1)[:, :width]
    add("putAlong", [array(*shape), array(shape[0], width)], lambda x, v: x.scatter(1, index, v), [index.reshape(-1).tolist(), [1]])
for shape in [(33, 65)]:
    x = distinct(*shape)
    add("sorted", [x], lambda x: x.sort(1)[0], [[1, 0]], indices=x.sort(1).indices)
    add("topK", [x], lambda x: x.topk(5, 1)[0], [[5, 1, 1]], indices=x.topk(5, 1).indices)
add("topK", [distinct(1)], lambda x: x.topk(1, 0)[0], [[1, 0, 1]], indices=[0])
for a, b, c in [((33, 65), (65,), (33, 1)), ((1,), (1,), (1,))]:
    add("select", [array(*a), array(*b), array(*c)], lambda m, x, y: torch.where(m > 0, x, y))
for shape, mask in [((33, 65), (65,)), ((1,), (1,))]:
    add("filled", [array(*shape), array(*mask)], lambda x, m: x.masked_fill(m > 0, 2.5))
for shape, mask in [((33, 65), (33,)), ((33, 65), (33, 65)), ((1,), (1,))]:
    x, m = array(*shape), array(*mask)
    add("masked", [x, m], lambda x, m: x[m > 0])
    add("maskedPut", [x, m, array(*x[m > 0].shape)], masked_put)
for shape in [(33, 65), (1,), (5, 3)]:
    add("clipped", [numbers(shape)], lambda x: x.clamp(-1, 0.75))
    add("clippedBelow", [numbers(shape)], lambda x: x.clamp(min=0.25))
    add("clippedAbove", [numbers(shape)], lambda x: x.clamp(max=0.25))
for a, b in [
    ((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 4)), ((2, 3), (3, 4)), ((1, 5), (5, 1)), ((5, 1), (1, 5)),
    ((0, 3), (3, 2)), ((2, 0), (0, 3)), ((17, 33), (33, 9)), ((1, 20), (20, 30)), ((0,), (0,)), ((70, 130), (130, 50)), ((3, 33, 40), (40, 21)),
]:
    add("matmul", [array(*a), array(*b)], torch.matmul)
for name, flip in [("matmulTransposed", (1, 1)), ("matmulTransposedFirst", (1, 0)), ("matmulTransposedSecond", (0, 1))]:
    for m, k, n in [(2, 3, 4), (1, 1, 1), (0, 3, 2), (33, 65, 20)]:
        a, b = array(*((k, m) if flip[0] else (m, k))), array(*((n, k) if flip[1] else (k, n)))
        add(name, [a, b], lambda a, b: (a.mT if flip[0] else a) @ (b.mT if flip[1] else b))
for equation, shapes in [("ij,jk->ik", [(1, 1), (1, 1)]), ("bij,bkj->bki", [(3, 20, 30), (3, 25, 30)]), ("ij->ji", [(33, 65)]), ("ij,ij->j", [(33, 65), (33, 65)])]:
    add("einsum", [array(*shape) for shape in shapes], lambda *xs: torch.einsum(equation, *xs), text=equation)
for a, b, axes in [((1, 1), (1, 1), ([1], [0])), ((33, 65), (65, 20), ([1], [0]))]:
    add("tensordot", [array(*a), array(*b)], lambda x, y: torch.tensordot(x, y, axes), axes)
for a, b, axes in [((1,), (1,), 1), ((33, 65), (65, 20), 1), ((0, 3), (3, 2), 1)]:
    add("tensordotCount", [array(*a), array(*b)], lambda x, y: torch.tensordot(x, y, axes), [[axes]])
for a, b in [((1,), (1,)), ((33, 65), (20, 65))]:
    add("inner", [array(*a), array(*b)], torch.inner)

# Special values

inf, nan = math.inf, math.nan


def tensor(values):
    return torch.tensor(values, dtype=torch.float32).double()


line = tensor([inf, -inf, nan, 0.0, -0.0, 1e30, -1e30, 1e-42, 1.0, -1.0])
add("clipped", [line], lambda x: x.clamp(-1, 0.75), special=True)
add("clippedBelow", [line], lambda x: x.clamp(min=0.25), special=True)
add("clippedAbove", [line], lambda x: x.clamp(max=0.25), special=True)
largest = torch.finfo(torch.float32)
add("nanToNumber", [line], lambda x: torch.nan_to_num(x, 0.0, largest.max, largest.min), special=True)
add("select", [line, line.flip(0), line], lambda m, x, y: torch.where(m > 0, x, y), special=True)
add("filled", [line, line], lambda x, m: x.masked_fill(m > 0, 2.5), special=True)
add("masked", [line, line], lambda x, m: x[m > 0], special=True)
add("sorted", [line], lambda x: x.sort(dim=0, stable=True)[0], [[0, 0]], indices=line.sort(dim=0, stable=True).indices, special=True)
add("sorted", [line], lambda x: x.sort(dim=0, stable=True, descending=True)[0], [[0, 1]],
    indices=line.sort(dim=0, stable=True, descending=True).indices, special=True)
# The elements of a product in which something is infinite or not a number.
left = tensor([[1, 2, 3], [inf, 0, 1], [nan, 1, 1], [-0.0, 0.0, -0.0]])
right = tensor([[1, 0, inf], [2, -1, 1], [0.5, 3, -inf]])
add("matmul", [left, right], torch.matmul, special=True)
add("matmul", [left, right[:, 0].clone()], torch.matmul, special=True)
add("einsum", [left, right], lambda a, b: torch.einsum("ij,jk->ki", a, b), text="ij,jk->ki", special=True)
add("inner", [left, right], torch.inner, special=True)
add("tensordotCount", [left, right], lambda x, y: torch.tensordot(x, y, 1), [[1]], special=True)
add("scatterAdded", [line, tensor([inf, nan, 1.0])], lambda x, v: x.index_add(0, torch.tensor([1, 3, 3]), v), [[1, 3, 3], [0]], special=True)

# What moves elements keeps their bits: one case each.
grid = tensor([[inf, -inf, nan], [0.0, -0.0, 1e-42]])
for name, function, lists, text in [
    ("permuted", lambda x: x.permute(1, 0), [[1, 0]], ""), ("transposed", lambda x: x.mT, [], ""),
    ("reshaped", lambda x: x.reshape(3, 2), [[3, 2]], ""), ("tiled", lambda x: x.tile([2, 2]), [[2, 2]], ""),
    ("repeated", lambda x: x.repeat_interleave(2, 1), [[2, 1]], ""), ("rolled", lambda x: x.roll(1, 1), [[1, 1]], ""),
    ("reversed", lambda x: x.flip(1), [[1]], ""), ("paddedZero", lambda x: F.pad(x, [1, 0, 0, 1]), [[0, 1, 1, 0]], ""),
    ("diagonal", lambda x: x.diagonal(0), [[0]], ""), ("diagonalMatrix", lambda x: x.diag_embed(0), [[0]], ""),
    ("lowerTriangle", lambda x: x.tril(0), [[0]], ""), ("upperTriangle", lambda x: x.triu(0), [[0]], ""),
    ("gathered", lambda x: x[:, [2, 0]], [[2, 0], [1]], ""), ("rows", lambda x: x[[1, 0]], [[1, 0]], ""),
    ("takeAlong", lambda x: x.take_along_dim(torch.tensor([[2], [1]]), 1), [[2, 1], [1, 1]], ""),
    ("broadcasted", lambda x: x.expand(2, 2, 3), [[2, 2, 3]], ""), ("slice", lambda x: x[:, 1:3], [[1, 3, 1]], ""),
    ("elementAssigned", lambda x: put(x, 3.5, (0, 2)), [[0, 2]], ""),
]:
    add(name, [grid], function, lists, text, special=True)
flat = lambda *xs: torch.meshgrid(*xs, indexing="ij")
for name, inputs, function, lists, text in [
    ("subscript", [grid], subscripts["[.all, .newAxis, 2]"], [], "[.all, .newAxis, 2]"),
    ("assigned", [grid, grid[:, :2]], assigned(subscripts["[0..<2, 1...]"]), [], "[0..<2, 1...]"),
    ("chunked", [grid], lambda x: x.tensor_split(2, 1), [[2, 1]], ""),
    ("split", [grid], lambda x: x.split([1, 2], 1), [[1, 2], [1]], ""),
    ("expanded", [grid], lambda x: x.unsqueeze(1), [[1]], ""),
    ("squeezed", [grid[:, :1]], lambda x: x.squeeze(1), [[1]], ""),
    ("squeezedAll", [grid[:, :1]], torch.squeeze, [], ""),
    ("flattened", [grid], lambda x: x.flatten(0, 1), [[0, 1]], ""),
    ("unflattened", [grid], lambda x: x.unflatten(1, [3, 1]), [[1], [3, 1]], ""),
    ("movedAxis", [grid], lambda x: x.movedim(0, 1), [[0, 1]], ""),
    ("transposedAxes", [grid], lambda x: x.transpose(0, 1), [[0, 1]], ""),
    ("rolledAll", [grid], lambda x: x.roll(2), [[2]], ""),
    ("repeatedEach", [grid], lambda x: x.repeat_interleave(torch.tensor([2, 0, 1]), 1), [[2, 0, 1], [1]], ""),
    ("meshgrid", [grid[0], grid[1]], flat, [], ""),
    ("diagonalOfAxes", [grid], lambda x: x.diagonal(1, 0, 1), [[0, 1]], ""),
    ("part", [grid], lambda x: x[1], [[1]], ""), ("parts", [grid], lambda x: x[1:2], [[1, 2]], ""),
    ("partAssigned", [grid, grid[1]], lambda x, p: put(x, p, 0), [[0]], ""),
    ("partsAssigned", [grid, grid[1:]], lambda x, p: put(x, p, slice(0, 1)), [[0, 1]], ""),
    ("putAlong", [grid, grid[:, :1]], lambda x, v: x.scatter(1, torch.tensor([[2], [1]]), v), [[2, 1], [1]], ""),
    ("scatterAddedAlong", [grid, grid[:, :1]], lambda x, v: x.scatter_add(1, torch.tensor([[2], [1]]), v), [[2, 1], [1]], ""),
    ("maskedPut", [line, line, line[:4]], masked_put, [], ""),
    ("selectNumber", [line, line], lambda m, x: torch.where(m > 0, x, 1.25), [], ""),
    ("numberSelect", [line, line], lambda m, x: torch.where(m > 0, 1.25, x), [], ""),
    ("topK", [tensor([1, inf, nan, 0.5, -inf])], lambda x: x.topk(3, 0)[0], [[3, 0, 1]], ""),
    ("matmulTransposed", [left.mT.contiguous(), right.mT.contiguous()], lambda a, b: a.mT @ b.mT, [], ""),
    ("matmulTransposedFirst", [left.mT.contiguous(), right], lambda a, b: a.mT @ b, [], ""),
    ("matmulTransposedSecond", [left, right.mT.contiguous()], lambda a, b: a @ b.mT, [], ""),
    ("tensordot", [left, right], lambda a, b: torch.tensordot(a, b, ([1], [0])), [[1], [0]], ""),
    ("paddedConstant", [grid], lambda x: F.pad(x, [1, 0, 0, 1], value=-1.5), [[0, 1, 1, 0]], ""),
    ("trace", [grid[:, :2]], torch.trace, [], ""), ("kronecker", [grid, tensor([1, 0])], torch.kron, [], ""),
    ("cross", [grid, tensor([1, 2, 0])], lambda a, b: torch.linalg.cross(*torch.broadcast_tensors(a, b)), [], ""),
]:
    add(name, inputs, function, lists, text, special=True)
for mode, name in [("reflect", "paddedReflect"), ("replicate", "paddedReplicate"), ("circular", "paddedCircular")]:
    add(name, [grid[None]], lambda x: F.pad(x, [2, 1], mode=mode), [[0, 0, 0, 0, 2, 1]], special=True)
add("concatenate", [grid, grid], lambda *xs: torch.cat(xs, 1), [[1]], special=True)
add("stack", [grid, grid], lambda *xs: torch.stack(xs, 1), [[1]], special=True)

write("shapes.json")
