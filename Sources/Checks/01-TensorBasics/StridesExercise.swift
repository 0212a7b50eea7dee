public import Grading
import TensorBasics
import Tensors

/// What 01.1 asks for: strides, places and positions.
public struct StridesAndPlaces: Sendable {
  let strides: @Sendable ([Int]) throws -> [Int]
  let place: @Sendable ([Int], [Int], Int) throws -> Int
  let position: @Sendable (Int, [Int]) throws -> [Int]

  /// Puts the three functions together.
  public init(
    strides: @escaping @Sendable ([Int]) throws -> [Int],
    place: @escaping @Sendable ([Int], [Int], Int) throws -> Int,
    position: @escaping @Sendable (Int, [Int]) throws -> [Int]
  ) {
    self.strides = strides
    self.place = place
    self.position = position
  }
}

private let reference = StridesAndPlaces(
  strides: { rowMajorStrides($0) }, place: { place(of: $0, strides: $1, offset: $2) },
  position: { position(of: $0, in: $1) })

/// 01.1: from positions to places in memory and back.
public let stridesExercise = Exercise<StridesAndPlaces>(
  "01.1",
  reference: reference,
  alternatives: [
    .init(
      "each stride as a product of the extents behind it",
      StridesAndPlaces(
        strides: { shape in
          shape.indices.map { axis in shape[(axis + 1)...].reduce(1, *) }
        },
        place: { position, strides, offset in
          position.indices.map { position[$0] * strides[$0] }.reduce(offset, +)
        },
        position: { index, shape in
          shape.indices.map { axis in
            index / shape[(axis + 1)...].reduce(1, *) % shape[axis]
          }
        })),
    .init(
      "by counting",
      StridesAndPlaces(
        strides: { shape in
          var strides = Array(repeating: 1, count: shape.count)
          for axis in shape.indices {
            for later in shape.indices where later > axis { strides[axis] *= shape[later] }
          }
          return strides
        },
        place: { position, strides, offset in
          var place = offset
          for (axis, index) in position.enumerated() {
            for _ in 0..<index { place += strides[axis] }
          }
          return place
        },
        position: { index, shape in
          var position = shape.map { _ in 0 }
          for _ in 0..<index {
            var axis = shape.count - 1
            position[axis] += 1
            while position[axis] == shape[axis] {
              position[axis] = 0
              axis -= 1
              position[axis] += 1
            }
          }
          return position
        })),
  ],
  checks: [
    .init("strides by hand") { answer, evidence in
      for (shape, expected) in [
        ([2, 3, 4], [12, 4, 1]), ([5, 2], [2, 1]), ([3, 1, 7, 2], [14, 14, 2, 1]),
      ] {
        evidence.expect(
          try answer.strides(shape), equals: expected, "rowMajorStrides(\(shape))")
      }
    },
    .init("strides of a vector and of a single number") { answer, evidence in
      evidence.expect(try answer.strides([9]), equals: [1], "rowMajorStrides([9])")
      evidence.expect(try answer.strides([]), equals: [], "rowMajorStrides([])")
    },
    .init("places by hand") { answer, evidence in
      evidence.expect(
        try answer.place([1, 2, 3], [12, 4, 1], 0), equals: 23, "the place of [1, 2, 3]")
      evidence.expect(
        try answer.place([2, 1], [1, 3], 0), equals: 5, "the place of [2, 1] with strides [1, 3]")
    },
    .init("places with an offset, a negative stride and a stride of 0") { answer, evidence in
      evidence.expect(
        try answer.place([1, 1], [-4, 1], 8), equals: 5,
        "the place of [1, 1] with strides [-4, 1] and offset 8")
      evidence.expect(
        try answer.place([3, 2], [0, 2], 10), equals: 14,
        "the place of [3, 2] with strides [0, 2] and offset 10")
      evidence.expect(try answer.place([], [], 6), equals: 6, "the place of [] with offset 6")
    },
    .init("positions by hand") { answer, evidence in
      evidence.expect(
        try answer.position(23, [2, 3, 4]), equals: [1, 2, 3], "position(of: 23, in: [2, 3, 4])")
      evidence.expect(
        try answer.position(5, [2, 3, 4]), equals: [0, 1, 1], "position(of: 5, in: [2, 3, 4])")
      evidence.expect(try answer.position(0, []), equals: [], "the position in a single number")
    },
    .init("random shapes, there and back", points: 2) { answer, evidence in
      var generator = evidence.generator(seed: 11)
      for rank in 1...4 {
        // Extents of at least 2 that differ from each other tell wrong orders apart.
        let shape = (0..<rank).map { 2 + $0 + generator.integer(in: 0..<2) * 4 }
        let strides = try answer.strides(shape)
        evidence.expect(strides, equals: rowMajorStrides(shape), "rowMajorStrides", in: "\(shape)")
        let index = generator.integer(in: 1..<shape.reduce(1, *))
        let found = try answer.position(index, shape)
        evidence.expect(
          found, equals: position(of: index, in: shape), "position", in: "\(index) in \(shape)")
        let offset = generator.integer(in: 1..<100)
        let there = position(of: index, in: shape)
        evidence.expect(
          try answer.place(there, rowMajorStrides(shape), offset), equals: index + offset,
          "place", in: "\(there) in \(shape), offset \(offset)")
      }
    },
  ],
  misconceptions: [
    .init(
      "gives the strides of column-major order, in which the first axis varies fastest",
      "In row-major order the last axis varies fastest: its stride is 1.",
      StridesAndPlaces(
        strides: { shape in shape.indices.map { shape[..<$0].reduce(1, *) } },
        place: reference.place, position: reference.position)),
    .init(
      "counts strides in bytes",
      "Strides are counted in elements here, not in bytes.",
      StridesAndPlaces(
        strides: { rowMajorStrides($0).map { $0 * 4 } }, place: reference.place,
        position: reference.position)),
    .init(
      "takes only the next extent for a stride",
      "A step along an axis skips everything behind it: the product of all later extents.",
      StridesAndPlaces(
        strides: { shape in Array(shape.dropFirst()) + (shape.isEmpty ? [] : [1]) },
        place: reference.place, position: reference.position)),
    .init(
      "includes an axis's own extent in its stride",
      "One step along an axis skips one slice, not all of them: multiply the extents *behind* it.",
      StridesAndPlaces(
        strides: { shape in shape.indices.map { shape[$0...].reduce(1, *) } },
        place: reference.place, position: reference.position)),
    .init(
      "forgets the offset",
      "The place counts from the start of the memory: begin the sum with the offset.",
      StridesAndPlaces(
        strides: reference.strides, place: { place(of: $0, strides: $1, offset: 0 * $2) },
        position: reference.position)),
    .init(
      "takes absolute values of the strides",
      "A negative stride steps backwards in memory. Multiply it as it is.",
      StridesAndPlaces(
        strides: reference.strides,
        place: { place(of: $0, strides: $1.map { abs($0) }, offset: $2) },
        position: reference.position)),
    .init(
      "divides by the first extent first when it looks for a position",
      "The last index varies fastest: the remainder of dividing by the *last* extent is the last index.",
      StridesAndPlaces(
        strides: reference.strides, place: reference.place,
        position: { index, shape in position(of: index, in: shape.reversed()).reversed() })),
  ])
