import Foundation
import Grading
import Tensors
import Testing

/// What a failed comparison says.
@Suite("Messages of a failed check")
struct EvidenceTests {
  /// Grades an answer that records one comparison, and returns its message.
  private func message(_ record: @escaping @Sendable (inout Evidence) -> Void) -> String? {
    let exercise = Exercise<@Sendable () -> Void>(
      "03.1", reference: {}, checks: [.init("check", points: 6) { _, e in record(&e) }],
      misconceptions: [])
    return exercise.grade({}).checks[0].message
  }

  @Test("equal tensors say nothing")
  func equal() {
    #expect(message { $0.expect(Tensor([1, 2]), equals: Tensor([1, 2]), "x") } == nil)
    #expect(message { $0.expect(Float.infinity, equals: .infinity, "x") } == nil)
  }

  @Test("the first differing element is named by its place")
  func place() {
    let text = message {
      $0.expect(Tensor([[1, 2, 3], [4, 7, 6]]), equals: Tensor([[1, 2, 3], [4, 5, 6]]), "x")
    }
    #expect(text == "x[1, 1]: expected 5, got 7; right shape, 1 of 6 elements differ")
  }

  @Test("an index behind words of a sentence is set off from them")
  func placeBehindWords() {
    func text(_ what: String) -> String? {
      message { $0.expect(Tensor([1, 3]), equals: Tensor([1, 2]), what) }
    }
    #expect(text("the slope of y")?.hasPrefix("the slope of y, at [1]: expected 2, got 3") == true)
    #expect(text("f([1, 2], axis: 0)")?.hasPrefix("f([1, 2], axis: 0)[1]: expected 2") == true)
    let whole = message { $0.expect([0, 4], equals: [0, 5], "the order of three") }
    #expect(whole == "the order of three, at [1]: expected 5, got 4")
  }

  @Test("a wrong shape is said before any value")
  func shape() {
    let text = message { $0.expect(Tensor([[1, 2]]), equals: Tensor([1, 2]), "x") }
    #expect(
      text == "x: expected the shape [2], got [1, 2]. An axis of size 1 is too many")
    let row = message { $0.expect(Tensor([1, 2]), equals: Tensor([[1], [2]]), "x") }
    #expect(row?.hasSuffix("An axis of size 1 is missing") == true)
    let turned = message { $0.expect(.zeros([2, 3]), hasShape: [3, 2], "x") }
    #expect(turned == "x: expected the shape [3, 2], got [2, 3]. It is transposed")
    let count = message { $0.expect(.zeros([6]), hasShape: [3, 2], "x") }
    #expect(count?.hasSuffix("The number of elements is right") == true)
    #expect(
      message { $0.expect(.zeros([5]), hasShape: [3, 2], "x") }
        == "x: expected the shape [3, 2], got [5]")
  }

  @Test("a constant factor is noticed")
  func factor() {
    let text = message { $0.expect(Tensor([2, 4, -6]), equals: Tensor([1, 2, -3]), "x") }
    #expect(text?.contains("Your answer is 2 times the expected one, everywhere.") == true)
    let half = message { $0.expect(3.5, equals: -3.5, "x") }
    #expect(half?.contains("-1 times") == true)
    let none = message { $0.expect(Tensor([2, 4, -7]), equals: Tensor([1, 2, -3]), "x") }
    #expect(none?.contains("times") == false)
  }

  @Test("a transposed, reversed or shifted answer is noticed")
  func relations() {
    let matrix = Tensor([[1, 2], [5, 4]])
    let transposed = message { $0.expect(matrix.transposed(), equals: matrix, "x") }
    #expect(transposed?.hasSuffix("Your answer is the expected one, transposed.") == true)
    let reversed = message { $0.expect(Tensor([3, 1, 2]), equals: Tensor([2, 1, 3]), "x") }
    #expect(reversed?.hasSuffix("the expected one in reverse order.") == true)
    let shifted = message { $0.expect(Tensor([2, 1, 4]), equals: Tensor([1, 0, 3]), "x") }
    #expect(shifted?.hasSuffix("the expected one plus 1, everywhere.") == true)
    let none = message { $0.expect(Tensor([2, 1, 5]), equals: Tensor([1, 0, 3]), "x") }
    #expect(none?.contains("Your answer") == false)
  }

  @Test("not a number is named where it comes after another difference")
  func laterNaN() {
    let text = message {
      $0.expect(Tensor([1, 9, .nan]), equals: Tensor([1, 2, 3]), "x")
    }
    #expect(text?.hasPrefix("x[1]: expected 2, got 9; right shape, 2 of 3 elements") == true)
    #expect(text?.contains("Not a number (nan), here at [2],") == true)
    let infinite = message { $0.expect(Tensor([0, .infinity]), equals: Tensor([1, 2]), "x") }
    #expect(infinite?.contains("Infinity, here at [1],") == true)
  }

  @Test("an input that was changed is called by name")
  func changedInput() {
    let before = Tensor([1, 2])
    #expect(message { $0.expect(before, isUnchangedSince: before, "weights") } == nil)
    #expect(
      message { $0.expect(Tensor([1, 5]), isUnchangedSince: before, "weights") }
        == "weights[1]: your code changed its input, from 2 to 5. Work on a copy.")
    #expect(
      message { $0.expect(Tensor([1]), isUnchangedSince: before, "weights") }?
        .contains("from the shape [2] to [1]") == true)
  }

  @Test("a gradient is compared with measured slopes, element by element")
  func gradient() {
    let x = Tensor([0.5, -1, 2])
    @Sendable func cubes(_ x: Tensor) -> Double { x.scalars.reduce(0) { $0 + pow(Double($1), 3) } }
    #expect(message { $0.expect(3 * x * x, isGradientAt: x, "gradient", of: cubes) } == nil)
    let wrong = message { $0.expect(-3 * x * x, isGradientAt: x, "gradient", of: cubes) }
    #expect(wrong?.hasPrefix("gradient[0]: expected 0.7") == true)
    #expect(wrong?.contains("-1 times") == true)
  }

  @Test("not a number and infinity are explained")
  func special() {
    #expect(message { $0.expect(.nan, equals: 1, "x") }?.contains("0 / 0") == true)
    #expect(message { $0.expect(.infinity, equals: 1, "x") }?.contains("division by 0") == true)
    #expect(message { $0.expect(.infinity, equals: -.infinity, "x") } != nil)
  }

  @Test("whole numbers: how many, and which")
  func integers() {
    #expect(
      message { $0.expect([1, 2], equals: [1, 2, 3], "x") }
        == "x: expected 3 values [1, 2, 3], got 2 [1, 2]")
    #expect(message { $0.expect([1, 2, 4], equals: [1, 2, 3], "x") } == "x[2]: expected 3, got 4")
    #expect(message { $0.expect(4, equals: 3, "x") } == "x: expected 3, got 4")
  }

  @Test("the case is named behind the place")
  func circumstances() {
    let text = message {
      $0.expect(Tensor([1, 3]), equals: Tensor([1, 2]), "x", in: "2 examples")
    }
    #expect(text == "x[1], 2 examples: expected 2, got 3; right shape, 1 of 2 elements differ")
  }

  @Test("the tolerance is relative above 1 and absolute below")
  func tolerance() {
    #expect(message { $0.expect(1000.05, equals: 1000, "x") } == nil)
    #expect(message { $0.expect(0.00005, equals: 0, "x") } == nil)
    #expect(message { $0.expect(1001, equals: 1000, "x") } != nil)
    #expect(message { $0.expect(0.001, equals: 0, "x") } != nil)
  }
}
