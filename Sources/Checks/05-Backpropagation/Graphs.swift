import Tensors

/// A computation graph as the exercises describe it, with its slopes.
struct TestGraph {
  let name: String
  let operands: [[Int]]
  let slopes: [[Double]]
  let result: Int

  /// `L = (a b + c) a` of the text: L, a, d = a b, e = d + c, b, c, and a number that is not needed.
  static let byHand = TestGraph(
    name: "L = (a b + c) a", operands: [[3, 1], [], [1, 4], [2, 5], [], [], [0]],
    slopes: [[2, 4], [], [-3, 2], [1, 1], [], [], [7]], result: 0)

  /// `L = y + y y` with `y = x x` at 3, of the exercise's description.
  static let branch = TestGraph(
    name: "L = y + y · y", operands: [[2, 3], [], [1, 1], [2, 2]],
    slopes: [[1, 1], [], [3, 3], [9, 9]], result: 0)

  /// A random graph whose numbers stand in random places.
  static func random(_ count: Int, using generator: inout RandomGenerator) -> TestGraph {
    let place = generator.permutation(count)
    var operands = Array(repeating: [Int](), count: count)
    var slopes = Array(repeating: [Double](), count: count)
    for number in 2..<count {
      // One operand is near, so that long ways and short ways meet.
      for operand in [number - 1 - generator.integer(in: 0..<2), generator.integer(in: 0..<number)]
      {
        operands[place[number]].append(place[operand])
        slopes[place[number]].append(Double(generator.normal()))
      }
    }
    let result = count - 1 - generator.integer(in: 0..<2)
    return TestGraph(
      name: "a random graph of \(count) numbers", operands: operands, slopes: slopes,
      result: place[result])
  }

  /// A chain whose result is number 0 and whose input is the last.
  static func chain(_ count: Int) -> TestGraph {
    TestGraph(
      name: "a chain of \(count) numbers",
      operands: (0..<count).map { $0 + 1 < count ? [$0 + 1] : [] },
      slopes: (0..<count).map { $0 + 1 < count ? [1] : [] }, result: 0)
  }

  /// What the result depends on, itself included.
  var needed: [Int] { asFound }

  /// Breadth first from the result: each number when it is first seen.
  var asFound: [Int] {
    var seen = operands.map { _ in false }
    seen[result] = true
    var order = [result]
    var next = 0
    while next < order.count {
      for operand in operands[order[next]] where !seen[operand] {
        seen[operand] = true
        order.append(operand)
      }
      next += 1
    }
    return order
  }

  /// The result first, then each number only after all that use it.
  var usersFirst: [Int] {
    let needed = needed
    var users = operands.map { _ in 0 }
    for number in needed { for operand in operands[number] { users[operand] += 1 } }
    var order = [result]
    var next = 0
    while next < order.count {
      for operand in operands[order[next]] {
        users[operand] -= 1
        if users[operand] == 0 { order.append(operand) }
      }
      next += 1
    }
    return order
  }

  /// The way back in a given order of the numbers.
  func backward(
    _ order: [Int], start: Double = 1, combine: (_ held: Double, _ share: Double) -> Double = (+),
    share: (_ gradient: Double, _ slope: Double) -> Double = (*)
  ) -> [Double] {
    var gradients = operands.map { _ in 0.0 }
    gradients[result] = start
    for number in order {
      for (operand, slope) in zip(operands[number], slopes[number]) {
        gradients[operand] = combine(gradients[operand], share(gradients[number], slope))
      }
    }
    return gradients
  }
}
