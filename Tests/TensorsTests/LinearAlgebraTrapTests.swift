import Tensors
import Testing

/// The messages of programming errors.
@Suite struct LinearAlgebraTrapTests {
  private static func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  @Test func notPositiveDefinite() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = cholesky(Tensor.stack([.identity(2), Tensor([[1, 2], [2, 1]])]))
    }
    #expect(
      Self.text(result).contains("cholesky: [2, 2, 2]: matrix 1 of 2 is not positive definite"))
  }

  @Test func singular() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = solve(Tensor([[1, 2], [2, 4]]), Tensor([1, 2]))
    }
    #expect(Self.text(result).contains("solve: [2, 2] and [2]: the matrix is singular"))
  }

  @Test func notSquare() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = inverse(Tensor.zeros([2, 3]))
    }
    #expect(
      Self.text(result).contains("inverse: [2, 3]: a square matrix is expected, not 2 x 3"))
  }

  @Test func rightHandSideOfAnotherLength() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = solve(Tensor.identity(3), Tensor.zeros([2, 3]))
    }
    #expect(
      Self.text(result).contains(
        "solve: [3, 3] and [2, 3]: 3 equations need right-hand sides of 3 rows"))
  }

  @Test func tooManyWithoutReplacement() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = choice(4, from: 3)
    }
    #expect(
      Self.text(result).contains("choice: 4 of 3 numbers cannot be drawn without replacement"))
  }

  @Test func noClassIsPossible() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = categorical(probabilities: Tensor.zeros([2, 3]))
    }
    #expect(Self.text(result).contains("categorical(probabilities:): all 3 chances are 0"))
  }
}
