import MultilayerPerceptrons
import Tensors
import Testing
import Training

/// The messages of wrong shapes and rates.
@Suite("07 Layers: what is refused, and what the message says")
struct LayerTrapChapterTests {
  static func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  @Test("batch normalization of a vector")
  func rank() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = BatchNormalization(3)(.zeros([3]))
    }
    #expect(
      Self.text(result).contains("BatchNormalization: [3]: a shape [batch, 3, …] is expected"))
  }

  @Test("batch normalization of one example in training")
  func batchOfOne() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = withPhase(.training) { BatchNormalization(3)(.zeros([1, 3])) }
    }
    #expect(Self.text(result).contains("[1, 3]: one number for each channel has no variance"))
  }

  @Test("groups that do not divide the channels")
  func groups() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = GroupNormalization(6, groups: 4)
    }
    #expect(Self.text(result).contains("6 channels do not divide into 4 groups"))
  }

  @Test("a rate of 1")
  func rate() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Dropout(1)
    }
    #expect(Self.text(result).contains("Dropout: a rate of 1.0; from 0 to below 1 is expected"))
  }

  @Test("the fans of a vector")
  func fans() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Initializer.fans(of: [7])
    }
    #expect(
      Self.text(result).contains("Initializer: [7]: a shape of at least two axes is expected"))
  }

  @Test("pictures and targets of different counts")
  func pairs() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = cutMix(
        .zeros([2, 1, 4, 4]), .zeros([3, 5]), partners: [1, 0], share: 0.5, row: 0, column: 0)
    }
    #expect(
      Self.text(result).contains(
        "cutMix: inputs [2, 1, 4, 4], targets [3, 5] and 2 partners; [n, …], [n, classes] and n"))
  }
}
