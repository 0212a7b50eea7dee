import Foundation
import Tensors

/// The benchmarks, `swift run -c release bench`.
@main
enum Bench {
  static func main() {
    do {
      exit(try run(Array(CommandLine.arguments.dropFirst())) ? 0 : 1)
    } catch let error as UsageError {
      Console.complain("bench: \(error)")
      exit(2)
    } catch {
      Console.complain("bench: \(error)")
      exit(1)
    }
  }

  /// Carries out a command line.
  ///
  /// - Returns: Whether everything that was asked for was measured.
  static func run(_ words: [String]) throws -> Bool {
    let options = try Options(words)
    if options.wantsHelp {
      Console.say(Options.help)
      return true
    }
    let filter = options.filter
    let benchmarks = Suite.benchmarks.filter { filter.accepts(name: $0.name, group: $0.group) }
    let memory = Suite.memory.filter { filter.accepts(name: $0.name, group: "memory") }
    guard !benchmarks.isEmpty || !memory.isEmpty else {
      throw UsageError(
        "no benchmark has \(filter.words.joined(separator: " or ")) in its name. There are:\n  "
          + Suite.names.joined(separator: "\n  "))
    }
    #if DEBUG
      Console.complain("bench: this is a debug build; for figures that count use -c release")
    #endif
    var results = Results(
      machine: machineDescription(), instructionSet: InstructionSet.current.name)
    Console.say(results.machine)
    Console.say("Descent: \(results.instructionSet)")
    if let load = busyProcessors(), load > 0.5 {
      Console.complain(
        "bench: other programs keep \(digits(load)) processors busy. Ratios on one thread stand that; "
          + "with several threads, those who wait for each other lose by far more than their share."
      )
    }
    // Memory comes first: what the benchmarks leave in the pools would hide growth.
    for benchmark in memory {
      Console.step(benchmark.name)
      let result = benchmark.run()
      results.memory.append(result)
      Console.endStep()
      Console.say("\(result.name): \(result.text)")
    }
    var complete = true
    if !benchmarks.isEmpty {
      for threads in options.threadCounts(all: Threads.count) {
        complete = try measure(benchmarks, threads, options, &results) && complete
      }
    }
    if let file = options.json { try results.write(to: file) }
    return complete
  }

  /// Times the benchmarks with one number of threads, and one process of peers.
  ///
  /// - Returns: Whether the peers stayed to the end.
  private static func measure(
    _ benchmarks: [Benchmark], _ threads: Int, _ options: Options, _ results: inout Results
  ) throws -> Bool {
    var peers: Peers?
    var process: PeerProcess?
    defer { process?.close() }
    if let python = options.python {
      Console.step("starting \(python)")
      let started = try PeerProcess(python: python, threads: threads)
      process = started
      peers = try Peers(started.exchange)
      Console.endStep()
    }
    var complete = true
    let libraries = peers?.greeting.libraries ?? []
    describe(peers)
    let names = libraries.map(\.name)
    Console.say("\n" + Table.header(threads: threads, libraries: names))
    for (index, benchmark) in benchmarks.enumerated() {
      Console.step("\(index + 1) of \(benchmarks.count): \(benchmark.name)")
      var comparison = Comparison(
        seconds: options.seconds, threads: threads, peers: peers, complain: Console.complain)
      let measurement: Measurement
      do {
        measurement = try comparison.run(benchmark)
      } catch let failure as PeerFailure {
        Console.complain("bench: going on without peers: \(failure)")
        complete = false
        peers = nil
        comparison = Comparison(
          seconds: options.seconds, threads: threads, peers: nil, complain: Console.complain)
        measurement = try comparison.run(benchmark)
      }
      results.benchmarks.append(measurement)
      Console.endStep()
      Console.say(Table.row(measurement, libraries: names))
    }
    if peers != nil { Console.say(Table.legend) }
    return complete
  }

  /// Says what the peers are, and what they could do that has no benchmark here yet.
  private static func describe(_ peers: Peers?) {
    guard let greeting = peers?.greeting else { return }
    for library in greeting.libraries {
      Console.say("\(library.name) \(library.version): \(library.instructionSet)")
    }
    if !greeting.absent.isEmpty {
      Console.say("not installed: \(greeting.absent.joined(separator: ", "))")
    }
    let known = Set(Suite.benchmarks.map(\.kind))
    let waiting = Set(greeting.libraries.flatMap(\.kinds)).subtracting(known).sorted()
    if !waiting.isEmpty {
      Console.complain("peers without a benchmark of ours: \(waiting.joined(separator: ", "))")
    }
  }
}
