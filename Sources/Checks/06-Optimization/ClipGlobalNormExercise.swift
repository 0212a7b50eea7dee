import Foundation
public import Grading
import Optimization
public import Tensors

/// What 06.7 asks for: gradients and a limit to gradients and the norm before.
public typealias ClipGlobalNorm =
  @Sendable ([Tensor], Float) throws -> (gradients: [Tensor], norm: Float)

private let right: ClipGlobalNorm = { gradients, limit in
  var gradients = gradients
  let norm = gradients.clipGlobalNorm(to: limit)
  return (gradients, norm)
}

/// 06.7: gradients cut by their global norm.
public let clipGlobalNormExercise = Exercise<ClipGlobalNorm>(
  "06.7",
  reference: right,
  alternatives: [
    .init(
      "one long vector, in double precision",
      { gradients, limit in
        let numbers = gradients.flatMap(\.scalars).map(Double.init)
        let norm = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let factor = min(1, Double(limit) / norm)
        return (
          gradients.map { g in Tensor(g.scalars.map { Float(Double($0) * factor) }, shape: g.shape)
          },
          Float(norm)
        )
      }),
    .init(
      "a factor of at most 1 for all, with a millionth against a division by zero",
      { gradients, limit in
        let norm = gradients.reduce(Tensor(0)) { $0 + ($1 * $1).sum() }.scalar.squareRoot()
        let factor = min(1, limit / (norm + 1e-6))
        return (gradients.map { factor * $0 }, norm)
      }),
  ],
  checks: [
    .init("the shapes stay") { clip, evidence in
      let cut = try clip([Tensor([[3, 0], [1, 1]]), Tensor([4])], 1)
      evidence.expect(cut.gradients.count, equals: 2, "the number of gradients")
      guard cut.gradients.count == 2 else { return }
      evidence.expect(cut.gradients[0], hasShape: [2, 2], "gradients[0]")
      evidence.expect(cut.gradients[1], hasShape: [1], "gradients[1]")
    },
    .init("values by hand") { clip, evidence in
      let cut = try clip([Tensor([[3, 0]]), Tensor([4])], 1)
      evidence.expect(cut.norm, equals: 5, "norm")
      evidence.expect(
        Tensor.concatenate(flat(cut.gradients)), equals: Tensor([0.6, 0, 0.8]), "all")
    },
    .init("short gradients stay as they are") { clip, evidence in
      let cut = try clip([Tensor([[0.3, 0]]), Tensor([0.4])], 1)
      evidence.expect(cut.norm, equals: 0.5, "norm")
      evidence.expect(
        Tensor.concatenate(flat(cut.gradients)), equals: Tensor([0.3, 0, 0.4]), "all")
    },
    .init("gradients of zero stay zero") { clip, evidence in
      let cut = try clip([Tensor([0, 0]), Tensor([0])], 1)
      evidence.expect(cut.norm, equals: 0, "norm")
      evidence.expect(Tensor.concatenate(flat(cut.gradients)), equals: Tensor([0, 0, 0]), "all")
    },
    .init("random gradients of several shapes", points: 2) { clip, evidence in
      var generator = evidence.generator(seed: 671)
      for shapes in [[[5]], [[3, 4], [4]], [[2, 3, 2], [1], [7, 2]]] {
        let gradients = shapes.map { Tensor.normal($0, using: &generator) }
        for limit in [0.05 + generator.uniform(), 2, 100] {
          let cut = try clip(gradients, limit)
          let wanted = try right(gradients, limit)
          let what = "shapes \(shapes), limit \(limit)"
          evidence.expect(cut.norm, equals: wanted.norm, "norm", in: what)
          evidence.expect(
            Tensor.concatenate(flat(cut.gradients)),
            equals: Tensor.concatenate(flat(wanted.gradients)), "all", in: what)
        }
      }
    },
    .init("the direction stays, and the length is the limit", points: 2) { clip, evidence in
      var generator = evidence.generator(seed: 672)
      let gradients = [
        10 * Tensor.normal([6], using: &generator), 0.1 * Tensor.normal([5, 2], using: &generator),
      ]
      let cut = try clip(gradients, 0.5).gradients
      let (before, after) = (Tensor.concatenate(flat(gradients)), Tensor.concatenate(flat(cut)))
      evidence.expect(after, hasShape: [16], "all")
      guard after.count == before.count else { return }
      let length = dot(after, after).scalar.squareRoot()
      evidence.expect(length, equals: 0.5, "the length of all together")
      evidence.expect(
        dot(before, after).scalar / (length * dot(before, before).scalar.squareRoot()), equals: 1,
        "the cosine of the angle to the gradients before")
    },
  ],
  misconceptions: [
    .init(
      "cuts every tensor by its own norm",
      "Then the parts get different factors and the whole gradient turns. One norm for all, one factor for all.",
      { gradients, limit in
        let norm = try right(gradients, limit).norm
        return (gradients.map { g in (try? right([g], limit).gradients[0]) ?? g }, norm)
      }),
    .init(
      "scales short gradients up as well",
      "Only a norm above the limit is cut. Otherwise every step would be equally long.",
      { gradients, limit in
        let norm = try right(gradients, limit).norm
        return (gradients.map { $0 * (limit / max(norm, 1e-12)) }, norm)
      }),
    .init(
      "cuts every number instead of the length",
      "Cutting numbers changes the direction. Multiply all of them by limit / norm.",
      { gradients, limit in
        let norm = try right(gradients, limit).norm
        return (gradients.map { minimum(maximum($0, -limit), limit) }, norm)
      }),
    .init(
      "divides by the norm and forgets the limit",
      "The new length is the limit, not 1: multiply by limit / norm.",
      { gradients, limit in
        let norm = try right(gradients, limit).norm
        return (norm > limit ? gradients.map { $0 / norm } : gradients, norm)
      }),
    .init(
      "hands back the norm after cutting",
      "The norm before is what one watches: it shows the explosions.",
      { gradients, limit in
        let cut = try right(gradients, limit)
        return (cut.gradients, min(cut.norm, limit))
      }),
    .init(
      "adds up the norms of the tensors",
      "Lengths at right angles add up as in Pythagoras: the root of the sum of all squares.",
      { gradients, limit in
        let norm = gradients.reduce(Float(0)) { $0 + ($1 * $1).sum().scalar.squareRoot() }
        return (norm > limit ? gradients.map { $0 * (limit / norm) } : gradients, norm)
      }),
    .init(
      "forgets the root: the norm is the sum of squares",
      "A length is the root of the sum of squares.",
      { gradients, limit in
        let norm = gradients.reduce(Float(0)) { $0 + ($1 * $1).sum().scalar }
        return (norm > limit ? gradients.map { $0 * (limit / norm) } : gradients, norm)
      }),
  ])

/// Each tensor as a vector.
private func flat(_ tensors: [Tensor]) -> [Tensor] { tensors.map { $0.flattened() } }
