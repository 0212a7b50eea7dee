public import Grading
import TensorBasics
import Tensors

/// What 01.3 asks for: the common shape, and the strides that stretch.
public struct BroadcastFunctions: Sendable {
  let shape: @Sendable ([Int], [Int]) throws -> [Int]?
  let strides: @Sendable ([Int], [Int], [Int]) throws -> [Int]

  /// Puts the two functions together; `strides` takes a shape, its strides and the target.
  public init(
    shape: @escaping @Sendable ([Int], [Int]) throws -> [Int]?,
    strides: @escaping @Sendable ([Int], [Int], [Int]) throws -> [Int]
  ) {
    self.shape = shape
    self.strides = strides
  }
}

private let reference = BroadcastFunctions(
  shape: { broadcastShape($0, $1) },
  strides: { shape, strides, target in
    Array(repeating: 0, count: target.count - shape.count)
      + zip(shape, strides).map { $0 == 1 ? 0 : $1 }
  })

extension Evidence {
  /// Expects a shape, or `nil`, which is recorded as -1.
  fileprivate mutating func expectShape(_ actual: [Int]?, _ a: [Int], _ b: [Int]) {
    let expected = broadcastShape(a, b)
    if (actual == nil) != (expected == nil) {
      let text = { (shape: [Int]?) in shape.map { "\($0)" } ?? "nil" }
      expect(
        false,
        "broadcastShape(\(a), \(b)): expected \(text(expected)), got \(text(actual))")
    }
    expect(actual ?? [-1], equals: expected ?? [-1], "broadcastShape(\(a), \(b))")
  }
}

/// 01.3: shapes that fit, and strides of 0.
public let broadcastingExercise = Exercise<BroadcastFunctions>(
  "01.3",
  reference: reference,
  alternatives: [
    .init(
      "after filling the shorter shape up with ones",
      BroadcastFunctions(
        shape: { a, b in
          let rank = max(a.count, b.count)
          let pairs = zip(
            Array(repeating: 1, count: rank - a.count) + a,
            Array(repeating: 1, count: rank - b.count) + b)
          guard pairs.allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else { return nil }
          return pairs.map { $0 == 1 ? $1 : $0 }
        },
        strides: { shape, strides, target in
          let missing = target.count - shape.count
          return target.indices.map { axis in
            axis < missing || shape[axis - missing] == 1 ? 0 : strides[axis - missing]
          }
        })),
    .init(
      "from the back, as a recursion",
      BroadcastFunctions(
        shape: { a, b in
          func common(_ a: ArraySlice<Int>, _ b: ArraySlice<Int>) -> [Int]? {
            guard let x = a.last else { return Array(b) }
            guard let y = b.last else { return Array(a) }
            guard x == y || min(x, y) == 1 || max(x, y) == 1 else { return nil }
            return common(a.dropLast(), b.dropLast()).map { $0 + [x == 1 ? y : x] }
          }
          return common(a[...], b[...])
        },
        strides: { shape, strides, target in
          var result = target.map { _ in 0 }
          for back in 1..<shape.count + 1 where shape[shape.count - back] != 1 {
            result[target.count - back] = strides[strides.count - back]
          }
          return result
        })),
  ],
  checks: [
    .init("equal shapes, and a single number") { answer, evidence in
      for (a, b) in [([2, 3], [2, 3]), ([], [4, 2]), ([5], []), ([], [])] {
        evidence.expectShape(try answer.shape(a, b), a, b)
      }
    },
    .init("extents of 1, and missing axes") { answer, evidence in
      for (a, b) in [([4, 3], [3]), ([4, 1], [3]), ([3, 1], [3]), ([2, 1, 5], [4, 1])] {
        evidence.expectShape(try answer.shape(a, b), a, b)
      }
    },
    .init("shapes that do not fit") { answer, evidence in
      for (a, b) in [([4, 3], [4]), ([2, 3], [2, 4]), ([2], [3]), ([2, 4, 1], [2, 1, 3, 1])] {
        evidence.expectShape(try answer.shape(a, b), a, b)
      }
    },
    .init("empty axes") { answer, evidence in
      for (a, b) in [([1], [0]), ([0, 3], [1, 3]), ([0], [2])] {
        evidence.expectShape(try answer.shape(a, b), a, b)
      }
    },
    .init("strides by hand") { answer, evidence in
      evidence.expect(
        try answer.strides([3, 1], [1, 1], [2, 3, 4]), equals: [0, 1, 0],
        "broadcastStrides(shape: [3, 1], strides: [1, 1], to: [2, 3, 4])")
      evidence.expect(
        try answer.strides([4, 3], [3, 1], [4, 3]), equals: [3, 1],
        "broadcastStrides(shape: [4, 3], strides: [3, 1], to: [4, 3])")
      evidence.expect(
        try answer.strides([], [], [2, 2]), equals: [0, 0],
        "broadcastStrides(shape: [], strides: [], to: [2, 2])")
    },
    .init("strides of a view") { answer, evidence in
      evidence.expect(
        try answer.strides([2, 1, 3], [-1, 7, 4], [5, 2, 6, 3]), equals: [0, -1, 0, 4],
        "broadcastStrides(shape: [2, 1, 3], strides: [-1, 7, 4], to: [5, 2, 6, 3])")
    },
    .init("random shapes", points: 2) { answer, evidence in
      var generator = evidence.generator(seed: 13)
      for _ in 0..<20 {
        let target = (0..<generator.integer(in: 1..<5)).map { _ in generator.integer(in: 2..<6) }
        func part() -> [Int] {
          let rank = generator.integer(in: 0..<target.count + 1)
          return target.suffix(rank).map { generator.uniform() < 0.4 ? 1 : $0 }
        }
        var (a, b) = (part(), part())
        evidence.expectShape(try answer.shape(a, b), a, b)
        let strides = rowMajorStrides(a)
        evidence.expect(
          try answer.strides(a, strides, target),
          equals: try reference.strides(a, strides, target),
          "broadcastStrides(shape: \(a), strides: \(strides), to: \(target))")
        if !a.isEmpty, !b.isEmpty {
          a[a.count - 1] = 7
          b[b.count - 1] = 8
          evidence.expectShape(try answer.shape(a, b), a, b)
        }
      }
    },
  ],
  misconceptions: [
    .init(
      "aligns the shapes at the left",
      "Shapes are aligned at the right: the last axes belong together.",
      BroadcastFunctions(
        shape: { a, b in
          broadcastShape(a.reversed(), b.reversed()).map { $0.reversed() }
        }, strides: reference.strides)),
    .init(
      "takes the larger extent without comparing",
      "Extents must be equal, or one of them 1. `[2]` and `[3]` do not fit.",
      BroadcastFunctions(
        shape: { a, b in
          let rank = max(a.count, b.count)
          return zip(
            Array(repeating: 1, count: rank - a.count) + a,
            Array(repeating: 1, count: rank - b.count) + b
          ).map { max($0, $1) }
        }, strides: reference.strides)),
    .init(
      "gives the larger extent where one is 1, also for an empty axis",
      "1 stretches to the other extent, also down to 0: no repetitions of one element are none.",
      BroadcastFunctions(
        shape: { a, b in
          broadcastShape(a, b).map { shape in shape.map { max($0, 1) } }
        }, strides: reference.strides)),
    .init(
      "refuses shapes of different rank",
      "A missing axis counts as 1: `[4, 3]` and `[3]` fit.",
      BroadcastFunctions(
        shape: { a, b in a.count == b.count ? broadcastShape(a, b) : nil },
        strides: reference.strides)),
    .init(
      "stretches only extents of the second shape",
      "Either shape may have the 1: `[4, 1]` and `[3]` give `[4, 3]`.",
      BroadcastFunctions(
        shape: { a, b in broadcastShape(a, b).flatMap { $0.count == a.count && $0 == a ? $0 : nil }
        },
        strides: reference.strides)),
    .init(
      "keeps the stride of an axis that is stretched",
      "Stepping along a stretched axis must stay on the same element: its stride is 0.",
      BroadcastFunctions(
        shape: reference.shape,
        strides: { shape, strides, target in
          Array(repeating: 0, count: target.count - shape.count) + strides
        })),
    .init(
      "puts new axes at the end",
      "Shapes are aligned at the right, so new axes come in front.",
      BroadcastFunctions(
        shape: reference.shape,
        strides: { shape, strides, target in
          zip(shape, strides).map { $0 == 1 ? 0 : $1 }
            + Array(repeating: 0, count: target.count - shape.count)
        })),
  ])
