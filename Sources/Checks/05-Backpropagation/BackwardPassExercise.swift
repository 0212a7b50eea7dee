public import Grading
import Tensors

/// What 05.3 asks for: operands, local slopes and the result, to a gradient for every number.
public typealias BackwardPass = @Sendable ([[Int]], [[Double]], Int) throws -> [Double]

/// 05.3: the way back through a graph.
public let backwardPassExercise = Exercise<BackwardPass>(
  "05.3",
  reference: { operands, slopes, result in
    let graph = graph(operands, slopes, result)
    return graph.backward(graph.usersFirst)
  },
  alternatives: [
    .init(
      "asks every number for the shares of its users, inputs last",
      { operands, slopes, result in
        let graph = graph(operands, slopes, result)
        var users = operands.map { _ in [(user: Int, slope: Double)]() }
        for number in operands.indices {
          for (operand, slope) in zip(operands[number], slopes[number]) {
            users[operand].append((number, slope))
          }
        }
        var gradients = operands.map { _ in 0.0 }
        for number in graph.usersFirst {
          gradients[number] =
            (number == result ? 1 : 0)
            + users[number].reduce(0) { $0 + gradients[$1.user] * $1.slope }
        }
        return gradients
      }),
    .init(
      "in the order of the longest way from the result",
      { operands, slopes, result in
        let graph = graph(operands, slopes, result)
        var depth = operands.map { _ in 0 }
        for number in graph.usersFirst {
          for operand in operands[number] {
            depth[operand] = max(depth[operand], depth[number] + 1)
          }
        }
        return graph.backward(graph.needed.sorted { depth[$0] < depth[$1] })
      }),
  ],
  checks: [
    .init("one gradient for each number, 1 for the result") { backward, evidence in
      let gradients = try backward([[], [0]], [[], [5]], 1)
      evidence.expect(gradients.count, equals: 2, "the number of gradients")
      evidence.expect(Float(gradients.last ?? .nan), equals: 1, "the gradient of the result")
    },
    .init("a chain by hand: 5 · 4 · 3") { backward, evidence in
      expect(
        try backward([[1], [2], [3], []], [[5], [4], [3], []], 0), [1, 5, 20, 60],
        "a chain", &evidence)
    },
    .init("x · x: an operand that is named twice") { backward, evidence in
      expect(try backward([[1, 1], []], [[3, 3], []], 0), [1, 6], "x · x at 3", &evidence)
    },
    .init("L = (a b + c) a: two ways lead to a, and one number is not needed", points: 2) {
      backward, evidence in
      let graph = TestGraph.byHand
      expect(
        try backward(graph.operands, graph.slopes, graph.result), [1, -2, 2, 2, 4, 2, 0],
        graph.name,
        &evidence)
    },
    .init("L = y + y · y: y must wait", points: 2) { backward, evidence in
      let graph = TestGraph.branch
      expect(
        try backward(graph.operands, graph.slopes, graph.result), [1, 114, 19, 1], graph.name,
        &evidence)
    },
    .init("random graphs", points: 2) { backward, evidence in
      var generator = evidence.generator(seed: 531)
      for count in [4, 9, 9, 14] {
        let graph = TestGraph.random(count, using: &generator)
        expect(
          try backward(graph.operands, graph.slopes, graph.result),
          graph.backward(graph.usersFirst), graph.name, &evidence)
      }
    },
    .init("a chain of 100,000 numbers, and 40 doublings") { backward, evidence in
      let chain = TestGraph.chain(100_000)
      let gradients = try backward(chain.operands, chain.slopes, 0)
      evidence.expect(Float(gradients.last ?? .nan), equals: 1, "the gradient of the chain's input")
      let doublings = (0..<40).map { [$0 + 1, $0 + 1] } + [[]]
      let slopes = (0..<40).map { _ in [1.0, 1] } + [[]]
      let doubled = try backward(doublings, slopes, 0)
      evidence.expect(
        Float(doubled.last ?? .nan), equals: 1_099_511_627_776, "the gradient after 40 doublings")
    },
  ],
  misconceptions: [
    .init(
      "writes a share over what has arrived before: = in the place of +=",
      "A number that is used several times moves the result in several ways. Their slopes add up.",
      { operands, slopes, result in
        let graph = graph(operands, slopes, result)
        return graph.backward(graph.usersFirst, combine: { $1 })
      }),
    .init(
      "lets a number hand its gradient on before all shares have arrived",
      "Visit a number only when everything that uses it has been visited: in reverse topological order.",
      { operands, slopes, result in
        let graph = graph(operands, slopes, result)
        return graph.backward(graph.asFound)
      }),
    .init(
      "visits the numbers in the order of their positions",
      "The positions say nothing about the order of computation.",
      { operands, slopes, result in
        graph(operands, slopes, result).backward(Array(operands.indices))
      }),
    .init(
      "starts with a gradient of 0, so that nothing ever arrives",
      "The slope of the result with respect to itself is 1.",
      { operands, slopes, result in
        let graph = graph(operands, slopes, result)
        return graph.backward(graph.usersFirst, start: 0)
      }),
    .init(
      "adds slopes along a way instead of multiplying them",
      "Along one way slopes are multiplied; different ways are added.",
      { operands, slopes, result in
        let graph = graph(operands, slopes, result)
        return graph.backward(graph.usersFirst, share: { $0 + $1 })
      }),
    .init(
      "multiplies the shares of different ways instead of adding them",
      "Along one way slopes are multiplied; different ways are added.",
      { operands, slopes, result in
        let graph = graph(operands, slopes, result)
        return graph.backward(graph.usersFirst, combine: { $0 == 0 ? $1 : $0 * $1 })
      }),
    .init(
      "leaves out the gradient that arrives: every share is the local slope",
      "A share is the gradient of the result times the local slope.",
      { operands, slopes, result in
        let graph = graph(operands, slopes, result)
        return graph.backward(graph.usersFirst, share: { $1 })
      }),
    .init(
      "counts an operand that is named twice only once",
      "x · x has two slopes, one for each place where x stands, and both count.",
      { operands, slopes, result in
        let graph = graph(operands, slopes, result)
        let once = TestGraph(
          name: "", operands: operands.map { $0.count == 2 && $0[0] == $0[1] ? [$0[0]] : $0 },
          slopes: slopes, result: result)
        return once.backward(graph.usersFirst)
      }),
  ])

private func graph(_ operands: [[Int]], _ slopes: [[Double]], _ result: Int) -> TestGraph {
  TestGraph(name: "", operands: operands, slopes: slopes, result: result)
}

private func expect(
  _ actual: [Double], _ expected: [Double], _ what: String, _ evidence: inout Evidence
) {
  evidence.expect(
    Tensor(actual.map { Float($0) }), equals: Tensor(expected.map { Float($0) }), "the gradients",
    in: what)
}
