import Foundation
import Tensors

/// What PyTorch computed, recorded by `Tests/Fixtures/convolution/record.py`.
struct ConvolutionFixture: Decodable {
  typealias Recorded = Fixture.Recorded

  struct Convolution: Decodable {
    let stride, padding, dilation: [Int]
    let groups: Int
    let x, weight, bias, result, gradient, xGradient, weightGradient, biasGradient: Recorded
  }

  struct Transposition: Decodable {
    let stride, padding, outputPadding, dilation: [Int]
    let groups: Int
    let x, weight, bias, result: Recorded
  }

  struct Sequence: Decodable {
    let stride, padding, dilation, groups: Int
    let x, weight, bias, result, gradient, xGradient, weightGradient, transposed: Recorded
  }

  struct Pooling: Decodable {
    let window, stride, padding, dilation: [Int]
    let x, gradient, largest: Recorded
    let positions: [Int32]
    let largestGradient: Recorded
    let average, averageGradient, averageInside, averageInsideGradient: Recorded?
  }

  struct Embedding: Decodable {
    let indices: [Int]
    let table, result, gradient, tableGradient: Recorded
  }

  let convolutions: [Convolution]
  let transpositions: [Transposition]
  let sequences: [Sequence]
  let poolings: [Pooling]
  let embeddings: [Embedding]

  static func load() throws -> ConvolutionFixture {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = tests.appendingPathComponent("Fixtures/convolution/torch.json")
    return try JSONDecoder().decode(ConvolutionFixture.self, from: Data(contentsOf: file))
  }
}

extension PerAxis {
  /// A recorded pair, height first.
  init(_ pair: [Int]) {
    self.init(height: pair[0], width: pair[1])
  }
}
