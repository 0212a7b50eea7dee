public import Grading
import Optimization
public import Tensors

/// What 06.12 asks for: gradient, moves and changes to a direction.
public typealias LimitedMemoryDirection = @Sendable (Tensor, [Tensor], [Tensor]) throws -> Tensor

/// What a wrong answer does differently.
private struct Variant {
  var swapsFirstLoop = false
  var swapsSecondLoop = false
  var scales = true
  var scalesByOldest = false
  var addsInFirstLoop = false
  var sign: Float = -1
  var forgetsShare = false
}

/// The two loops, or a variant of them.
private func direction(
  _ gradient: Tensor, _ moves: [Tensor], _ changes: [Tensor], _ variant: Variant = Variant()
) -> Tensor {
  let products = zip(moves, changes).map { dot($0, $1).scalar }
  let places = Array(moves.indices)
  var q = gradient
  var shares: [Int: Float] = [:]
  for i in variant.swapsFirstLoop ? places : places.reversed() {
    let share = dot(moves[i], q).scalar / products[i]
    shares[i] = share
    q = variant.addsInFirstLoop ? q + share * changes[i] : q - share * changes[i]
  }
  if variant.scales, let i = variant.scalesByOldest ? places.first : places.last {
    q = q * (products[i] / dot(changes[i], changes[i]).scalar)
  }
  for i in variant.swapsSecondLoop ? places.reversed() : places {
    let other = dot(changes[i], q).scalar / products[i]
    q = q + ((variant.forgetsShare ? 0 : shares[i] ?? 0) - other) * moves[i]
  }
  return variant.sign * q
}

/// Moves, and the changes that a positive Hessian makes of them.
private func pairs(
  _ n: Int, _ count: Int, using generator: inout RandomGenerator
) -> (moves: [Tensor], changes: [Tensor]) {
  let half = Tensor.normal([n, n], using: &generator)
  let hessian = matmul(half, half.transposed()) / Float(n) + Tensor.identity(n)
  let moves = (0..<count).map { _ in Tensor.normal([n], using: &generator) }
  return (moves, moves.map { matmul(hessian, $0) })
}

/// 06.12: the direction of L-BFGS.
public let limitedMemoryDirectionExercise = Exercise<LimitedMemoryDirection>(
  "06.12",
  reference: { direction($0, $1, $2) },
  alternatives: [
    .init(
      "with the whole matrix, in double precision",
      { directionByMatrix(gradient: $0, moves: $1, changes: $2) }),
    .init(
      "starting from minus the gradient",
      { gradient, moves, changes in
        var q = -gradient
        var shares: [Float] = []
        for (s, y) in zip(moves, changes).reversed() {
          let share = (s * q).sum().scalar / (s * y).sum().scalar
          shares.insert(share, at: 0)
          q -= share * y
        }
        if let (s, y) = zip(moves, changes).reversed().first {
          q *= (s * y).sum() / (y * y).sum()
        }
        for (share, (s, y)) in zip(shares, zip(moves, changes)) {
          q += (share - (y * q).sum().scalar / (s * y).sum().scalar) * s
        }
        return q
      }),
  ],
  checks: [
    .init("without pairs it is minus the gradient") { direction, evidence in
      let result = try direction(Tensor([4, -6, 0]), [], [])
      evidence.expect(result, hasShape: [3], "direction")
      evidence.expect(result, equals: Tensor([-4, 6, 0]), "direction")
    },
    .init("one pair by hand", points: 2) { direction, evidence in
      evidence.expect(
        try direction(Tensor([4, 6]), [Tensor([1, 0])], [Tensor([2, 0])]),
        equals: Tensor([-2, -3]), "direction")
      evidence.expect(
        try direction(Tensor([4, 6]), [Tensor([1, 1])], [Tensor([2, 1])]),
        equals: Tensor([-2.2666667, -5.4666667]), "direction, second pair")
    },
    .init("the newest change leads back along the newest move", points: 2) { direction, evidence in
      // The secant condition: the approximate inverse maps the newest change to the newest move.
      var generator = evidence.generator(seed: 6121)
      for (n, count) in [(2, 1), (5, 3), (8, 6)] {
        let (moves, changes) = pairs(n, count, using: &generator)
        evidence.expect(
          try direction(changes[count - 1], moves, changes), equals: -moves[count - 1],
          within: 1e-3, "direction", in: "\(n) numbers, \(count) pairs")
      }
    },
    .init("random gradients and pairs", points: 4) { answer, evidence in
      var generator = evidence.generator(seed: 6122)
      for (n, count) in [(1, 1), (3, 2), (6, 4), (10, 7)] {
        let (moves, changes) = pairs(n, count, using: &generator)
        let gradient = Tensor.normal([n], using: &generator)
        evidence.expect(
          try answer(gradient, moves, changes), equals: direction(gradient, moves, changes),
          within: 2e-3, "direction", in: "\(n) numbers, \(count) pairs")
      }
    },
    .init("it points downhill") { direction, evidence in
      var generator = evidence.generator(seed: 6123)
      for count in 1...5 {
        let (moves, changes) = pairs(6, count, using: &generator)
        let gradient = Tensor.normal([6], using: &generator)
        let result = try direction(gradient, moves, changes)
        evidence.expect(result, hasShape: [6], "direction")
        guard result.count == 6 else { return }
        evidence.expect(
          dot(result, gradient).scalar < 0, "a direction · gradient below 0, \(count) pairs")
      }
    },
    .init("a parabola of three numbers: after three steps it knows the way", points: 2) {
      direction, evidence in
      // Along the axes, so that the moves are conjugate: then three pairs hold the whole inverse.
      let scales = Tensor([1, 10, 100])
      let moves = [Tensor([2, 0, 0]), Tensor([0, -1, 0]), Tensor([0, 0, 0.5])]
      let place = Tensor([3, -2, 1])
      evidence.expect(
        try direction(scales * place, moves, moves.map { scales * $0 }), equals: -place,
        within: 1e-3, "the way to the minimum")
    },
  ],
  misconceptions: [
    .init(
      "goes through the first loop from the oldest pair",
      "The first loop undoes the newest pair first. Only the second goes from old to new.",
      { direction($0, $1, $2, Variant(swapsFirstLoop: true)) }),
    .init(
      "goes through the second loop from the newest pair",
      "The second loop builds up again from the oldest pair.",
      { direction($0, $1, $2, Variant(swapsSecondLoop: true)) }),
    .init(
      "leaves out the scaling between the loops",
      "Where no pair says anything the inverse Hessian is (s · y) / (y · y) of the newest pair, not 1.",
      { direction($0, $1, $2, Variant(scales: false)) }),
    .init(
      "scales by the oldest pair",
      "The newest pair knows best how steep it is here.",
      { direction($0, $1, $2, Variant(scalesByOldest: true)) }),
    .init(
      "goes uphill: forgets the sign",
      "The direction is minus the inverse Hessian times the gradient.",
      { direction($0, $1, $2, Variant(sign: 1)) }),
    .init(
      "forgets the shares of the first loop in the second",
      "The second loop adds αᵢ − β times the move, with the αᵢ of the first loop.",
      { direction($0, $1, $2, Variant(forgetsShare: true)) }),
    .init(
      "exchanges moves and changes",
      "s is how far the parameters moved, y how much the gradient changed. Exchanged, it is the Hessian, not its "
        + "inverse.",
      { direction($0, $2, $1) }),
  ])
