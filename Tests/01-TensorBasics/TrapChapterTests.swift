import TensorBasics
import Tensors
import Testing

/// The message of a programming error names the operation and shows the shapes.
@Suite("01 Traps: messages of wrong shapes")
struct TrapChapterTests {
  static func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  @Test("a view that would leave its memory")
  func view() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = StridedView(storage: [1, 2, 3], shape: [2, 2], strides: [2, 1])
    }
    #expect(Self.text(result).contains("reach the places 0...3, but the memory has 3 elements"))
  }

  @Test("shapes that do not broadcast")
  func broadcasting() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = combine(.zeros([4, 3]), .zeros([4]), +)
    }
    #expect(Self.text(result).contains("combine: [4, 3] and [4] do not broadcast"))
  }

  @Test("a loss of unequal shapes")
  func loss() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = LinearRegression(features: 2).loss(.zeros([5, 2]), .zeros([5, 1]))
    }
    #expect(Self.text(result).contains("targets [5, 1] for predictions [5]"))
  }

  @Test("matrices that do not fit, on every rung")
  func product() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = ProductRung.naive.product(.zeros([2, 3]), .zeros([2, 3]))
    }
    #expect(Self.text(result).contains("product: [2, 3] x [2, 3]"))
  }

  @Test("an equation that names too few axes")
  func einsum() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = einsumByLoops("i->i", .zeros([2, 3]))
    }
    #expect(Self.text(result).contains("einsumByLoops \"i->i\": one letter for each axis"))
  }
}
