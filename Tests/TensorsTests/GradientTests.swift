import Tensors
import Testing

/// A straight line, the smallest model with names.
private struct Line: Parameterized {
  var slope = Tensor([2, 3])
  var offset = Tensor(1)
  var steps = Tensor(0)

  func callAsFunction(_ x: Tensor) -> Tensor { (slope * x).sum() + offset }

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&slope, "slope")
    visitor.visit(&offset, "offset")
    visitor.visitBuffer(&steps, "steps")
  }
}

private struct Pair: Parameterized {
  var first = Line()
  var rest = [Line(), Line()]
  var extra: Line?

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&first, "first")
    visitor.visit(&rest, "rest")
    visitor.visit(&extra, "extra")
  }
}

@Suite("Gradients")
struct GradientTests {
  @Test("of a tensor, with the value")
  func tensor() {
    let (value, slope) = valueWithGradient(at: Tensor([1, 2, 3])) { x in (x * x).sum() }
    #expect(value == Tensor(14))
    #expect(slope == Tensor([2, 4, 6]))
  }

  @Test("are values of the model's own type")
  func model() {
    let x = Tensor([10, 20])
    let (value, slope) = valueWithGradient(at: Line()) { line in line(x) * line(x) }
    #expect(value.scalar == 81 * 81)
    #expect(slope.slope == Tensor([2 * 81 * 10, 2 * 81 * 20]))
    #expect(slope.offset == Tensor(162))
  }

  @Test("reach nested models, arrays and optionals; unused parts get zeros")
  func nested() {
    var model = Pair()
    model.extra = Line()
    let slope = gradient(at: model) { model in
      model.first(Tensor([1, 1])) * model.rest[1].offset + (model.extra?.offset ?? Tensor(0)) * 5
    }
    #expect(slope.first.slope == Tensor([1, 1]))
    #expect(slope.rest[1].offset == Tensor(6))
    #expect(slope.rest[0].slope == Tensor([0, 0]))
    #expect(slope.extra?.offset == Tensor(5))
  }

  @Test("parameters have names that say where they are; buffers are shown apart")
  func names() {
    var model = Pair()
    var names: [String] = []
    var buffers: [String] = []
    var visitor = ParameterVisitor(
      namedParameters: { _, name in names.append(name) },
      namedBuffers: { _, name in buffers.append(name) })
    model.visitParameters(&visitor)
    #expect(
      names == [
        "first.slope", "first.offset", "rest.0.slope", "rest.0.offset", "rest.1.slope",
        "rest.1.offset",
      ])
    #expect(buffers == ["first.steps", "rest.0.steps", "rest.1.steps"])
  }

  @Test("add up over every use of a value")
  func fanOut() {
    // y is used three times, once through itself.
    let slope = gradient(at: Tensor([3])) { x in
      let y = x * x
      return (y * y + y + x).sum()
    }
    #expect(slope == Tensor([4 * 27 + 2 * 3 + 1]))
  }

  @Test("add up over parts of one tensor that overlap, in any order, and again in second slopes")
  func parts() {
    var generator = RandomGenerator(seed: 8)
    let x = Tensor.normal([4, 6], using: &generator)
    func function(_ x: Tensor) -> Tensor {
      let y = x * x
      return y[1] * y[.all, 2...].sum(axis: 0).sum() + y.slice(1..<5, axis: 1)[2].sum()
        * y[0..<2].sum() + y[.every(2), 1].sum() + y.transposed()[3].sum() * y.sum()
    }
    #expect(gradientCheck(at: [x]) { function($0[0]) }.error < 5e-3)
    let slopes = gradientCheck(at: [x]) { x in gradient(at: x[0]) { function($0).sum() } }
    #expect(slopes.error < 5e-3)
  }

  @Test("a tensor that has left its gradient is a constant, and carries nothing along")
  func carriedState() {
    // A state that is handed on from step to step, as in truncated backpropagation through time.
    var state = Tensor([1, 2])
    for _ in 0..<3 {
      var next = state
      let slope = gradient(at: Tensor([3, 5])) { weight in
        next = tanh(state * 0.5 + 0.1) * weight
        return next.sum()
      }
      let expected = withoutRecording { tanh(state * 0.5 + 0.1) }
      #expect(slope == expected)
      state = next
    }
    #expect(!(state * 2).isVariable && state.historyLength == 1)
    #expect(gradient(at: Tensor([1, 1])) { _ in (state * state).sum() } == Tensor([0, 0]))
    // In a gradient inside a gradient the outer variables stay variables.
    let second = gradient(at: Tensor(3)) { x in
      gradient(at: Tensor(2)) { y in x * x * y * y }  // 4x²
    }
    #expect(second == Tensor(24))
  }

  @Test("of two models at once, each in its own type")
  func twoModels() {
    let (value, slopes) = valueWithGradient(at: Line(), Tensor([5])) { line, x in
      line.offset * x.sum()
    }
    #expect(value == Tensor(5))
    #expect(slopes.0.offset == Tensor(5))
    #expect(slopes.0.slope == Tensor([0, 0]))
    #expect(slopes.1 == Tensor([1]))
  }

  @Test("treat everything from outside as constant, and give constants back")
  func constants() {
    let outside = Line()
    let (value, slope) = valueWithGradient(at: Tensor([1, 1])) { x in outside(x) }
    #expect(slope == outside.slope)
    // A result may go into another gradient, which must not flow through it.
    #expect(gradient(at: Tensor(2)) { y in y * value } == value)
  }

  @Test("stop where they are told to")
  func stopped() {
    #expect(gradient(at: Tensor(3)) { x in x * stopGradient(x) } == Tensor(3))
    #expect(gradient(at: Tensor(3)) { x in x * withoutRecording { x * x } } == Tensor(9))
    #expect(gradient(at: Tensor(3)) { _ in Tensor(1) } == Tensor(0))
  }

  @Test("flow through elements, slices and rows that are set")
  func assignment() {
    let slope = gradient(at: Tensor([1, 2, 3])) { x in
      var y = x * x
      y[1] = x[0] * 10
      y[2..<3] = Tensor([7])
      return y.sum()
    }
    #expect(slope == Tensor([2 + 10, 0, 0]))
    let matrix = gradient(at: Tensor([[1, 2], [3, 4]])) { x in
      var y = x * 2
      y[0, 1] = 100
      return (y * y).sum()
    }
    #expect(matrix == Tensor([[8, 0], [24, 32]]))
  }

  @Test("flow through changes in place, and leave the original alone")
  func inPlace() {
    let start = Tensor([1, 2])
    let slope = gradient(at: start) { x in
      var y = x
      y += x
      y *= Tensor([3, 4])
      y -= 1
      y /= 2
      return (y * x).sum()
    }
    // y = (6x, 8x) / 2 - 1/2
    #expect(slope == Tensor([6 * 1 - 0.5, 8 * 2 - 0.5]))
    #expect(start == Tensor([1, 2]))
  }

  @Test("a chain of a million operations is differentiated and freed")
  func longChain() {
    let slope = gradient(at: Tensor([1, 1])) { x in
      var y = x
      for _ in 0..<1_000_000 { y = y + x }
      return y.sum()
    }
    #expect(slope == Tensor([1_000_001, 1_000_001]))
  }

  @Test("two tasks differentiate at once without disturbing each other")
  func concurrency() async {
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          let x = Tensor([Float(task), 1, 2])
          return (0..<200).allSatisfy { _ in
            gradient(at: x) { x in (x * x * x).sum() } == 3 * x * x
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  @Test("a function that does not end in one number stops the program and says what to do")
  func notANumber() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = gradient(at: Tensor([1, 2])) { x in x * x }
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("[2], not a single number; reduce it with sum() or mean()"))
  }
}
