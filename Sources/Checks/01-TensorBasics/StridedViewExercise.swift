public import Grading
import TensorBasics
import Tensors

/// How a view reads memory: the extents, a stride for each, and the place of the first element.
public typealias ViewLayout = (shape: [Int], strides: [Int], offset: Int)

/// What 01.2 asks for: reading a view, and three ways to make one.
public struct ViewFunctions: Sendable {
  var elements: @Sendable (ViewLayout, [Float]) throws -> [Float]
  var transposed: @Sendable (ViewLayout) throws -> ViewLayout
  var sliced: @Sendable (ViewLayout, Int, Int, Int, Int) throws -> ViewLayout
  var reversed: @Sendable (ViewLayout, Int) throws -> ViewLayout

  /// Puts the four functions together.
  public init(
    elements: @escaping @Sendable (ViewLayout, [Float]) throws -> [Float],
    transposed: @escaping @Sendable (ViewLayout) throws -> ViewLayout,
    sliced: @escaping @Sendable (ViewLayout, Int, Int, Int, Int) throws -> ViewLayout,
    reversed: @escaping @Sendable (ViewLayout, Int) throws -> ViewLayout
  ) {
    self.elements = elements
    self.transposed = transposed
    self.sliced = sliced
    self.reversed = reversed
  }
}

private func view(_ layout: ViewLayout, _ memory: [Float]) -> StridedView {
  StridedView(
    storage: memory, shape: layout.shape, strides: layout.strides, offset: layout.offset)
}

/// The right layouts, as plain arithmetic: a wrong layout before them must not stop the grader.
private func exchanged(_ l: ViewLayout) -> ViewLayout {
  let last = l.shape.count - 1
  var (shape, strides) = (l.shape, l.strides)
  shape.swapAt(last - 1, last)
  strides.swapAt(last - 1, last)
  return (shape, strides, l.offset)
}

private func cut(_ l: ViewLayout, _ axis: Int, _ from: Int, _ to: Int, _ step: Int) -> ViewLayout {
  var (shape, strides) = (l.shape, l.strides)
  shape[axis] = (to - from + step - 1) / step
  strides[axis] *= step
  return (shape, strides, l.offset + from * l.strides[axis])
}

private func turned(_ l: ViewLayout, _ axis: Int) -> ViewLayout {
  var strides = l.strides
  strides[axis].negate()
  return (l.shape, strides, l.offset + (l.shape[axis] - 1) * l.strides[axis])
}

private let reference = ViewFunctions(
  elements: { view($0, $1).elements() },
  transposed: { exchanged($0) },
  sliced: { cut($0, $1, $2, $3, $4) },
  reversed: { turned($0, $1) })

/// The reference with some functions exchanged.
private func with(_ change: (inout ViewFunctions) -> Void) -> ViewFunctions {
  var functions = reference
  change(&functions)
  return functions
}

extension Evidence {
  /// Expects shape, strides and offset.
  fileprivate mutating func expect(
    _ actual: ViewLayout, equals expected: ViewLayout, _ what: String
  ) {
    expect(actual.shape, equals: expected.shape, "the shape of \(what)")
    expect(actual.strides, equals: expected.strides, "the strides of \(what)")
    expect(actual.offset, equals: expected.offset, "the offset of \(what)")
  }
}

private let memory = (0..<12).map { Float($0) }
private let rows: ViewLayout = ([3, 4], [4, 1], 0)

/// 01.2: the same numbers, read in another way.
public let stridedViewExercise = Exercise<ViewFunctions>(
  "01.2",
  reference: reference,
  alternatives: [
    .init(
      "element by element, through positions",
      ViewFunctions(
        elements: { layout, memory in
          (0..<layout.shape.reduce(1, *)).map { index in
            let there = position(of: index, in: layout.shape)
            return memory[place(of: there, strides: layout.strides, offset: layout.offset)]
          }
        },
        transposed: { l in
          let n = l.shape.count
          let order = Array(0..<n - 2) + [n - 1, n - 2]
          return (order.map { l.shape[$0] }, order.map { l.strides[$0] }, l.offset)
        },
        sliced: { l, axis, from, to, step in
          var l = l
          l.shape[axis] = Array(stride(from: from, to: to, by: step)).count
          l.offset += from * l.strides[axis]
          l.strides[axis] = l.strides[axis] * step
          return l
        },
        reversed: { l, axis in
          var l = l
          l.offset = l.offset + l.strides[axis] * l.shape[axis] - l.strides[axis]
          l.strides[axis] *= -1
          return l
        })),
    .init(
      "as a recursion over the axes",
      ViewFunctions(
        elements: { layout, memory in
          func read(_ axis: Int, _ place: Int) -> [Float] {
            guard axis < layout.shape.count else { return [memory[place]] }
            return (0..<layout.shape[axis]).flatMap {
              read(axis + 1, place + $0 * layout.strides[axis])
            }
          }
          return read(0, layout.offset)
        },
        transposed: { l in
          var (shape, strides) = (l.shape, l.strides)
          let (extent, step) = (shape.removeLast(), strides.removeLast())
          shape.insert(extent, at: shape.count - 1)
          strides.insert(step, at: strides.count - 1)
          return (shape, strides, l.offset)
        },
        sliced: { l, axis, from, to, step in
          var l = l
          l.shape[axis] = to == from ? 0 : (to - from - 1) / step + 1
          for _ in 0..<from { l.offset += l.strides[axis] }
          l.strides[axis] *= step
          return l
        }, reversed: reference.reversed)),
  ],
  checks: [
    .init("elements of row-major memory") { answer, evidence in
      evidence.expect(
        Tensor(try answer.elements(rows, memory)), equals: Tensor(memory),
        "elements of ([3, 4], [4, 1], 0)")
    },
    .init("elements through other strides", points: 2) { answer, evidence in
      let cases: [(ViewLayout, [Float])] = [
        (([2, 3], [1, 4], 2), [2, 6, 10, 3, 7, 11]), (([3], [5], 0), [0, 5, 10]),
        (([2, 3], [0, -2], 9), [9, 7, 5, 9, 7, 5]),
        (([2, 2, 2], [1, 6, 3], 0), [0, 3, 6, 9, 1, 4, 7, 10]),
        (([], [], 7), [7]),
      ]
      for (layout, expected) in cases {
        evidence.expect(
          Tensor(try answer.elements(layout, memory)), equals: Tensor(expected),
          "elements of \(layout)")
      }
    },
    .init("transposed") { answer, evidence in
      evidence.expect(
        try answer.transposed(rows), equals: ([4, 3], [1, 4], 0), "transposed(\(rows))")
      evidence.expect(
        try answer.transposed(([2, 3, 4], [12, 4, 1], 5)), equals: ([2, 4, 3], [12, 1, 4], 5),
        "transposed(([2, 3, 4], [12, 4, 1], 5))")
    },
    .init("sliced") { answer, evidence in
      evidence.expect(
        try answer.sliced(rows, 1, 1, 3, 1), equals: ([3, 2], [4, 1], 1),
        "sliced(\(rows), axis: 1, from: 1, to: 3, by: 1)")
      evidence.expect(
        try answer.sliced(rows, 0, 1, 3, 1), equals: ([2, 4], [4, 1], 4),
        "sliced(\(rows), axis: 0, from: 1, to: 3, by: 1)")
    },
    .init("sliced with a step that does not divide the range") { answer, evidence in
      evidence.expect(
        try answer.sliced(([3, 5], [5, 1], 0), 1, 1, 5, 3), equals: ([3, 2], [5, 3], 1),
        "sliced(([3, 5], [5, 1], 0), axis: 1, from: 1, to: 5, by: 3)")
      evidence.expect(
        try answer.sliced(([7], [2], 3), 0, 2, 2, 2), equals: ([0], [4], 7),
        "sliced(([7], [2], 3), axis: 0, from: 2, to: 2, by: 2)")
    },
    .init("reversed") { answer, evidence in
      evidence.expect(
        try answer.reversed(rows, 0), equals: ([3, 4], [-4, 1], 8), "reversed(\(rows), axis: 0)")
      evidence.expect(
        try answer.reversed(([5], [-2], 9), 0), equals: ([5], [2], 1),
        "reversed(([5], [-2], 9), axis: 0)")
    },
    .init("views of views", points: 3) { answer, evidence in
      var generator = evidence.generator(seed: 12)
      for _ in 0..<4 {
        var expected: ViewLayout = ([4, 6, 5], [30, 5, 1], 0)
        var actual = expected
        for _ in 0..<4 {
          let axis = generator.integer(in: 0..<3)
          switch generator.integer(in: 0..<3) {
          case 0:
            expected = try reference.transposed(expected)
            actual = try answer.transposed(actual)
          case 1:
            expected = try reference.reversed(expected, axis)
            actual = try answer.reversed(actual, axis)
          default:
            let extent = expected.shape[axis]
            // A first wrong slice can leave another extent; what follows would not make sense.
            guard actual.shape == expected.shape else { break }
            let from = generator.integer(in: 0..<(extent + 1) / 2)
            let step = generator.integer(in: 1..<3)
            expected = try reference.sliced(expected, axis, from, extent, step)
            actual = try answer.sliced(actual, axis, from, extent, step)
          }
        }
        evidence.expect(actual, equals: expected, "four views of each other")
        let numbers = (0..<120).map { Float($0) }
        evidence.expect(
          Tensor(try answer.elements(expected, numbers)),
          equals: Tensor(try reference.elements(expected, numbers)), "elements of \(expected)")
      }
    },
  ],
  misconceptions: [
    .init(
      "walks through the memory and ignores the strides",
      "The elements follow the view: the place of each is offset + Σ index · stride.",
      with { $0.elements = { l, memory in Array(memory[..<l.shape.reduce(1, *)]) } }),
    .init(
      "lets the first axis of the view vary fastest",
      "Row-major order: the last index of the view turns fastest, the first one last.",
      with {
        $0.elements = { l, memory in
          view((l.shape.reversed(), l.strides.reversed(), l.offset), memory).elements()
        }
      }),
    .init(
      "reverses all axes when transposing",
      "Only the last two change places: a stack of tables stays a stack.",
      with {
        $0.transposed = { l in (l.shape.reversed(), l.strides.reversed(), l.offset) }
      }),
    .init(
      "exchanges the extents but not the strides when transposing",
      "Then the same memory is cut into rows of another length. Each axis takes its stride along.",
      with { $0.transposed = { l in (exchanged(l).shape, l.strides, l.offset) } }),
    .init(
      "gives the transpose row-major strides, as if its elements had been moved",
      "Nothing moves. Exchange the strides with the extents.",
      with {
        $0.transposed = { l in
          let shape = exchanged(l).shape
          return (shape, rowMajorStrides(shape), l.offset)
        }
      }),
    .init(
      "forgets to move the offset to the start of the slice",
      "The slice begins `from` steps further along its axis: offset + from · stride.",
      with {
        $0.sliced = { l, axis, from, to, step in
          let right = cut(l, axis, from, to, step)
          return (right.shape, right.strides, l.offset)
        }
      }),
    .init(
      "moves the offset by `from` elements instead of `from` strides",
      "One position along the axis is `stride` elements: offset + from · stride.",
      with {
        $0.sliced = { l, axis, from, to, step in
          let right = cut(l, axis, from, to, step)
          return (right.shape, right.strides, l.offset + from)
        }
      }),
    .init(
      "leaves the stride alone when the slice has a step",
      "One step of the slice is `step` old steps: multiply the stride.",
      with {
        $0.sliced = { l, axis, from, to, step in
          let right = cut(l, axis, from, to, step)
          return (right.shape, l.strides, right.offset)
        }
      }),
    .init(
      "rounds the number of positions down when the step does not divide the range",
      "The first position always counts: (to - from) / step, rounded up.",
      with {
        $0.sliced = { l, axis, from, to, step in
          var right = cut(l, axis, from, to, step)
          right.shape[axis] = (to - from) / step
          return right
        }
      }),
    .init(
      "only changes the sign of the stride when reversing",
      "Position 0 must now be the last element: move the offset there, or the view leaves the memory.",
      with {
        $0.reversed = { l, axis in
          let right = turned(l, axis)
          return (right.shape, right.strides, l.offset)
        }
      }),
    .init(
      "reverses to one step past the last element",
      "The last of n elements is n - 1 steps from the first.",
      with {
        $0.reversed = { l, axis in
          let right = turned(l, axis)
          return (right.shape, right.strides, right.offset + l.strides[axis])
        }
      }),
  ])
