import Foundation
import Tensors

/// Times benchmarks, each in turns with the same work in other libraries.
struct Comparison {
  /// How long each side is timed, in seconds.
  let seconds: Double
  /// The threads that an operation may use.
  let threads: Int
  /// The other libraries, if there are any.
  let peers: Peers?
  /// Tells what went wrong without stopping.
  let complain: (String) -> Void

  /// Samples are many and short, so that a disturbance spoils few of them.
  static let rounds = 15
  static let fewestRounds = 5

  /// Times one benchmark.
  ///
  /// The sides take turns, A B A B: a round is one sample of ours and one of every library. A ratio is the
  /// median over the rounds.
  ///
  /// - Throws: `PeerFailure` if the peers are gone.
  func run(_ benchmark: Benchmark) throws -> Measurement {
    try Threads.with(threads) {
      let body = benchmark.prepare()
      let sampler = Sampler(length: seconds / Double(Self.rounds))
      let (calls, estimate) = sampler.calibrate(body)
      var libraries = try available(for: benchmark, seconds: sampler.length)
      var rounds = Self.rounds
      // What takes long takes few samples.
      let slowest = max(estimate * Double(calls), sampler.length)
      rounds = max(Self.fewestRounds, min(rounds, Int(seconds / slowest)))

      var own: [Double] = []
      var theirs: [String: [Double]] = [:]
      for _ in 0..<rounds {
        settle()
        own.append(sampler.sample(calls, body))
        for library in libraries {
          settle()
          let answer = try ask(benchmark, library.name, sampler.length)
          guard let time = answer.secondsPerCall else {
            libraries.removeAll { $0.name == library.name }
            continue
          }
          theirs[library.name, default: []].append(time)
        }
      }
      return Measurement(
        name: benchmark.name, group: benchmark.group, size: benchmark.size, threads: threads,
        work: benchmark.work, swift: Times(own),
        peers: libraries.map { library in
          let times = theirs[library.name] ?? []
          return PeerMeasurement(
            library: library.name, version: library.version,
            instructionSet: library.instructionSet, median: median(times),
            ratio: pairedRatio(own, to: times))
        })
    }
  }

  /// The libraries that can do the work: each has done it once, so that it is prepared.
  private func available(for benchmark: Benchmark, seconds: Double) throws -> [PeerLibrary] {
    guard let peers else { return [] }
    return try peers.libraries(for: benchmark.kind).filter {
      try ask(benchmark, $0.name, seconds).error == nil
    }
  }

  private func ask(_ benchmark: Benchmark, _ library: String, _ seconds: Double) throws
    -> PeerAnswer
  {
    guard let peers else { return PeerAnswer(error: "there are no peers") }
    let answer = try peers.sample(benchmark.name, library: library, seconds: seconds)
    if let error = answer.error { complain("\(library) cannot run \(benchmark.name): \(error)") }
    return answer
  }

  /// Lets the threads of the side that has just worked go to sleep.
  ///
  /// The pools of all libraries wait for more work for a while without sleeping, and would take the
  /// processor from the other side.
  private func settle() {
    if threads > 1 && peers != nil { Thread.sleep(forTimeInterval: 0.01) }
  }
}
