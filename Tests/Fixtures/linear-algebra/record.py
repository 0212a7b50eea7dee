"""Records what PyTorch computes in Double, for the tests of linear algebra.

Run it with `python3 record.py` in this folder; it needs PyTorch 2 and writes torch.json.

Every case holds inputs (exact in single precision), outputs, random cotangents, the gradients of the
weighed outputs, random directions, and the gradients of the gradients' products with the directions.
Signs that a decomposition leaves open are fixed as the Swift functions fix them.
"""

import json

import torch

torch.manual_seed(20)
DOUBLE = torch.float64


def draw(*shape):
    return torch.randn(shape, dtype=torch.float32).to(DOUBLE)


def symmetric(*shape):
    x = draw(*shape)
    return ((x + x.mT) / 2).to(torch.float32).to(DOUBLE)


def positive(*shape):
    x = draw(*shape)
    n = shape[-1]
    return (x @ x.mT / n + 0.5 * torch.eye(n, dtype=DOUBLE)).to(torch.float32).to(DOUBLE)


def hilbert(n):
    i = torch.arange(n, dtype=DOUBLE)
    return (1 / (i[:, None] + i[None, :] + 1)).to(torch.float32).to(DOUBLE)


def average(a):
    return (a + a.mT) / 2


def column_signs(x):
    """1 or -1 for each column, so that its largest element becomes positive."""
    if x.shape[-2] == 0:
        return torch.ones_like(x[..., :1, :].sum(-2, keepdim=True))
    position = x.detach().abs().argmax(dim=-2, keepdim=True)
    sign = torch.sign(torch.gather(x.detach(), -2, position))
    return torch.where(sign == 0, torch.ones_like(sign), sign)


def qr(a):
    q, r = torch.linalg.qr(a)
    sign = torch.sign(torch.diagonal(r.detach(), dim1=-2, dim2=-1))
    sign = torch.where(sign == 0, torch.ones_like(sign), sign)
    return q * sign[..., None, :], r * sign[..., :, None]


def eigen(a):
    values, vectors = torch.linalg.eigh(average(a))
    return values, vectors * column_signs(vectors)


def svd(a):
    u, s, vh = torch.linalg.svd(a, full_matrices=False)
    sign = column_signs(u)
    return u * sign, s, vh.mT * sign


def triangular(upper, transposed, unit):
    def solve(a, b):
        matrix = a.mT if transposed else a
        vector = b.ndim == 1
        right = b[:, None] if vector else b
        mask = torch.triu(torch.ones_like(a)) if upper else torch.tril(torch.ones_like(a))
        matrix = a * mask
        matrix = matrix.mT if transposed else matrix
        x = torch.linalg.solve_triangular(
            matrix, right, upper=upper != transposed, unitriangular=unit)
        return (x[..., 0] if vector else x,)
    return solve


def one(function):
    return lambda *inputs: (function(*inputs),)


def logdet(a):
    sign, log = torch.linalg.slogdet(a)
    return sign.detach(), log


functions = {
    "qr": qr,
    "cholesky": one(lambda a: torch.linalg.cholesky(average(a))),
    "solve": one(lambda a, b: torch.linalg.solve(a, b)),
    "inverse": one(torch.linalg.inv),
    "determinant": one(torch.linalg.det),
    "logDeterminant": logdet,
    "symmetricEigen": eigen,
    "svd": svd,
    "pseudoInverse": one(torch.linalg.pinv),
    "norm": one(lambda x: torch.linalg.vector_norm(x)),
    "norm.one": one(lambda x: torch.linalg.vector_norm(x, ord=1, dim=-1)),
    "norm.two": one(lambda x: torch.linalg.vector_norm(x, ord=2, dim=0)),
    "norm.kept": one(lambda x: torch.linalg.vector_norm(x, ord=2, dim=-1, keepdim=True)),
    "norm.infinity": one(lambda x: torch.linalg.vector_norm(x, ord=float("inf"), dim=-1)),
    "matrixNorm.one": one(lambda x: torch.linalg.matrix_norm(x, ord=1)),
    "matrixNorm.two": one(lambda x: torch.linalg.matrix_norm(x, ord=2)),
    "matrixNorm.infinity": one(lambda x: torch.linalg.matrix_norm(x, ord=float("inf"))),
    "matrixNorm.frobenius": one(lambda x: torch.linalg.matrix_norm(x)),
    "trace": one(lambda x: torch.diagonal(x, dim1=-2, dim2=-1).sum(-1)),
    "kronecker": one(torch.kron),
    "solveIfRegular": one(lambda a, b: torch.linalg.solve(a, b)),
    "choleskyIfPositiveDefinite": one(lambda a: torch.linalg.cholesky(average(a))),
    "cross.axis": one(lambda a, b: torch.linalg.cross(*torch.broadcast_tensors(a, b), dim=-2)),
    "cross": one(lambda a, b: torch.linalg.cross(*torch.broadcast_tensors(a, b))),
}
for upper in (False, True):
    for transposed in (False, True):
        for unit in (False, True):
            name = "triangularSolve" + "".join(
                text for text, on in (
                    (".upper", upper), (".transposed", transposed), (".unitDiagonal", unit)) if on)
            functions[name] = triangular(upper, transposed, unit)

cases = []


def record_tensor(x, thin=False):
    values = x.detach().reshape(-1)
    if thin and len(values) > 200:
        return {"shape": list(x.shape), "scalars": [float(v) for v in values[::7]], "every": 7,
                "magnitude": float(values.abs().sum())}
    return {"shape": list(x.shape), "scalars": [float(v) for v in x.detach().reshape(-1)]}


def add(operation, *inputs, gradient=True, second=True):
    inputs = [x.to(torch.float32).to(DOUBLE).requires_grad_(gradient) for x in inputs]
    outputs = functions[operation](*inputs)
    case = {
        "operation": operation, "inputs": [record_tensor(x) for x in inputs],
        "outputs": [record_tensor(y, True) for y in outputs]}
    if gradient:
        cotangents = [draw(*y.shape) for y in outputs]
        loss = sum((c * y).sum() for c, y in zip(cotangents, outputs))
        gradients = torch.autograd.grad(loss, inputs, create_graph=True)
        case["cotangents"] = [record_tensor(c) for c in cotangents]
        case["gradients"] = [record_tensor(g, True) for g in gradients]
        if second:
            directions = [draw(*g.shape) for g in gradients]
            slope = sum((d * g).sum() for d, g in zip(directions, gradients))
            if slope.requires_grad:
                again = torch.autograd.grad(slope, inputs, allow_unused=True)
            else:
                again = [None] * len(inputs)
            case["directions"] = [record_tensor(d) for d in directions]
            case["second"] = [
                record_tensor(torch.zeros_like(x) if h is None else h)
                for x, h in zip(inputs, again)]
    cases.append(case)


for shape in [(1, 1), (3, 3), (5, 3), (3, 5), (4, 1), (1, 4), (2, 4, 3), (2, 2, 3, 3), (2, 2, 4)]:
    add("qr", draw(*shape))
    add("svd", draw(*shape))
    add("pseudoInverse", draw(*shape))
    for kind in ("one", "two", "infinity", "frobenius"):
        add("matrixNorm." + kind, draw(*shape))
    add("trace", draw(*shape))
for shape in [(20, 18), (18, 20)]:
    add("qr", draw(*shape), second=False)
    add("svd", draw(*shape), second=False)
    add("pseudoInverse", draw(*shape), second=False)
    add("trace", draw(*shape), second=False)
    for kind in ("one", "two", "infinity", "frobenius"):
        add("matrixNorm." + kind, draw(*shape), second=False)
for shape in [(0, 3), (3, 0), (2, 0, 0)]:
    add("qr", draw(*shape), gradient=False)
    add("svd", draw(*shape), gradient=False)
    add("pseudoInverse", draw(*shape), gradient=False)
    add("trace", draw(*shape), gradient=False)
# Two independent columns of three, and a matrix that nearly has no inverse.
add("pseudoInverse", torch.tensor([[1, 2, 3], [2, 4, 6], [1, 0, 1], [0, 1, 1]], dtype=DOUBLE),
    gradient=False)
add("svd", hilbert(6), gradient=False)
add("qr", hilbert(6), gradient=False)

for shape in [(1, 1), (3, 3), (5, 5), (2, 3, 3), (2, 2, 2, 2)]:
    add("cholesky", positive(*shape))
    add("symmetricEigen", symmetric(*shape))
    add("inverse", positive(*shape) + 0.25 * symmetric(*shape))
    add("determinant", draw(*shape))
    add("logDeterminant", draw(*shape))
for matrix in [positive(20, 20), torch.zeros(0, 0, dtype=DOUBLE)]:
    for name in ("cholesky", "symmetricEigen", "inverse", "determinant", "logDeterminant", "choleskyIfPositiveDefinite"):
        add(name, matrix, gradient=len(matrix) > 0, second=False)
for shape in [(1, 1), (3, 3), (2, 2, 3, 3)]:
    add("choleskyIfPositiveDefinite", positive(*shape))
add("cholesky", hilbert(4), gradient=False)
add("symmetricEigen", hilbert(6), gradient=False)
add("inverse", hilbert(4), gradient=False)
add("determinant", hilbert(5), gradient=False)
# The slopes of the determinant of a singular matrix: one of rank 2, and one of rank 1.
add("determinant", torch.tensor([[4, 2, 8], [2, 1, 3], [1, 0.5, 5]], dtype=DOUBLE), second=False)
add("determinant", torch.tensor([[2, 4, 8], [1, 2, 4], [4, 8, 16]], dtype=DOUBLE), second=False)
add("determinant", torch.tensor([[1, 2, 0], [2, 4, 0], [0, 0, 3]], dtype=DOUBLE), second=False)

for left, right in [
    ((1, 1), (1, 1)), ((3, 3), (3,)), ((3, 3), (3, 2)), ((5, 5), (5, 1)), ((2, 3, 3), (2, 3, 4)),
    ((3, 3), (2, 3, 2)), ((2, 1, 3, 3), (4, 3, 2)),
]:
    eye = torch.eye(left[-1], dtype=DOUBLE)
    add("solveIfRegular", draw(*left) + 2 * eye, draw(*right))
    add("solve", draw(*left) + 2 * eye, draw(*right))
    for name in functions:
        if name.startswith("triangularSolve"):
            add(name, (0.5 * draw(*left) + 2 * eye), draw(*right))
for name in functions:
    if name.startswith("triangularSolve") or name.startswith("solve"):
        eye = torch.eye(20, dtype=DOUBLE)
        add(name, 0.1 * draw(20, 20) + 2 * eye, draw(20, 7), second=False)
        add(name, torch.zeros(0, 0, dtype=DOUBLE), torch.zeros(0, 2, dtype=DOUBLE), gradient=False)
for right in [(5, 0), (5, 20)]:
    add("solve", positive(5, 5), draw(*right), gradient=False)
add("solve", hilbert(5), draw(5, 2), gradient=False)

for shape in [(1,), (7,), (3, 4), (2, 3, 4), (20, 18)]:
    add("norm", draw(*shape), second=shape != (20, 18))
    for kind in ("one", "two", "infinity", "kept"):
        add("norm." + kind, draw(*shape), second=shape != (20, 18))
for name in ("norm", "norm.one", "norm.two", "norm.kept"):
    add(name, torch.zeros(0 if name == "norm" else 2, *([] if name == "norm" else [0]), dtype=DOUBLE), gradient=False)
add("norm.infinity", torch.zeros(0, 2, dtype=DOUBLE), gradient=False)
for kind in ("one", "two", "infinity", "frobenius"):
    add("matrixNorm." + kind, torch.zeros(0, 2, 3, dtype=DOUBLE), gradient=False)
# The Euclidean length of zeros has the slope 0; squares of large and small numbers.
add("norm.two", torch.tensor([[0, 3], [0, 4]], dtype=DOUBLE), second=False)
add("norm", torch.tensor([3e30, 4e30], dtype=DOUBLE).to(torch.float32).to(DOUBLE), gradient=False)
add("norm", torch.tensor([3e-30, 4e-30], dtype=DOUBLE).to(torch.float32).to(DOUBLE), gradient=False)

for left, right in [
    ((9, 7), (5, 8)), ((0, 2), (2, 3)), ((1, 1), (1, 1)),
    ((2, 3), (4, 2)), ((1, 1), (2, 3)), ((3,), (2,)), ((2,), (2, 3)), ((2, 2, 1), (1, 3)),
]:
    add("kronecker", draw(*left), draw(*right))
for left, right in [((3,), (3,)), ((4, 3), (4, 3)), ((2, 1, 3), (5, 3)), ((1, 3), (4, 3)), ((11, 20, 3), (20, 3))]:
    add("cross", draw(*left), draw(*right), second=left[0] != 11)
for left, right in [((3, 4), (3, 1)), ((2, 3, 5), (3, 1)), ((3, 0), (3, 0)), ((3, 1), (3, 1)), ((3, 150), (3, 1))]:
    add("cross.axis", draw(*left), draw(*right), second=left != (3, 150))
add("cross", torch.zeros(0, 3, dtype=DOUBLE), torch.zeros(0, 3, dtype=DOUBLE), gradient=False)


def rounded(x):
    """Nine digits: more than single precision has."""
    if isinstance(x, float):
        return float(f"{x:.9g}")
    if isinstance(x, list):
        return [rounded(v) for v in x]
    return {k: rounded(v) for k, v in x.items()} if isinstance(x, dict) else x


with open("torch.json", "w") as file:
    json.dump({"torch": torch.__version__, "cases": rounded(cases)}, file, separators=(",", ":"))
    file.write("\n")
print(len(cases), "cases")
