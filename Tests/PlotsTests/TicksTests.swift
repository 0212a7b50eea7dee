import Testing

@testable import Plots

@Suite("The numbers on an axis")
struct TicksTests {
  @Test(
    "are multiples of 1, 2 or 5 between the ends, as fine as the limit allows",
    arguments: [
      (0, 1, 6, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (0, 1, 11, ["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0"]),
      (0, 1, 3, ["0", "0.5", "1.0"]),
      (0, 599, 6, ["0", "100", "200", "300", "400", "500"]),
      (-1.3, 2.4, 8, ["-1.0", "-0.5", "0", "0.5", "1.0", "1.5", "2.0"]),
      (0.697, 0.981, 6, ["0.70", "0.75", "0.80", "0.85", "0.90", "0.95"]),
      (3, 97, 5, ["20", "40", "60", "80"]),
      (0, 60_000, 4, ["0", "20000", "40000", "60000"]),
      (0, 3e6, 4, ["0", "1e6", "2e6", "3e6"]),
      (0, 3e-7, 4, ["0", "1e-7", "2e-7", "3e-7"]),
      (1_000_000, 1_000_004, 5, ["1e6", "1.000001e6", "1.000002e6", "1.000003e6", "1.000004e6"]),
      (5, 5, 5, []), (1, 0, 5, []), (0, .infinity, 5, []), (.nan, 1, 5, []),
    ] as [(Double, Double, Int, [String])])
  func linear(low: Double, high: Double, count: Int, labels: [String]) {
    #expect(Ticks.linear(from: low, through: high, atMost: count).map(\.label) == labels)
  }

  @Test(
    "are powers of ten on a logarithmic axis, finer where it is short, coarser where it is long",
    arguments: [
      (0.001, 10, 8, ["0.001", "0.01", "0.1", "1", "10"]),
      (0.08, 2.5, 8, ["0.1", "0.2", "0.5", "1", "2"]),
      (1e-8, 1, 5, ["1e-8", "1e-6", "0.0001", "0.01", "1"]),
      (2.1, 4.9, 6, ["2.5", "3.0", "3.5", "4.0", "4.5"]),
      (0, 1, 5, []), (-1, 1, 5, []),
    ] as [(Double, Double, Int, [String])])
  func logarithmic(low: Double, high: Double, count: Int, labels: [String]) {
    #expect(Ticks.logarithmic(from: low, through: high, atMost: count).map(\.label) == labels)
  }

  @Test("lie inside, apart by one step and never more than allowed, for any range")
  func properties() {
    for exponent in -30...30 {
      for (low, width) in [(0.0, 1.0), (-3.7, 9.1), (12.3, 0.4), (-0.001, 7.77)] {
        var scale = 1.0
        for _ in 0..<abs(exponent) { scale = exponent < 0 ? scale / 10 : scale * 10 }
        let (from, to) = (low * scale, (low + width) * scale)
        for count in 2...9 {
          let ticks = Ticks.linear(from: from, through: to, atMost: count)
          #expect(ticks.count <= count)
          #expect(ticks.count * 5 >= count, "few: \(from) to \(to), \(count)")
          #expect(Set(ticks.map(\.label)).count == ticks.count)
          for tick in ticks {
            #expect(tick.value >= from - width * scale * 1e-6)
            #expect(tick.value <= to + width * scale * 1e-6)
          }
        }
      }
    }
  }
}
