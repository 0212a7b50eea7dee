import Foundation
import Tensors

/// What NumPy computed, recorded by `Tests/Fixtures/tensors/record.py`.
struct Fixture: Decodable {
  struct Recorded: Decodable {
    let shape: [Int]
    let scalars: [Float]

    var tensor: Tensor { Tensor(scalars, shape: shape) }
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
