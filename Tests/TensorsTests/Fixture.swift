import Foundation
import Tensors

/// What NumPy computed, recorded by `Tests/Fixtures/tensors/record.py`.
struct Fixture: Decodable {
  struct Recorded: Decodable {
    let shape: [Int]
    /// All elements, or every n-th one.
    let scalars: [Float]
    /// The distance of the recorded elements, if only some of many are recorded.
    let every: Int?
    /// The sum of the magnitudes of all elements, if only some are recorded.
    let magnitude: Float?
    /// Whether the elements are multiples of 1/8 or coarser, so that some are equal or lie on a kink.
    let isCoarse: Bool

    var tensor: Tensor { Tensor(scalars, shape: shape) }

    private enum Key: CodingKey { case shape, scalars, formula, every, magnitude }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      shape = try container.decode([Int].self, forKey: .shape)
      every = try container.decodeIfPresent(Int.self, forKey: .every)
      magnitude = try container.decodeIfPresent(Float.self, forKey: .magnitude)
      guard let formula = try container.decodeIfPresent([Double].self, forKey: .formula) else {
        scalars = try container.decode([Float].self, forKey: .scalars)
        isCoarse = false
        return
      }
      isCoarse = formula[1] < 1000
      scalars = Self.numbers(shape.reduce(1, *), formula)
    }

    /// The numbers that `recording.py` makes from a seed, a number of levels, the lowest
    /// number and a step.
    private static func numbers(_ count: Int, _ formula: [Double]) -> [Float] {
      var state = Int(formula[0])
      return (0..<count).map { _ in
        state = (state * 1_103_515_245 + 12345) & 0x7fff_ffff
        return Float(formula[2] + formula[3] * Double((state >> 11) % Int(formula[1])))
      }
    }
  }

  struct Broadcasting: Decodable {
    let a, b, sum, difference, product, quotient, maximum, minimum: Recorded
  }

  struct Reduction: Decodable {
    let x: Recorded
    let axis: Int
    let sum, mean, max, min: Recorded
    let argmax: [Int]
  }

  struct Product: Decodable {
    let a, b, product: Recorded
  }

  struct Transposition: Decodable {
    let x: Recorded
    let first, second: Int
    let result: Recorded
  }

  struct Concatenation: Decodable {
    let parts: [Recorded]
    let axis: Int
    let result: Recorded
  }

  let broadcasting: [Broadcasting]
  let reductions: [Reduction]
  let products: [Product]
  let transpositions: [Transposition]
  let concatenations: [Concatenation]

  static func load() throws -> Fixture {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = tests.appendingPathComponent("Fixtures/tensors/numpy.json")
    return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
  }
}
