import Synchronization
import Testing

@testable import Benchmarks

@Suite("Taking turns")
struct ComparisonTests {
  /// Writes down who worked when.
  private final class Diary: Sendable {
    private let entries = Mutex<[String]>([])
    /// Adds an entry unless it repeats the last one: a batch is one entry.
    func note(_ entry: String) {
      entries.withLock { if $0.last != entry { $0.append(entry) } }
    }
    var all: [String] { entries.withLock { $0 } }
  }

  private let greeting = """
    {"libraries": [{"name": "A", "version": "1", "instruction set": "x", "kinds": ["test"]}, \
    {"name": "B", "version": "2", "instruction set": "y", "kinds": ["test"]}, \
    {"name": "C", "version": "3", "instruction set": "z", "kinds": ["other"]}], "absent": []}
    """

  private func benchmark(_ diary: Diary) -> Benchmark {
    Benchmark("test", "1", group: "tests", work: .steps(1)) { { diary.note("own") } }
  }

  @Test("ours and theirs alternate")
  func alternation() throws {
    let diary = Diary()
    let peers = try Peers { line in
      guard let line else { return greeting }
      let name = line.contains(#""library":"A""#) ? "A" : "B"
      diary.note(name)
      return #"{"library": "\#(name)", "seconds per call": \#(name == "A" ? 1 : 1e-3)}"#
    }
    let comparison = Comparison(seconds: 0.01, threads: 1, peers: peers) { _ in }
    let result = try comparison.run(benchmark(diary))
    // First everybody prepares, then come the rounds.
    let rounds = (diary.all.count - 3) / 3
    #expect((Comparison.fewestRounds...Comparison.rounds).contains(rounds))
    #expect(
      diary.all == ["own", "A", "B"] + Array(repeating: ["own", "A", "B"], count: rounds).joined())

    #expect(result.peers.map(\.library) == ["A", "B"])
    #expect(result.peers.map(\.version) == ["1", "2"])
    #expect(result.peers.map(\.instructionSet) == ["x", "y"])
    #expect(result.peers.map(\.median) == [1, 1e-3])
    // Their times are constant, so the median of ratios is the ratio of medians.
    #expect(result.peers[0].ratio == result.swift.median)
    #expect(abs(result.peers[1].ratio / (result.swift.median / 1e-3) - 1) < 1e-12)
    #expect(result.swift.minimum > 0 && result.swift.minimum <= result.swift.median)
    #expect(result.threads == 1)
  }

  @Test("a library that cannot do the work is left out, and said", arguments: [0, 2])
  func unable(answersBefore: Int) throws {
    let diary = Diary()
    var complaints: [String] = []
    var asked = 0
    let peers = try Peers { line in
      guard let line else { return greeting }
      if line.contains(#""library":"A""#) {
        asked += 1
        if asked > answersBefore { return #"{"library": "A", "error": "out of memory"}"# }
        return #"{"library": "A", "seconds per call": 1}"#
      }
      return #"{"library": "B", "seconds per call": 1}"#
    }
    let comparison = Comparison(seconds: 0.01, threads: 1, peers: peers) { complaints.append($0) }
    let result = try comparison.run(benchmark(diary))
    #expect(result.peers.map(\.library) == ["B"])
    #expect(complaints == ["A cannot run test/1: out of memory"])
  }

  @Test("without peers there are only our own times")
  func alone() throws {
    let comparison = Comparison(seconds: 0.01, threads: 2, peers: nil) { _ in }
    let result = try comparison.run(benchmark(Diary()))
    #expect(result.peers.isEmpty)
    #expect(result.swift.median > 0)
  }

  @Test("peers that are gone are a failure")
  func gone() throws {
    let peers = try Peers { line in
      guard line == nil else { throw PeerFailure("gone") }
      return greeting
    }
    let comparison = Comparison(seconds: 0.01, threads: 1, peers: peers) { _ in }
    #expect(throws: PeerFailure("gone")) { try comparison.run(benchmark(Diary())) }
  }
}
