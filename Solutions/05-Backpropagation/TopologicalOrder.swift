/// Exercise 05.2: lists the numbers of a computation graph so that operands come before results.
///
/// Every number has a position, and `operands[i]` holds the positions of the numbers that number `i` was
/// computed from: nothing for an input. An operand may be named twice, as in `x · x`. The positions say
/// nothing about the order in which the numbers were computed.
///
/// With `operands` `[[2, 1], [2], [], [1]]` and `result` 0 the order is `[2, 1, 0]`. Number 3 is left out:
/// the result does not depend on it.
///
/// - Parameters:
///   - operands: For each number the positions of its operands; there are no loops.
///   - result: The position of the number that is asked for.
/// - Returns: `result` and everything it depends on, directly or not, each once, each after its operands.
///   The result is last. Where several orders are possible, any will do. A chain of 100,000 numbers must
///   not overflow the stack.
public func topologicalOrder(operands: [[Int]], result: Int) throws -> [Int] {
  var order: [Int] = []
  var seen: Set<Int> = [result]
  // A number that has been entered, and which of its operands is to be looked at next.
  var stack = [(number: result, next: 0)]
  while let (number, next) = stack.popLast() {
    guard next < operands[number].count else {
      order.append(number)
      continue
    }
    stack.append((number, next + 1))
    let operand = operands[number][next]
    if seen.insert(operand).inserted { stack.append((operand, 0)) }
  }
  return order
}
