import Testing

@testable import Plots

@Suite("Numbers as text")
struct NumberTextTests {
  @Test(
    "keep so many decimals",
    arguments: [
      (0, 0, "0"), (1.25, 1, "1.3"), (-0.04, 1, "0.0"), (-0.05, 1, "-0.1"), (12.3456, 3, "12.346"),
      (2.0, 2, "2.00"), (0.007, 2, "0.01"), (.nan, 2, "nan"), (-.infinity, 2, "-inf"),
    ] as [(Double, Int, String)])
  func fixed(value: Double, decimals: Int, text: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == text)
  }

  @Test(
    "are short for a reader",
    arguments: [
      (0, "0"), (1, "1"), (0.97254, "0.973"), (9.996, "10"), (-2.5, "-2.5"), (1234.5, "1235"),
      (0.000123, "0.000123"), (0.0000123, "1.23e-5"), (2.5e9, "2.5e9"), (999_999, "999999"),
      (.leastNonzeroMagnitude, "4.94e-324"),
    ] as [(Double, String)])
  func short(value: Double, text: String) {
    #expect(NumberText.short(value) == text)
  }

  @Test("have commas between thousands")
  func grouped() {
    #expect(
      [0, 999, 1000, -1_234_567].map(NumberText.grouped) == ["0", "999", "1,000", "-1,234,567"])
  }
}
