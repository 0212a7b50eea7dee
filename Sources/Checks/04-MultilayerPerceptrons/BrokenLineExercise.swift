public import Grading
import MultilayerPerceptrons
public import Tensors

/// What 04.8 asks for: places and values to hinges.
public typealias BrokenLine = @Sendable ([Float], [Float]) throws -> Hinges

/// Where hinges start, what each adds, and the height at the left.
public typealias Hinges = (hiddenBias: Tensor, outputWeight: Tensor, outputBias: Float)

/// 04.8: a curve from hinges.
public let brokenLineExercise = Exercise<BrokenLine>(
  "04.8",
  reference: { places, values in
    let parameters = Approximation.brokenLine(places: places, values: values).parameters
    return (parameters[1], parameters[2].flattened(), parameters[3].scalars[0])
  },
  alternatives: [
    .init(
      "from the right to the left, so the units are in the other order",
      { places, values in
        var (biases, turns): ([Float], [Float]) = ([], [])
        for piece in stride(from: places.count - 2, through: 0, by: -1) {
          let slope = (values[piece + 1] - values[piece]) / (places[piece + 1] - places[piece])
          let before =
            piece == 0
            ? 0 : (values[piece] - values[piece - 1]) / (places[piece] - places[piece - 1])
          biases.append(-places[piece])
          turns.append(slope - before)
        }
        return (Tensor(biases), Tensor(turns), values[0])
      }),
    .init(
      "point by point: each hinge makes up for what the earlier ones get wrong",
      { places, values in
        var turns: [Double] = []
        for point in 1..<places.count {
          let reached = turns.indices.reduce(Double(values[0])) {
            $0 + turns[$1] * (Double(places[point]) - Double(places[$1]))
          }
          turns.append(
            (Double(values[point]) - reached)
              / (Double(places[point]) - Double(places[point - 1])))
        }
        return (Tensor(places.dropLast().map { -$0 }), Tensor(turns.map { Float($0) }), values[0])
      }),
  ],
  checks: [
    .init("a unit for each piece") { line, evidence in
      let hinges = try line([0, 1, 3, 4], [1, 3, 2, 2])
      evidence.expect(hinges.hiddenBias, hasShape: [3], "hiddenBias for 4 points")
      evidence.expect(hinges.outputWeight, hasShape: [3], "outputWeight for 4 points")
    },
    .init("one piece") { line, evidence in
      expect(try line([2, 4], [1, 5]), [(2, 1), (3, 3), (4, 5)], &evidence)
    },
    .init("two pieces by hand: the points") { line, evidence in
      expect(try line([0, 1, 3], [1, 3, 2]), [(0, 1), (1, 3), (3, 2)], &evidence)
    },
    .init("straight in between, level on the left, straight on on the right", points: 2) {
      line, evidence in
      expect(try line([0, 1, 3], [1, 3, 2]), [(-2, 1), (0.5, 2), (2, 2.5), (5, 1)], &evidence)
    },
    .init("random points", points: 2) { line, evidence in
      var generator = evidence.generator(seed: 408)
      for count in [2, 4, 9] {
        let (places, values) = randomPoints(count, using: &generator)
        let points = Array(zip(places, values)) + middles(places, values)
        expect(try line(places, values), points, &evidence, in: "\(count) points")
      }
    },
  ],
  misconceptions: [
    .init(
      "gives every hinge the slope of its piece, not the change of slope",
      "Hinges that have started go on climbing. Each new one adds the difference of two slopes.",
      { places, values in hinges(places, values, turns: slopes(places, values)) }),
    .init(
      "forgets the height at the left, the output bias",
      "At the first point all hinges are 0, so the output bias is the first value.",
      { places, values in
        let right = hinges(places, values)
        return (right.hiddenBias, right.outputWeight, 0)
      }),
    .init(
      "starts the hinges at the negated places: hiddenBias = +place",
      "A unit starts to climb where x + hiddenBias = 0, so hiddenBias = −place.",
      { places, values in
        let right = hinges(places, values)
        return (-right.hiddenBias, right.outputWeight, right.outputBias)
      }),
    .init(
      "takes the differences of the values for slopes",
      "A slope is a difference of values divided by the distance of the places.",
      { places, values in
        let steps = zip(values, values.dropFirst()).map { $1 - $0 }
        return hinges(places, values, turns: changes(steps))
      }),
    .init(
      "starts every hinge at the end of its piece",
      "The hinge of a piece starts where the piece starts; nothing starts at the last point.",
      { places, values in
        let right = hinges(places, values)
        return (Tensor(places.dropFirst().map { -$0 }), right.outputWeight, right.outputBias)
      }),
    .init(
      "has the first hinge missing: its weight is 0",
      "The first piece has no piece before it: its hinge has the whole slope m₀.",
      { places, values in
        var turns = changes(slopes(places, values))
        turns[0] = 0
        return hinges(places, values, turns: turns)
      }),
    .init(
      "adds neighbouring slopes instead of subtracting them",
      "The change of slope is the new one minus the old one.",
      { places, values in
        let slopes = slopes(places, values)
        return hinges(
          places, values,
          turns: slopes.indices.map { $0 == 0 ? slopes[0] : slopes[$0] + slopes[$0 - 1] })
      }),
  ])

/// Rising places and values around 0.
private func randomPoints(
  _ count: Int, using generator: inout RandomGenerator
) -> (places: [Float], values: [Float]) {
  var places = [generator.normal()]
  var values = [2 * generator.normal()]
  for point in 1..<count {
    places.append(places[point - 1] + 0.4 + generator.uniform())
    values.append(2 * generator.normal())
  }
  return (places, values)
}

/// The middles of the pieces.
private func middles(_ places: [Float], _ values: [Float]) -> [(Float, Float)] {
  (1..<places.count).map { point in
    let (x, y) = (places[point - 1] + places[point], values[point - 1] + values[point])
    return (x / 2, y / 2)
  }
}

private func slopes(_ places: [Float], _ values: [Float]) -> [Float] {
  (1..<places.count).map {
    (values[$0] - values[$0 - 1]) / (places[$0] - places[$0 - 1])
  }
}

private func changes(_ slopes: [Float]) -> [Float] {
  slopes.indices.map { $0 == 0 ? slopes[0] : slopes[$0] - slopes[$0 - 1] }
}

/// The right answer, with other weights if one likes.
private func hinges(_ places: [Float], _ values: [Float], turns: [Float]? = nil) -> Hinges {
  (
    Tensor(places.dropLast().map { -$0 }), Tensor(turns ?? changes(slopes(places, values))),
    values[0]
  )
}

/// Expects the graph to go through some points.
private func expect(
  _ hinges: Hinges, _ points: [(x: Float, y: Float)], _ evidence: inout Evidence,
  in circumstances: String? = nil
) {
  guard hinges.hiddenBias.rank == 1, hinges.hiddenBias.shape == hinges.outputWeight.shape else {
    return evidence.expect(false, "hiddenBias and outputWeight do not have the same shape [n]")
  }
  let heights = points.map { point in
    zip(hinges.hiddenBias.scalars, hinges.outputWeight.scalars)
      .reduce(hinges.outputBias) { $0 + $1.1 * max(point.x + $1.0, 0) }
  }
  evidence.expect(
    Tensor(heights), equals: Tensor(points.map(\.y)), within: 1e-3,
    "the heights at \(points.count <= 4 ? "\(points.map(\.x))" : "the points and between them")",
    in: circumstances)
}
