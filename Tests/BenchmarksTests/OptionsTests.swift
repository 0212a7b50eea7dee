import Testing

@testable import Benchmarks

@Suite("The command line of the benchmarks")
struct OptionsTests {
  @Test("without options: everything, with one thread and with all")
  func standard() throws {
    let options = try Options([])
    #expect(options.filter.words.isEmpty)
    #expect(options.json == nil && options.python == nil && !options.wantsHelp)
    #expect(options.threadCounts(all: 4) == [1, 4])
    #expect(options.threadCounts(all: 1) == [1])
    #expect(options.seconds == 0.5)
  }

  @Test("options with a space or an equals sign")
  func values() throws {
    let words = ["--filter", "MatMul,exp", "--json=out.json", "--peers", "python3", "--seconds=2"]
    let options = try Options(words + ["--threads", "all,3,3"])
    #expect(options.filter.words == ["matmul", "exp"])
    #expect(options.json == "out.json")
    #expect(options.python == "python3")
    #expect(options.seconds == 2)
    #expect(options.threadCounts(all: 8) == [8, 3])
    #expect(try Options(["-h"]).wantsHelp)
  }

  @Test(
    "what is not understood is refused",
    arguments: [
      ["--flter", "x"], ["matmul"], ["--filter"], ["--json="], ["--threads", "0"],
      ["--threads", "1,,2"], ["--threads", "many"], ["--threads", "257"], ["--seconds", "0"],
      ["--seconds", "nan"], ["--seconds", "soon"], ["--help=yes"],
    ])
  func mistakes(words: [String]) {
    let error = #expect(throws: UsageError.self) { try Options(words) }
    #expect(error?.description.contains("--help") == true)
  }

  @Test("a filter looks at names and groups, and not at capital letters")
  func filter() {
    let filter = Filter("EXP,training")
    #expect(filter.accepts(name: "exp/1000", group: "element-wise"))
    #expect(filter.accepts(name: "mlp-step-by-hand/2-32-32-1", group: "training steps"))
    #expect(!filter.accepts(name: "add/1000", group: "element-wise"))
    #expect(Filter(nil).accepts(name: "add/1000", group: "element-wise"))
  }

  @Test("a filter that finds nothing lists the names")
  func nothingFound() {
    let error = #expect(throws: UsageError.self) { try Bench.run(["--filter", "no-such-thing"]) }
    #expect(error?.description.contains("no-such-thing") == true)
    #expect(error?.description.contains("matmul/512x512x512") == true)
    #expect(error?.description.contains("memory/mlp-step-by-hand-2-32-32-1") == true)
  }
}

@Suite("Numbers for people")
struct NumberTextTests {
  @Test(
    "three digits",
    arguments: [(0.123, "0.12"), (9.994, "9.99"), (9.996, "10.0"), (99.94, "99.9"), (123.4, "123")]
  )
  func three(number: Double, expected: String) {
    #expect(digits(number) == expected)
  }

  @Test(
    "a small ratio keeps its digits",
    arguments: [(0.004321, "0.0043"), (0.0432, "0.043"), (0.0996, "0.10"), (11.07, "11.1")])
  func ratios(ratio: Double, expected: String) {
    #expect(ratioText(ratio) == expected)
  }

  @Test(
    "the unit suits the time",
    arguments: [
      (4.12e-7, "412 ns"), (1.05e-3, "1.05 ms"), (9.999e-4, "1.00 ms"), (2.5e-5, "25.0 µs"),
      (0.9999, "1.00 s"), (75, "75.0 s"),
    ])
  func units(seconds: Double, expected: String) {
    #expect(duration(seconds) == expected)
  }

  @Test("the speed follows from the work")
  func rates() {
    #expect(Work.arithmetic(2e9).rate(seconds: 0.01) == "200 GFLOP/s")
    #expect(Work.bytes(8e6).rate(seconds: 1e-3) == "8.00 GB/s")
    #expect(Work.steps(100).rate(seconds: 5e-5) == "500 ns each")
  }
}
