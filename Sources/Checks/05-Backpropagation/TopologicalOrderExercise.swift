public import Grading
import Tensors

/// What 05.2 asks for: the operands of each number and the result, to an order.
public typealias OrderOfGraph = @Sendable ([[Int]], Int) throws -> [Int]

/// 05.2: operands before results.
public let topologicalOrderExercise = Exercise<OrderOfGraph>(
  "05.2",
  reference: { graph($0, $1).usersFirst.reversed() },
  alternatives: [
    .init(
      "by the length of the longest way from the inputs",
      { operands, result in
        let graph = graph(operands, result)
        var depth = operands.map { _ in 0 }
        for number in graph.usersFirst.reversed() {
          depth[number] = (operands[number].map { depth[$0] }.max() ?? -1) + 1
        }
        return graph.needed.sorted { depth[$0] < depth[$1] }
      }),
    .init("depth first with a stack", { depthFirst($0, $1) }),
  ],
  checks: [
    .init("one input is its own order") { order, evidence in
      evidence.expect(try order([[]], 0), equals: [0], "the order of a single input")
    },
    .init("by hand: a chain") { order, evidence in
      evidence.expect(
        try order([[2, 1], [2], [], [1]], 0), equals: [2, 1, 0],
        "the order of [[2, 1], [2], [], [1]] with result 0")
    },
    .init("x · x: an operand that is named twice") { order, evidence in
      evidence.expect(
        try order([[], [0, 0]], 1), equals: [0, 1], "the order of [[], [0, 0]] with result 1")
    },
    .init("the graphs of the text", points: 2) { order, evidence in
      for graph in [TestGraph.byHand, .branch] {
        expectOrder(try order(graph.operands, graph.result), of: graph, &evidence)
      }
    },
    .init("random graphs", points: 2) { order, evidence in
      var generator = evidence.generator(seed: 521)
      for count in [4, 9, 9, 14] {
        let graph = TestGraph.random(count, using: &generator)
        expectOrder(try order(graph.operands, graph.result), of: graph, &evidence)
      }
    },
    .init("a chain of 100,000 numbers") { order, evidence in
      let found = try order(TestGraph.chain(100_000).operands, 0)
      evidence.expect(found.count, equals: 100_000, "numbers listed")
      evidence.expect(found.first ?? -1, equals: 99_999, "the first number listed, the input")
      evidence.expect(found.last ?? -1, equals: 0, "the last number listed, the result")
    },
  ],
  misconceptions: [
    .init(
      "lists the result first and the inputs last",
      "That is the order of the way back. Asked for is its reverse: operands before results.",
      { graph($0, $1).usersFirst }),
    .init(
      "trusts the positions and sorts them",
      "The positions say nothing about the order of computation. Follow the operands.",
      { graph($0, $1).needed.sorted() }),
    .init(
      "goes breadth first and turns the list around",
      "A number may be found early by a short way although a longer way leads to it too. "
        + "List a number only when all of its operands are listed.",
      { graph($0, $1).asFound.reversed() }),
    .init(
      "lists a number when it is entered, depth first, and turns the list around",
      "When a number is entered, others that use it may still come. List it when it is left: after its "
        + "operands.",
      { operands, result in preorder(operands, result).reversed() }),
    .init(
      "lists all numbers, also those that the result does not depend on",
      "Start from the result and follow the operands; what is not met is not needed.",
      { operands, result in
        let order = depthFirst(operands, result)
        return operands.indices.filter { operands.count < 100 && !order.contains($0) } + order
      }),
    .init(
      "forgets the result itself",
      "The result belongs to the list: it is where the way back starts.",
      { graph($0, $1).usersFirst.dropFirst().reversed() }),
    .init(
      "lists a number once for every use",
      "Remember what has been entered, and pass by it the second time. Otherwise a graph of 40 doublings "
        + "takes 2⁴⁰ steps.",
      { operands, result in
        // Names an operand that is used twice by its last user once more.
        let order = depthFirst(operands, result)
        var uses = operands.map { _ in 0 }
        for number in order { for operand in operands[number] { uses[operand] += 1 } }
        return order.flatMap { Array(repeating: $0, count: max(1, uses[$0])) }
      }),
  ])

private func graph(_ operands: [[Int]], _ result: Int) -> TestGraph {
  TestGraph(name: "", operands: operands, slopes: [], result: result)
}

private func expectOrder(_ order: [Int], of graph: TestGraph, _ evidence: inout Evidence) {
  let needed = graph.needed
  evidence.expect(
    order.sorted(), equals: needed.sorted(), "the numbers listed, sorted", in: graph.name)
  var listed: Set<Int> = []
  var early: [Int] = []
  for number in order {
    if graph.operands.indices.contains(number), !listed.isSuperset(of: graph.operands[number]) {
      early.append(number)
    }
    listed.insert(number)
  }
  evidence.expect(
    early.sorted(), equals: [], "numbers listed before one of their operands", in: graph.name)
  evidence.expect(order.last ?? -1, equals: graph.result, "the last number listed", in: graph.name)
}

/// Depth first, each number when it is left.
private func depthFirst(_ operands: [[Int]], _ result: Int) -> [Int] {
  walk(operands, result, listsOnEntry: false)
}

private func preorder(_ operands: [[Int]], _ result: Int) -> [Int] {
  walk(operands, result, listsOnEntry: true)
}

private func walk(_ operands: [[Int]], _ result: Int, listsOnEntry: Bool) -> [Int] {
  var entered = operands.map { _ in false }
  entered[result] = true
  var order = listsOnEntry ? [result] : []
  var stack = [(result, operands[result][...])]
  while case (let number, var rest)? = stack.popLast() {
    guard let operand = rest.popFirst() else {
      if !listsOnEntry { order.append(number) }
      continue
    }
    stack.append((number, rest))
    if !entered[operand] {
      entered[operand] = true
      if listsOnEntry { order.append(operand) }
      stack.append((operand, operands[operand][...]))
    }
  }
  return order
}
