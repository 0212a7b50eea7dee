import Foundation
import Interchange
import Optimization
import Tensors
import Testing
import Training

@Suite("07 Break it: one part of the loop left out")
struct LoopBreakItChapterTests {
  /// The largest difference between two models' parameters.
  static func distance(_ a: TestNetwork, _ b: TestNetwork) -> Float {
    zip(a.parameters, b.parameters).map { abs($0 - $1).max().scalar }.max() ?? 0
  }

  @Test(
    "weights alone are no checkpoint: without the memory, the position or the buffers it is another run"
  )
  func weightsOnly() throws {
    let straight = try CheckpointChapterTests.straight()
    let half = try CheckpointChapterTests.straight(epochs: 5)
    try withFolder { folder in
      let file = folder.appendingPathComponent("run")
      try half.save(to: file)
      /// Trains the second half after something was forgotten.
      func second(_ forget: (inout TestTrainer) throws -> Void) throws -> TestTrainer {
        var trainer = testTrainer()
        try trainer.load(from: file)
        try forget(&trainer)
        try trainer.train(on: TestData.loader(), epochs: trainer.position.epoch + 5)
        return trainer
      }
      func distance(_ forget: (inout TestTrainer) throws -> Void) throws -> Float {
        Self.distance(try second(forget).model, straight.model)
      }
      let memory = try distance { $0.optimizer = Adam(for: $0.model, learningRate: 0.02) }
      let position = try distance { trainer in
        var fresh = testTrainer()
        (fresh.model, fresh.optimizer) = (trainer.model, trainer.optimizer)
        trainer = fresh
      }
      let forgetful = try second { trainer in
        let fresh = TestNetwork(seed: 1).normalization
        trainer.model.normalization.runningMean = fresh.runningMean
        trainer.model.normalization.runningVariance = fresh.runningVariance
      }
      let losses = [forgetful, straight].map { $0.history[5].metrics["validation loss"] ?? .nan }
      // For comparison: how far the parameters move in the second half at all.
      let all = Self.distance(half.model, straight.model)
      // The numbers of the text, as far as another instruction set keeps them.
      for (value, text) in [(all, 0.157), (memory, 0.089), (position, 0.249)] as [(Float, Float)] {
        #expect(abs(value - text) < 0.01, "\(value), in the text \(text)")
      }
      for (value, text) in zip(losses, [0.980, 1.000] as [Float]) {
        #expect(abs(value - text) < 0.01, "\(value), in the text \(text)")
      }
      #expect(losses[0] < losses[1])
    }
  }
}
