public import Grading
import TensorBasics
import Tensors

/// What 01.11 asks for: a variance and the roots of a quadratic equation.
public struct CarefulFormulas: Sendable {
  var variance: @Sendable ([Float]) throws -> Float
  var roots: @Sendable (Float, Float, Float) throws -> (smaller: Float, larger: Float)

  /// Puts the two functions together.
  public init(
    variance: @escaping @Sendable ([Float]) throws -> Float,
    roots: @escaping @Sendable (Float, Float, Float) throws -> (smaller: Float, larger: Float)
  ) {
    self.variance = variance
    self.roots = roots
  }
}

private let reference = CarefulFormulas(
  variance: { x in
    var moments = RunningMoments()
    for number in x { moments.add(number) }
    return moments.variance
  },
  roots: { a, b, c in
    let (smaller, larger) = quadraticRoots(a, b, c) ?? (.nan, .nan)
    return (smaller, larger)
  })

private func with(
  variance: (@Sendable ([Float]) -> Float)? = nil,
  roots: (@Sendable (Float, Float, Float) -> (smaller: Float, larger: Float))? = nil
) -> CarefulFormulas {
  var formulas = reference
  if let variance { formulas.variance = variance }
  if let roots { formulas.roots = roots }
  return formulas
}

extension Evidence {
  /// Expects two solutions, each to six digits: a small one may not hide behind a large one.
  fileprivate mutating func expectRoots(
    _ answer: CarefulFormulas, _ a: Float, _ b: Float, _ c: Float
  ) throws {
    let found = try answer.roots(a, b, c)
    let expected = quadraticRoots(a, b, c) ?? (.nan, .nan)
    for (name, actual, right) in [
      ("smaller", found.smaller, expected.0), ("larger", found.larger, expected.1),
    ] {
      let tolerance = min(1, max(abs(right), 1e-30)) * 1e-5
      expect(
        actual, equals: right, within: tolerance, "the \(name) root of roots(\(a), \(b), \(c))")
    }
  }
}

/// 01.11: the same on paper, another result in 24 bits.
public let withoutCancellationExercise = Exercise<CarefulFormulas>(
  "01.11",
  reference: reference,
  alternatives: [
    .init(
      "two passes, and the citardauq formula for the smaller solution",
      CarefulFormulas(
        variance: { x in
          let mean = x.reduce(0, +) / Float(x.count)
          let squares = x.map { ($0 - mean) * ($0 - mean) }
          return squares.reduce(0, +) / Float(x.count)
        },
        roots: { a, b, c in
          let root = (b * b - 4 * a * c).squareRoot()
          let (first, second) =
            b > 0
            ? ((-b - root) / (2 * a), 2 * c / (-b - root))
            : ((-b + root) / (2 * a), 2 * c / (-b + root))
          return first < second ? (first, second) : (second, first)
        })),
    .init(
      "shifted by the first number, and the large root by the formula",
      CarefulFormulas(
        variance: { x in
          let shifted = x.map { $0 - x[0] }
          let n = Float(x.count)
          let mean = shifted.reduce(0, +) / n
          return shifted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
        },
        roots: { a, b, c in
          // x² + p x + q = 0
          let (p, q) = (b / a, c / a)
          let large =
            p < 0 ? -p / 2 + (p * p / 4 - q).squareRoot() : -p / 2 - (p * p / 4 - q).squareRoot()
          return (min(large, q / large), max(large, q / large))
        })),
  ],
  checks: [
    .init("a variance by hand") { answer, evidence in
      evidence.expect(try answer.variance([1, 2, 3, 4]), equals: 1.25, "variance([1, 2, 3, 4])")
      evidence.expect(try answer.variance([-3, 3]), equals: 9, "variance([-3, 3])")
    },
    .init("the variance of one number, and of equal ones") { answer, evidence in
      evidence.expect(try answer.variance([5]), equals: 0, "variance([5])")
      evidence.expect(try answer.variance([7, 7, 7, 7]), equals: 0, "variance([7, 7, 7, 7])")
    },
    .init("numbers that are large and close together") { answer, evidence in
      evidence.expect(
        try answer.variance([10_000, 10_001, 10_002]), equals: 2 / 3,
        "variance([10000, 10001, 10002])")
    },
    .init("random numbers around 2000") { answer, evidence in
      var generator = evidence.generator(seed: 31)
      for n in [2, 5, 40] {
        let x = (2000 + 3 * Tensor.normal([n], using: &generator)).scalars
        let mean = x.reduce(0.0) { $0 + Double($1) } / Double(n)
        let exact = x.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(n)
        evidence.expect(
          try answer.variance(x), equals: Float(exact), within: 2e-3, "variance",
          in: "\(n) numbers around 2000")
      }
    },
    .init("roots by hand") { answer, evidence in
      try evidence.expectRoots(answer, 1, -3, 2)
      try evidence.expectRoots(answer, 2, 5, -3)
      try evidence.expectRoots(answer, -1, 1, 6)
      try evidence.expectRoots(answer, 1, 0, -4)
    },
    .init("one root much smaller than the other") { answer, evidence in
      try evidence.expectRoots(answer, 1, -10_000, 1)
      try evidence.expectRoots(answer, 1, 10_000, 1)
      try evidence.expectRoots(answer, 1, 0.5, -1e-6)
      try evidence.expectRoots(answer, 1, -0.5, -1e-6)
    },
    .init("random equations", points: 2) { answer, evidence in
      var generator = evidence.generator(seed: 32)
      for _ in 0..<6 {
        // c and a of opposite signs, or b² much larger than 4 a c: nothing cancels under the root.
        let a = generator.uniform() + 0.5
        let b = (generator.uniform() - 0.5) * 2000
        let c = generator.uniform() < 0.5 ? -generator.uniform() - 0.5 : 0.01
        guard abs(b) > 10 else { continue }
        try evidence.expectRoots(answer, a, b, c)
      }
    },
  ],
  misconceptions: [
    .init(
      "subtracts the square of the mean from the mean of the squares",
      "Both are about 10⁸ for numbers around 10⁴, known to ±4. Subtract the mean first, then square.",
      with(variance: { x in
        let n = Float(x.count)
        let mean = x.reduce(0, +) / n
        return x.reduce(0) { $0 + $1 * $1 } / n - mean * mean
      })),
    .init(
      "divides by n - 1 in the variance",
      "Here the variance is the mean of the squared distances: divide by n.",
      with(variance: { x in
        let n = Float(x.count)
        let mean = x.reduce(0, +) / n
        return x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
      })),
    .init(
      "gives the root of the variance",
      "That is the standard deviation. The variance is the mean of the squares itself.",
      with(variance: { x in
        let n = Float(x.count)
        let mean = x.reduce(0, +) / n
        return (x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
      })),
    .init(
      "uses the school's formula for both roots",
      "-b and the root nearly cancel for one of them. Compute the other one, then c / (a · it).",
      with(roots: { a, b, c in
        let root = (b * b - 4 * a * c).squareRoot()
        let (first, second) = ((-b - root) / (2 * a), (-b + root) / (2 * a))
        return (min(first, second), max(first, second))
      })),
    .init(
      "takes the roots' product for c instead of c / a",
      "a x² + b x + c = a (x - x₁)(x - x₂): the product of the roots is c / a.",
      with(roots: { a, b, c in
        let root = (b * b - 4 * a * c).squareRoot()
        let large = b < 0 ? (-b + root) / (2 * a) : (-b - root) / (2 * a)
        return (min(large, c / large), max(large, c / large))
      })),
    .init(
      "does not put the smaller root first",
      "Which of the two is smaller depends on the signs: compare them.",
      with(roots: { a, b, c in
        let root = (b * b - 4 * a * c).squareRoot()
        let large = b < 0 ? (-b + root) / (2 * a) : (-b - root) / (2 * a)
        return (large, c / (a * large))
      })),
    .init(
      "always takes -b - root for the first one, which cancels for a negative b",
      "Choose the sign that adds: -b + root where b is negative.",
      with(roots: { a, b, c in
        let q = (-b - (b * b - 4 * a * c).squareRoot()) / 2
        return (min(q / a, c / q), max(q / a, c / q))
      })),
    .init(
      "has the wrong sign: it solves for b instead of -b",
      "The formula begins with -b.",
      with(roots: { a, b, c in
        let (smaller, larger) = quadraticRoots(a, -b, c) ?? (.nan, .nan)
        return (smaller, larger)
      })),
  ])
