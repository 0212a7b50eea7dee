public import Grading
import TensorBasics
public import Tensors

/// What 01.9 asks for: a matrix, a rank and a number of steps to u, s and v.
public typealias SingularValueFunction =
  @Sendable (Tensor, Int, Int) throws -> (u: Tensor, s: Tensor, v: Tensor)

/// 01.9: the leading terms, one after the other.
public let singularValuesExercise = Exercise<SingularValueFunction>(
  "01.9",
  reference: { a, rank, _ in
    let parts = TruncatedSVD(of: a, rank: rank)
    return (parts.u, parts.s, parts.v)
  },
  alternatives: [
    .init(
      "starting on the left, with new v kept at right angles to the old ones",
      { a, rank, steps in
        var generator = RandomGenerator(seed: 7)
        var (us, ss, vs): ([Tensor], [Float], [Tensor]) = ([], [], [])
        for _ in 0..<rank {
          var u = Tensor.normal([a.shape[0]], using: &generator)
          var v = Tensor.zeros([a.shape[1]])
          for _ in 0..<steps {
            v = matmul(u, a)
            for old in vs { v -= dot(old, v) * old }
            v /= norm(v)
            u = matmul(a, v)
            u /= norm(u)
          }
          ss.append(norm(matmul(a, v)).scalar)
          us.append(u)
          vs.append(v)
        }
        return (.stack(us, axis: 1), Tensor(ss), .stack(vs, axis: 1))
      }),
    .init(
      "from the eigenvectors of the transposed product",
      { a, rank, _ in
        let (values, vectors) = symmetricEigen(matmul(a.transposed(), a))
        let order = values.scalars.indices.sorted { values.scalars[$0] > values.scalars[$1] }
        let v = vectors.transposed()[Array(order.prefix(rank))].transposed()
        let image = matmul(a, v)
        let s = norm(image, axis: 0)
        return (image / s, s, v)
      }),
  ],
  checks: [
    .init("the shapes") { answer, evidence in
      let found = try answer(Tensor([[3, 0, 0], [0, 2, 0]]), 2, 20)
      evidence.expect(found.u, hasShape: [2, 2], "u")
      evidence.expect(found.s, hasShape: [2], "s")
      evidence.expect(found.v, hasShape: [3, 2], "v")
    },
    .init("one term by hand", points: 2) { answer, evidence in
      let found = try answer(Tensor([[3, 0], [4, 5]]), 1, 20)
      evidence.expect(found.s, equals: Tensor([6.7082039]), within: 1e-3, "s of [[3, 0], [4, 5]]")
      guard let copy = evidence.copy(found, 2, 2) else { return }
      evidence.expect(
        copy, equals: Tensor([[1.5, 1.5], [4.5, 4.5]]), within: 1e-3, "u diag(s) vᵀ")
      // A matrix of one term needs one step from any start.
      let single = try answer(Tensor([[3, 4], [6, 8]]), 1, 1)
      evidence.expect(
        single.s, equals: Tensor([11.1803399]), within: 1e-3, "s of [[3, 4], [6, 8]], one step")
    },
    .init("a diagonal matrix: all its terms", points: 2) { answer, evidence in
      let a = Tensor([[3, 0, 0], [0, -2, 0], [0, 0, 1]])
      let found = try answer(a, 3, 60)
      evidence.expect(found.s, equals: Tensor([3, 2, 1]), within: 1e-3, "s of diag(3, -2, 1)")
      guard let copy = evidence.copy(found, 3, 3) else { return }
      evidence.expect(copy, equals: a, within: 1e-2, "u diag(s) vᵀ")
    },
    .init("columns of u and v are orthonormal") { answer, evidence in
      var generator = evidence.generator(seed: 26)
      let a = matrix(6, 4, 3, using: &generator)
      let found = try answer(a, 3, 60)
      guard evidence.copy(found, 6, 4) != nil else { return }
      for (name, x) in [("u", found.u), ("v", found.v)] {
        evidence.expect(
          matmul(x.transposed(), x), equals: .identity(3), within: 1e-2, "\(name)ᵀ \(name)")
      }
    },
    .init("random matrices, tall and wide", points: 3) { answer, evidence in
      var generator = evidence.generator(seed: 27)
      for (m, n, rank) in [(5, 3, 2), (3, 6, 2), (8, 8, 4)] {
        let a = matrix(m, n, min(m, n), using: &generator)
        let found = try answer(a, rank, 60)
        let expected = TruncatedSVD(of: a, rank: rank)
        let what = "[\(m), \(n)], rank \(rank)"
        evidence.expect(found.s, equals: expected.s, within: 1e-2, "s", in: what)
        guard let copy = evidence.copy(found, m, n) else { return }
        evidence.expect(copy, equals: expected.matrix(), within: 1e-2, "u diag(s) vᵀ", in: what)
      }
    },
    .init("no copy of this rank comes closer (Eckart and Young)") { answer, evidence in
      var generator = evidence.generator(seed: 28)
      let a = matrix(7, 5, 5, using: &generator)
      let found = try answer(a, 2, 60)
      guard let copy = evidence.copy(found, 7, 5) else { return }
      let missing = TruncatedSVD(of: a, rank: 5).s[2..<5]
      evidence.expect(
        norm(a - copy).scalar, equals: norm(missing).scalar, within: 1e-2,
        "‖a - u diag(s) vᵀ‖")
    },
  ],
  misconceptions: [
    .init(
      "does not subtract the term it has found, and finds it again",
      "Deflate: subtract s · outer(u, v) before the next term.",
      { a, rank, steps in terms(a, rank, steps, deflates: { _, _, _ in Tensor(0) }) }),
    .init(
      "gives the eigenvalues of the transposed product, the squares of the singular values",
      "aᵀ a v = s² v. Take the root, or measure s = ‖a v‖.",
      { a, rank, steps in
        let found = terms(a, rank, steps)
        return (found.u, found.s * found.s, found.v)
      }),
    .init(
      "adds the term instead of subtracting it",
      "What is left is the matrix *minus* s · outer(u, v).",
      { a, rank, steps in terms(a, rank, steps, deflates: { -$0 * outer($1, $2) }) }),
    .init(
      "subtracts outer(u, v) without s",
      "The term is s · outer(u, v); without s almost all of it stays.",
      { a, rank, steps in terms(a, rank, steps, deflates: { 0 * $0 + outer($1, $2) }) }),
    .init(
      "does not divide a v by s, so that u has the length s",
      "u = a v / s has length 1; s stands between u and v.",
      { a, rank, steps in
        let found = terms(a, rank, steps)
        return (found.u * found.s, found.s, found.v)
      }),
    .init(
      "exchanges u and v",
      "u has as many rows as the matrix, v as many as the matrix has columns: a v = s u.",
      { a, rank, steps in
        let found = terms(a, rank, steps)
        return (found.v, found.s, found.u)
      }),
    .init(
      "stacks the directions as rows",
      "u is [m, rank]: the directions are its columns. Stack along axis 1.",
      { a, rank, steps in
        let found = terms(a, rank, steps)
        return (found.u.transposed(), found.s, found.v.transposed())
      }),
    .init(
      "returns the singular values in ascending order",
      "The largest comes first.",
      { a, rank, steps in
        let found = terms(a, rank, steps)
        return (found.u.reversed(axis: 1), found.s.reversed(axis: 0), found.v.reversed(axis: 1))
      }),
    .init(
      "takes a single step",
      "Every step makes the direction better by a factor (s₂ / s₁)²: take `steps` of them.",
      { a, rank, _ in terms(a, rank, 1) }),
  ])

extension Evidence {
  /// The matrix that the parts add up to, or `nil` and a failure where the shapes are wrong.
  fileprivate mutating func copy(
    _ found: (u: Tensor, s: Tensor, v: Tensor), _ m: Int, _ n: Int
  ) -> Tensor? {
    let rank = found.s.count
    expect(found.u, hasShape: [m, rank], "u")
    expect(found.v, hasShape: [n, rank], "v")
    guard found.u.shape == [m, rank], found.v.shape == [n, rank] else { return nil }
    return matmul(found.u * found.s, found.v.transposed())
  }
}

/// Singular values 8, 4, 2, …: clear gaps.
private func matrix(
  _ m: Int, _ n: Int, _ rank: Int, using generator: inout RandomGenerator
) -> Tensor {
  let u = orthonormalized(.normal([m, rank], using: &generator))
  let v = orthonormalized(.normal([n, rank], using: &generator))
  let s = Tensor((0..<rank).map { 8 / Float(1 << $0) })
  return matmul(u * s, v.transposed())
}

/// Power iteration and deflation, with one part of it wrong.
private func terms(
  _ a: Tensor, _ rank: Int, _ steps: Int,
  deflates: (Float, Tensor, Tensor) -> Tensor = { $0 * outer($1, $2) }
) -> (u: Tensor, s: Tensor, v: Tensor) {
  var generator = RandomGenerator(seed: 3)
  var rest = a
  var (us, ss, vs): ([Tensor], [Float], [Tensor]) = ([], [], [])
  for _ in 0..<rank {
    var v = Tensor.normal([a.shape[1]], using: &generator)
    for _ in 0..<steps {
      v = matmul(matmul(rest, v), rest)
      v /= norm(v)
    }
    let image = matmul(rest, v)
    let s = norm(image).scalar
    us.append(image / s)
    ss.append(s)
    vs.append(v)
    rest -= deflates(s, image / s, v)
  }
  return (.stack(us, axis: 1), Tensor(ss), .stack(vs, axis: 1))
}
