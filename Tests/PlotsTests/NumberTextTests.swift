import Testing

@testable import Plots

@Suite("Numbers as text")
struct NumberTextTests {
  @Test(
    "keep so many decimals",
    arguments: [
      (0, 0, "0"), (1.25, 1, "1.3"), (-0.04, 1, "0.0"), (-0.05, 1, "-0.1"), (12.3456, 3, "12.346"),
      (2.0, 2, "2.00"), (0.007, 2, "0.01"), (.nan, 2, "nan"), (-.infinity, 2, "-inf"),
      (1e9, 1, "1.0e+09"), (-123_456_789, 1, "-123456789.0"), (12345678, 12, "1.2e+07"),
    ] as [(Double, Int, String)])
  func decimals(value: Double, decimals: Int, text: String) {
    #expect(fixed(value, decimals) == text)
  }

  @Test("are percentages with one decimal, from either precision")
  func percentages() {
    #expect(
      [0, 0.0004, 0.97254, 1].map { percent($0) } == ["0.0 %", "0.0 %", "97.3 %", "100.0 %"])
    #expect(percent(Float(0.5)) == "50.0 %")
  }

  @Test("have a power of ten where they are very small or large")
  func powers() {
    #expect(
      [0, 3.21e-9, -1.5e12, .nan].map { scientific($0) } == ["0", "3.2e-09", "-1.5e+12", "nan"])
    #expect(scientific(Float(0.25), 3) == "2.50e-01")
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
