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
    #expect(text == "x[1, 1]: expected 5, got 7; 1 of 6 elements differ")
  }

  @Test("a wrong shape is said before any value")
  func shape() {
    let text = message { $0.expect(Tensor([[1, 2]]), equals: Tensor([1, 2]), "x") }
    #expect(text == "x: expected the shape [2], got [1, 2]")
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
    #expect(text == "x[1], 2 examples: expected 2, got 3; 1 of 2 elements differ")
  }

  @Test("the tolerance is relative above 1 and absolute below")
  func tolerance() {
    #expect(message { $0.expect(1000.05, equals: 1000, "x") } == nil)
    #expect(message { $0.expect(0.00005, equals: 0, "x") } == nil)
    #expect(message { $0.expect(1001, equals: 1000, "x") } != nil)
    #expect(message { $0.expect(0.001, equals: 0, "x") } != nil)
  }
}
