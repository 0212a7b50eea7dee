import Backpropagation
import Foundation
public import Grading
import Tensors

/// What 05.4 asks for: a class of numbers, seen through its functions.
public struct ScalarEngine: Sendable {
  /// One step of a computation; positions count the steps before it.
  enum Step {
    case input(Double)
    case add(Int, Int)
    case multiply(Int, Int)
    case tanh(Int)
  }

  /// Computes the steps, then calls `backward` on the given ones in turn.
  let run:
    @Sendable (_ steps: [Step], _ results: [Int]) throws -> (values: [Double], gradients: [Double])

  /// Wraps a class of numbers.
  public init<Number: AnyObject>(
    make: @escaping @Sendable (Double) -> Number,
    value: @escaping @Sendable (Number) -> Double,
    gradient: @escaping @Sendable (Number) -> Double,
    add: @escaping @Sendable (Number, Number) throws -> Number,
    multiply: @escaping @Sendable (Number, Number) throws -> Number,
    tanh: @escaping @Sendable (Number) throws -> Number,
    backward: @escaping @Sendable (Number) throws -> Void
  ) {
    run = { steps, results in
      var numbers: [Number] = []
      for step in steps {
        switch step {
        case .input(let x): numbers.append(make(x))
        case .add(let a, let b): numbers.append(try add(numbers[a], numbers[b]))
        case .multiply(let a, let b): numbers.append(try multiply(numbers[a], numbers[b]))
        case .tanh(let a): numbers.append(try tanh(numbers[a]))
        }
      }
      for result in results { try backward(numbers[result]) }
      return (numbers.map(value), numbers.map(gradient))
    }
  }

  /// A wrong engine, made of the toy below.
  fileprivate init(_ fault: ToyNumber.Fault) {
    self.init(
      make: { ToyNumber($0, fault) }, value: { $0.value }, gradient: { $0.gradient },
      add: { ToyNumber($0.value + $1.value, fault, [($0, 1), ($1, 1)]) },
      multiply: { a, b in
        let slopes = fault == .ownFactor ? (a.value, b.value) : (b.value, a.value)
        return ToyNumber(a.value * b.value, fault, [(a, slopes.0), (b, slopes.1)])
      },
      tanh: { a in
        let t = Foundation.tanh(a.value)
        return ToyNumber(t, fault, [(a, fault == .tanhOfInput ? 1 - a.value * a.value : 1 - t * t)])
      },
      backward: { $0.backward() })
  }
}

/// `L = (a b + c) a` at 2, −3, 10.
private let byHand: [ScalarEngine.Step] = [
  .input(2), .input(-3), .input(10), .multiply(0, 1), .add(3, 2), .multiply(4, 0),
]

/// 05.4: the scalar engine.
public let scalarEngineExercise = Exercise<ScalarEngine>(
  "05.4",
  reference: ScalarEngine(
    make: { Value($0) }, value: { $0.number }, gradient: { $0.gradient }, add: { $0 + $1 },
    multiply: { $0 * $1 }, tanh: { $0.tanh() }, backward: { $0.backward() }),
  alternatives: engineAlternatives,
  checks: [
    .init("values of the three operations") { engine, evidence in
      let found = try engine.run(byHand + [.input(0.5493061443340549), .tanh(6)], [])
      expect(found.values, [2, -3, 10, -6, 4, 8, 0.5493061, 0.5], "the values", &evidence)
    },
    .init("a sum and a product by hand") { engine, evidence in
      let sum = try engine.run([.input(2), .input(-3), .add(0, 1)], [2])
      expect(sum.gradients, [1, 1, 1], "gradients of a, b, a + b", &evidence)
      let product = try engine.run([.input(2), .input(-3), .multiply(0, 1)], [2])
      expect(product.gradients, [-3, 2, 1], "gradients of a, b, a · b", &evidence)
    },
    .init("tanh by hand") { engine, evidence in
      let found = try engine.run([.input(0.5493061443340549), .tanh(0)], [1])
      expect(found.gradients, [0.75, 1], "gradients of x and tanh x", &evidence)
    },
    .init("a number that is used twice", points: 2) { engine, evidence in
      let square = try engine.run([.input(3), .multiply(0, 0)], [1])
      expect(square.gradients, [6, 1], "gradients of x and x · x", &evidence)
      let found = try engine.run(byHand, [5])
      expect(found.gradients, [-2, 4, 2, 2, 2, 1], "gradients of L = (a b + c) a", &evidence)
    },
    .init("a number that must wait", points: 2) { engine, evidence in
      // L = y + y y and, the other way round, y y + y, with y = x x.
      for last in [ScalarEngine.Step.add(1, 2), .add(2, 1)] {
        let found = try engine.run([.input(3), .multiply(0, 0), .multiply(1, 1), last], [3])
        expect(found.gradients, [114, 19, 1, 1], "gradients of L = y + y · y", &evidence)
      }
    },
    .init("random computations", points: 2) { engine, evidence in
      var generator = evidence.generator(seed: 541)
      for count in [6, 10, 16] {
        let steps = randomSteps(count, using: &generator)
        let expected = try scalarEngineExercise.reference.run(steps, [count - 1])
        let found = try engine.run(steps, [count - 1])
        expect(found.values, expected.values, "values of \(count) steps", &evidence)
        expect(found.gradients, expected.gradients, "gradients of \(count) steps", &evidence)
      }
    },
    .init("two calls of backward: inputs add up, computed numbers start anew", points: 2) {
      engine, evidence in
      let steps: [ScalarEngine.Step] = [.input(3), .multiply(0, 0), .multiply(1, 1)]
      let found = try engine.run(steps, [2, 2])
      expect(found.gradients, [216, 18, 1], "gradients of x, x², x⁴ after two calls", &evidence)
      let mixed = try engine.run(steps, [1, 2])
      expect(
        mixed.gradients, [114, 18, 1], "gradients after a call on x² and one on x⁴", &evidence)
      let input = try engine.run([.input(3)], [0, 0])
      expect(input.gradients, [2], "gradient of an input after two calls on itself", &evidence)
    },
    .init("a chain of 2,000 additions, and 40 doublings") { engine, evidence in
      let chain = [.input(1)] + (0..<2000).map { ScalarEngine.Step.add($0, 0) }
      let found = try engine.run(chain, [2000])
      evidence.expect(Float(found.gradients[0]), equals: 2001, "gradient at the start of the chain")
      let doublings = [.input(1)] + (0..<40).map { ScalarEngine.Step.add($0, $0) }
      let doubled = try engine.run(doublings, [40])
      evidence.expect(
        Float(doubled.gradients[0]), equals: 1_099_511_627_776, "gradient after 40 doublings")
    },
  ],
  misconceptions: [
    .init(
      "writes a gradient over what has arrived before: = in the place of +=",
      "A number that is used twice moves the result in two ways, and the two slopes add up.",
      ScalarEngine(.overwrites)),
    .init(
      "lets numbers hand on their gradients in the order in which they are found",
      "A number must wait until everything that uses it has been visited: sort topologically first.",
      ScalarEngine(.asFound)),
    .init(
      "never clears the gradients of computed numbers",
      "They belong to one way back. A second call must start them at 0, or it sends the first call's "
        + "gradients down once more.",
      ScalarEngine(.neverClears)),
    .init(
      "clears the gradients of the inputs as well",
      "The gradients of inputs add up over calls: that is how the gradients of two losses are summed. "
        + "Whoever moves the parameters sets them to 0.",
      ScalarEngine(.clearsInputs)),
    .init(
      "gives each factor its own value as the slope",
      "When a moves by 1, a · b moves by b.",
      ScalarEngine(.ownFactor)),
    .init(
      "takes x for tanh x in the slope: 1 − x²",
      "The slope is 1 − t², where t is the result.",
      ScalarEngine(.tanhOfInput)),
    .init(
      "forgets that the result's own gradient is 1",
      "The way back starts with the slope of the result with respect to itself, which is 1.",
      ScalarEngine(.noStart)),
  ])

private func expect(
  _ actual: [Double], _ expected: [Double], _ what: String, _ evidence: inout Evidence
) {
  evidence.expect(
    Tensor(actual.map { Float($0) }), equals: Tensor(expected.map { Float($0) }), what)
}

/// Steps that use numbers near and far, none of which grows large.
private func randomSteps(
  _ count: Int, using generator: inout RandomGenerator
) -> [ScalarEngine.Step] {
  (0..<count).map { index in
    guard index > 2 else { return .input(Double(generator.normal())) }
    let (a, b) = (index - 1 - generator.integer(in: 0..<2), generator.integer(in: 0..<index))
    switch generator.integer(in: 0..<4) {
    case 0: return .add(a, b)
    case 1: return .tanh(a)
    default: return .multiply(generator.uniform() < 0.5 ? a : b, a)
    }
  }
}

/// An engine with a fault that can be chosen.
private final class ToyNumber {
  enum Fault: Sendable {
    case overwrites, asFound, neverClears, clearsInputs, ownFactor, tanhOfInput, noStart
  }

  let value: Double
  var gradient = 0.0
  private let fault: Fault
  private let operands: [(number: ToyNumber, slope: Double)]

  init(_ value: Double, _ fault: Fault, _ operands: [(ToyNumber, Double)] = []) {
    (self.value, self.fault) = (value, fault)
    self.operands = operands.map { (number: $0.0, slope: $0.1) }
  }

  func backward() {
    let order = fault == .asFound ? asFound : usersFirst
    for number in order where fault != .neverClears {
      if !number.operands.isEmpty || fault == .clearsInputs { number.gradient = 0 }
    }
    if fault != .noStart { gradient += 1 }
    for number in order {
      for (operand, slope) in number.operands {
        let share = slope * number.gradient
        operand.gradient = fault == .overwrites ? share : operand.gradient + share
      }
    }
  }

  private var asFound: [ToyNumber] {
    var seen: Set<ObjectIdentifier> = [ObjectIdentifier(self)]
    var order = [self]
    var next = 0
    while next < order.count {
      for (operand, _) in order[next].operands
      where seen.insert(ObjectIdentifier(operand)).inserted { order.append(operand) }
      next += 1
    }
    return order
  }

  private var usersFirst: [ToyNumber] {
    var users: [ObjectIdentifier: Int] = [:]
    for number in asFound {
      for (operand, _) in number.operands { users[ObjectIdentifier(operand), default: 0] += 1 }
    }
    var order = [self]
    var next = 0
    while next < order.count {
      for (operand, _) in order[next].operands {
        users[ObjectIdentifier(operand), default: 0] -= 1
        if users[ObjectIdentifier(operand)] == 0 { order.append(operand) }
      }
      next += 1
    }
    return order
  }
}
