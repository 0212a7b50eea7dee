public import Grading
import TensorBasics
public import Tensors

/// What 01.8 asks for: a matrix, a start and a number of steps to an eigenvalue and a vector.
public typealias PowerIteration =
  @Sendable (Tensor, Tensor, Int) throws -> (value: Float, vector: Tensor)

private let small = Tensor([[2, 1], [1, 3]])

/// 01.8: multiply and scale, again and again.
public let powerIterationExercise = Exercise<PowerIteration>(
  "01.8",
  reference: { iterate($0, $1, $2) },
  alternatives: [
    .init(
      "number by number, in double precision",
      { a, start, steps in
        let n = start.count
        var v = start.scalars.map(Double.init)
        func scale() {
          let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
          v = v.map { $0 / length }
        }
        func image() -> [Double] {
          (0..<n).map { i in (0..<n).reduce(0) { $0 + Double(a.scalars[i * n + $1]) * v[$1] } }
        }
        scale()
        for _ in 0..<steps {
          v = image()
          scale()
        }
        let value = zip(v, image()).reduce(0) { $0 + $1.0 * $1.1 }
        return (Float(value), Tensor(v.map { Float($0) }))
      }),
    .init(
      "scaled by the largest element on the way, by the length at the end",
      { a, start, steps in
        var v = start / abs(start).max()
        for _ in 0..<steps {
          v = matmul(a, v)
          v /= abs(v).max()
        }
        let value = (dot(v, matmul(a, v)) / dot(v, v)).scalar
        return (value, v / norm(v))
      }),
  ],
  checks: [
    .init("the shape of the vector") { iterate, evidence in
      let pair = try iterate(.identity(3), Tensor([1, 2, 2]), 1)
      evidence.expect(pair.vector, hasShape: [3], "vector")
    },
    .init("no step: the scaled start") { iterate, evidence in
      let pair = try iterate(small, Tensor([3, 4]), 0)
      evidence.expect(pair.vector, equals: Tensor([0.6, 0.8]), "vector of [3, 4] after 0 steps")
      evidence.expect(pair.value, equals: 3.6, "value of [3, 4] after 0 steps")
    },
    .init("one step by hand") { iterate, evidence in
      let pair = try iterate(small, Tensor([1, 1]), 1)
      evidence.expect(pair.vector, equals: Tensor([0.6, 0.8]), "vector")
      evidence.expect(pair.value, equals: 3.6, "value")
    },
    .init("two steps by hand") { iterate, evidence in
      let pair = try iterate(small, Tensor([1, 1]), 2)
      evidence.expect(pair.vector, equals: Tensor([0.5547002, 0.8320503]), "vector")
      evidence.expect(pair.value, equals: 47 / 13, "value")
    },
    .init("a negative eigenvalue") { iterate, evidence in
      let pair = try iterate(Tensor([[-5, 0], [0, 1]]), Tensor([1, 1]), 20)
      evidence.expect(pair.value, equals: -5, "value")
    },
    .init("two hundred steps of a large matrix") { iterate, evidence in
      let pair = try iterate(Tensor([[900, 200], [200, 600]]), Tensor([1, 0]), 200)
      evidence.expect(pair.value, equals: 1000, "value")
      evidence.expect(pair.vector, equals: Tensor([0.8944272, 0.4472136]), "vector")
    },
    .init("random symmetric matrices", points: 2) { iterate, evidence in
      var generator = evidence.generator(seed: 25)
      for n in [1, 3, 8] {
        // Eigenvalues 4, -2, 1, 0.5 …: a clear gap.
        let q = orthonormalized(.normal([n, n], using: &generator))
        let values = Tensor((0..<n).map { Float($0 == 1 ? -2 : 4) / Float(1 << max(0, $0 - 1)) })
        let a = matmul(q * values, q.transposed())
        let start = Tensor.normal([n], using: &generator)
        for steps in [1, 3, 30] {
          let expected = TensorBasics.powerIteration(
            a, start: start, tolerance: 0, mostSteps: steps)
          let pair = try iterate(a, start, steps)
          let what = "\(n) by \(n), \(steps) steps"
          evidence.expect(
            pair.value, equals: expected.value, within: 1e-3, "value", in: what)
          evidence.expect(
            pair.vector, equals: expected.vector, within: 1e-3, "vector", in: what)
        }
      }
    },
  ],
  misconceptions: [
    .init(
      "never scales the vector, which overflows",
      "The length grows by |λ| in every step. Divide by it each time: only the direction matters.",
      { a, start, steps in
        var v = start
        for _ in 0..<steps { v = matmul(a, v) }
        return ((dot(v, matmul(a, v)) / dot(v, v)).scalar, v)
      }),
    .init(
      "scales only at the end",
      "After some dozen steps the numbers have overflowed, and ∞ / ∞ is not a number. Scale in each step.",
      { a, start, steps in
        var v = start
        for _ in 0..<steps { v = matmul(a, v) }
        v /= (v * v).sum().scalar.squareRoot()
        return (dot(v, matmul(a, v)).scalar, v)
      }),
    .init(
      "scales by the largest element instead of the length",
      "The Rayleigh quotient v · (a v) needs a vector of length 1.",
      { a, start, steps in
        var v = start / abs(start).max()
        for _ in 0..<steps {
          v = matmul(a, v)
          v /= abs(v).max()
        }
        return (dot(v, matmul(a, v)).scalar, v)
      }),
    .init(
      "takes the growth of the length for the eigenvalue, which loses the sign",
      "‖a v‖ is |λ|. Use the Rayleigh quotient v · (a v).",
      { a, start, steps in
        let v = iterate(a, start, steps).vector
        return (norm(matmul(a, v)).scalar, v)
      }),
    .init(
      "computes the value from the vector before the last step",
      "The value belongs to the vector that you return: compute it after the loop.",
      { a, start, steps in
        let before = iterate(a, start, max(0, steps - 1))
        return (before.value, iterate(a, start, steps).vector)
      }),
    .init(
      "makes one step too few",
      "`steps` multiplications, each followed by scaling; the start is only scaled.",
      { a, start, steps in iterate(a, start, max(0, steps - 1)) }),
    .init(
      "makes one step too many",
      "`steps` multiplications; the one for the Rayleigh quotient does not change the vector.",
      { a, start, steps in iterate(a, start, steps + 1) }),
    .init(
      "does not scale the start",
      "Without any step the Rayleigh quotient would be that of a vector of another length.",
      { a, start, steps in
        steps > 0 ? iterate(a, start, steps) : (dot(start, matmul(a, start)).scalar, start)
      }),
  ])

private func iterate(
  _ a: Tensor, _ start: Tensor, _ steps: Int
) -> (value: Float, vector: Tensor) {
  let pair = TensorBasics.powerIteration(a, start: start, tolerance: 0, mostSteps: steps)
  return (pair.value, pair.vector)
}
