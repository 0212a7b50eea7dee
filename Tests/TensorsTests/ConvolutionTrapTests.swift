import Tensors
import Testing

/// The messages of wrong shapes name the operation and show the shapes.
@Suite struct ConvolutionTrapTests {
  private static func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  @Test func wrongChannels() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = convolution2D(Tensor.zeros([2, 3, 8, 8]), weight: Tensor.zeros([4, 2, 3, 3]))
    }
    #expect(
      Self.text(result).contains(
        "convolution2D: [2, 3, 8, 8] and weight [4, 2, 3, 3]: 1 groups of 2 channels need 2"))
  }

  @Test func wrongRank() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = convolution1D(Tensor.zeros([2, 3, 8, 8]), weight: Tensor.zeros([4, 3, 3]))
    }
    #expect(Self.text(result).contains("convolution1D: [2, 3, 8, 8] and weight [4, 3, 3]: [n, c"))
  }

  @Test func windowTooLarge() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = convolution2D(
        Tensor.zeros([1, 1, 4, 4]), weight: Tensor.zeros([1, 1, 3, 3]), dilation: 2)
    }
    #expect(
      Self.text(result).contains(
        "convolution2D: [1, 1, 4, 4] with padding 0: a window of [3, 3] with dilation 2 does not"))
  }

  @Test func wrongBias() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = convolution2D(
        Tensor.zeros([1, 1, 4, 4]), weight: Tensor.zeros([2, 1, 3, 3]), bias: Tensor.zeros([3]))
    }
    #expect(Self.text(result).contains("convolution2D: bias [3]: [2] is expected"))
  }

  @Test func wrongGradient() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = convolution2DWeightGradient(
        Tensor.zeros([1, 2, 3, 3]), input: Tensor.zeros([1, 1, 4, 4]), weightShape: [2, 1, 3, 3])
    }
    #expect(
      Self.text(result).contains(
        "convolution2DWeightGradient: [1, 2, 3, 3]: images [1, 1, 4, 4] and weight [2, 1, 3, 3]"))
  }

  @Test func wrongInputShape() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = convolution2DInputGradient(
        Tensor.zeros([1, 2, 3, 3]), weight: Tensor.zeros([2, 1, 3, 3]), inputShape: [1, 1, 6, 6])
    }
    #expect(Self.text(result).contains("have a gradient of [1, 2, 4, 4]"))
  }

  @Test func windowInThePadding() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = maxPooling2D(Tensor.zeros([1, 1, 4, 4]), window: 2, padding: 2)
    }
    #expect(
      Self.text(result).contains(
        "maxPooling2D: [1, 1, 4, 4] with window 2 and padding 2: a window lies in the padding"))
  }

  @Test func wrongPositions() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = maxPooling2DGradient(
        Tensor.zeros([1, 1, 1, 1]), positions: [16], inputShape: [1, 1, 4, 4])
    }
    #expect(
      Self.text(result).contains(
        "maxPooling2DGradient: [1, 1, 4, 4]: a position lies outside of its plane"))
  }

  @Test func unknownRow() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = embedding(Tensor.zeros([5, 2]), [1, 5])
    }
    #expect(
      Self.text(result).contains("embedding: [5, 2]: index 5 at position 1 is outside 0..<5"))
  }
}
