import Tensors
import Testing

/// The message of a programming error names the operation and shows both shapes.
@Suite struct TrapTests {
  private static func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  @Test func matrixProduct() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = matmul(Tensor.zeros([32, 784]), Tensor.zeros([10, 784]))
    }
    #expect(
      Self.text(result).contains(
        "matmul: [32, 784] x [10, 784]: inner dimensions 784 and 10 differ"))
  }

  @Test func transposedProduct() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = matmul(Tensor.zeros([784, 32]), Tensor.zeros([10, 784]), transposingFirst: true)
    }
    #expect(
      Self.text(result).contains(
        "matmul: [784, 32] transposed x [10, 784]: inner dimensions 784 and 10 differ"))
  }

  @Test func broadcasting() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 3]) + Tensor.zeros([4])
    }
    #expect(Self.text(result).contains("+: [2, 3] and [4] do not broadcast: extents 3 and 4"))
  }

  @Test func growingInPlace() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var x = Tensor.zeros([3])
      x += Tensor.zeros([2, 3])
    }
    #expect(Self.text(result).contains("+=: [3] and [2, 3]: the result has shape [2, 3]"))
  }

  @Test func missingAxis() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 3]).sum(axis: 2)
    }
    #expect(Self.text(result).contains("sum: [2, 3]: there is no axis 2 in a tensor of rank 2"))
  }

  @Test func negativeIndex() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 3])[-1]
    }
    #expect(Self.text(result).contains("subscript: [2, 3]: index -1 is outside 0..<2 of axis 0"))
  }

  @Test func wrongCount() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor([1, 2, 3], shape: [2, 2])
    }
    #expect(Self.text(result).contains("Tensor: 3 elements do not fill the shape [2, 2]"))
  }

  @Test func emptyExtreme() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([0, 3]).max()
    }
    #expect(Self.text(result).contains("max: [0, 3]: an empty tensor has no largest element"))
  }
}
