import Foundation

/// Runs a program for at most so long, with its output in a file.
struct BoundedCommand {
  let words: [String]
  let environment: [String: String]
  let folder: URL
  /// Where the output goes while the program runs; removed afterwards.
  let log: URL
  /// How long it may take, in seconds.
  let limit: Double

  /// How a command ended, and what it printed.
  struct Outcome {
    let status: Int32
    let output: String
    let timedOut: Bool
  }

  /// How much of the output is read, in bytes.
  private static let mostRead = 4 << 20

  func run() throws -> Outcome {
    let files = FileManager.default
    try files.createDirectory(
      at: log.deletingLastPathComponent(), withIntermediateDirectories: true)
    _ = files.createFile(atPath: log.path, contents: nil)
    defer { try? files.removeItem(at: log) }
    let output = try FileHandle(forWritingTo: log)
    defer { try? output.close() }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.environment = environment
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    do {
      try Interruption.run(process)
    } catch {
      throw Failure("cannot start \(words.joined(separator: " ")): \(error.localizedDescription)")
    }
    let timedOut = wait(for: process)
    process.waitUntilExit()
    Interruption.forget(process)
    let reader = try FileHandle(forReadingFrom: log)
    defer { try? reader.close() }
    let data = try reader.read(upToCount: Self.mostRead) ?? Data()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: data, as: UTF8.self),
      timedOut: timedOut)
  }

  /// Waits until the program has ended, or ends it.
  private func wait(for process: Process) -> Bool {
    let start = ContinuousClock.now
    var pause: UInt32 = 500
    while process.isRunning {
      if (ContinuousClock.now - start) / .seconds(1) > limit {
        end(process)
        return true
      }
      usleep(pause)
      pause = min(2 * pause, 10_000)
    }
    return false
  }

  /// An interrupted `swift build` ends its compilers; a killed one would leave them running.
  private func end(_ process: Process) {
    process.interrupt()
    for _ in 0..<300 where process.isRunning { usleep(10_000) }
    if process.isRunning {
      kill(-process.processIdentifier, SIGKILL)
      kill(process.processIdentifier, SIGKILL)
    }
  }
}
