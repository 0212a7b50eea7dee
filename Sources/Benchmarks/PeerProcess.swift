import Foundation

/// A program that answers line by line, as `peers/peer.py` does.
///
/// It reads until its input ends, so it also ends when this program is interrupted.
final class PeerProcess {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var received = Data()

  /// Starts the peers, limited to a number of threads.
  ///
  /// The libraries read their limits when they are loaded, so the limits are set before the start.
  convenience init(python: String, threads: Int) throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("peers/peer.py").path
    guard FileManager.default.fileExists(atPath: script) else {
      throw PeerFailure("\(script) is missing: run the benchmarks from a checkout with its sources")
    }
    var limits = ["PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"]
    for name in ["OMP", "OPENBLAS", "MKL", "VECLIB", "NUMEXPR"] {
      limits["\(name)_NUM_THREADS"] = "\(threads)"
      limits["\(name)_MAXIMUM_THREADS"] = "\(threads)"
    }
    // JAX takes the size of its pool from here.
    limits["NPROC"] = "\(threads)"
    limits["PJRT_NPROC"] = "\(threads)"
    try self.init(command: [python, script, "\(threads)"], environment: limits)
  }

  /// Starts a program.
  ///
  /// A name without a slash is looked for in `PATH`.
  init(command: [String], environment: [String: String] = [:]) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = input
    process.standardOutput = output
    // Writing to a program that has ended is to be an error, not the end of this one.
    signal(SIGPIPE, SIG_IGN)
    do {
      try process.run()
    } catch {
      throw PeerFailure("cannot start \(command[0]): \(error.localizedDescription)")
    }
  }

  /// Sends a line, if there is one, and waits for the next line of the program.
  func exchange(_ line: String?) throws -> String {
    if let line {
      do {
        try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
      } catch {
        throw ended()
      }
    }
    let newline = UInt8(ascii: "\n")
    while true {
      if let end = received.firstIndex(of: newline) {
        let text = String(decoding: received[..<end], as: UTF8.self)
        received = Data(received[received.index(after: end)...])
        return text
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { throw ended() }
      received.append(more)
    }
  }

  /// Ends the program by ending its input, and waits for it.
  func close() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  private func ended() -> PeerFailure {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
    let program = process.arguments?.first ?? "the peer"
    let status = process.terminationStatus
    return PeerFailure(
      process.terminationReason == .uncaughtSignal
        ? "\(program) was ended by signal \(status)"
        : "\(program) ended with status \(status)" + (status == 127 ? ": no such program" : ""))
  }
}
