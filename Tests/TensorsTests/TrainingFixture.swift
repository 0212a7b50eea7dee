import Foundation
import Tensors

/// What PyTorch computed for training steps, recorded by `Tests/Fixtures/training/record.py`.
struct TrainingFixture: Decodable {
  struct Optimizer: Decodable {
    let name: String
    let start: Fixture.Recorded
    let gradients, trace: [Fixture.Recorded]
  }

  struct Batch: Decodable {
    let input, cotangent, result, runningMean, runningVariance: Fixture.Recorded
    /// With respect to the input, the scale and the shift.
    let gradients: [Fixture.Recorded]
  }

  struct Normalization: Decodable {
    let scale, shift: Fixture.Recorded
    let batches: [Batch]
    let evaluation: Batch
  }

  let optimizers: [Optimizer]
  let normalizations: [Normalization]

  static func load() throws -> TrainingFixture {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = tests.appendingPathComponent("Fixtures/training/torch.json")
    return try JSONDecoder().decode(TrainingFixture.self, from: Data(contentsOf: file))
  }
}
