import Foundation
import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a grading process may use.
public struct Limits: Sendable {
  /// Wall-clock time for the whole process, in seconds.
  public var seconds: Int
  /// Address space, in megabytes.
  ///
  /// A Swift process with a few threads reserves several hundred.
  public var megabytes: Int
  /// How many processes may run at the same time, the graded one included.
  public var processes = 32

  /// Makes limits; the defaults suit an exercise.
  public init(seconds: Int = 10, megabytes: Int = 4096) {
    self.seconds = seconds
    self.megabytes = megabytes
  }
}

/// A process in which one exercise or project is graded: this very program, started again.
///
/// A trap, an endless loop, an endless recursion, a huge allocation or `exit(0)` then ends that process
/// and nothing else. The process leads a session of its own, and the session is ended with it.
package struct ChildProcess: Sendable {
  /// How the process ended.
  package enum Ending: Sendable, Equatable {
    case exited(code: Int32)
    case signalled(Int32)
    case timedOut
    /// It started more processes than it may.
    case swarmed
  }

  /// How the process ended.
  package let ending: Ending
  /// What it wrote to the file that only the harness knows.
  package let events: [GradeEvent]
  /// What it printed.
  package let output: String
  /// What the runtime said: traps and backtraces.
  package let errors: String

  /// Whether this platform can run a test in a process of its own.
  package static var isAvailable: Bool {
    #if os(Linux)
      return true
    #else
      // A test bundle is not a program there: nothing can be started again.
      return false
    #endif
  }

  /// The largest part of a stream that is read back, in bytes.
  private static let mostRead = 64 << 10

  /// Starts this program again with `arguments`, waits for it at most `limits.seconds`, and collects
  /// what it wrote.
  ///
  /// - Parameters:
  ///   - firstCheck: The first check to run, so that grading can go on behind a crash.
  ///   - program: Another program with the same tests, where it is not this very one.
  ///   - variables: More environment variables.
  package static func run(
    _ arguments: [String], limits: Limits, firstCheck: Int = 0, program: String? = nil,
    variables: [String: String] = [:]
  ) throws -> Self {
    let seal = Seal()
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-grading-\(getpid())-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    var environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
    environment[ChildRole.variable] =
      ChildRole(
        events: path("events"), limits: limits, firstCheck: firstCheck, parent: getpid(),
        seal: seal
      ).encoded
    for variable in Records.variables { environment[variable] = nil }
    environment["SWIFT_BACKTRACE"] =
      "enable=yes,interactive=no,color=no,threads=crashed,images=none,registers=none,limit=24"
    ProcessSession.adoptOrphans()
    let process = try spawn(
      program, arguments, environment, output: path("output"), errors: path("errors"))
    let ending = wait(for: process, limits)
    ProcessSession.end(process)

    let events = Self.events(in: read(path("events"), most: 8 << 20), seal)
    return ChildProcess(
      ending: ending, events: events, output: read(path("output"), most: mostRead),
      errors: read(path("errors"), most: mostRead))
  }

  /// The events that the harness wrote: the lines up to the first whose seal is missing or wrong.
  static func events(in text: String, _ seal: Seal) -> [GradeEvent] {
    var events: [GradeEvent] = []
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      guard let content = seal.content(of: line, number: events.count),
        let event = try? JSONDecoder().decode(GradeEvent.self, from: Data(content))
      else { break }
      events.append(event)
    }
    return events
  }

  private static func spawn(
    _ program: String?, _ arguments: [String], _ environment: [String: String], output: String,
    errors: String
  ) throws -> pid_t {
    #if os(Linux)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
      posix_spawn_file_actions_init(&actions)
      posix_spawnattr_init(&attributes)
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      let mode = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND
      posix_spawn_file_actions_addopen(&actions, 1, output, mode, 0o600)
      posix_spawn_file_actions_addopen(&actions, 2, errors, mode, 0o600)
      // POSIX_SPAWN_SETSID, which the C headers show to GNU programs only: a session of its own.
      posix_spawnattr_setflags(&attributes, 0x80)
      var words: [UnsafeMutablePointer<CChar>?] =
        ([program ?? CommandLine.arguments[0]] + arguments).map { strdup($0) } + [nil]
      var variables: [UnsafeMutablePointer<CChar>?] =
        environment.map { strdup("\($0)=\($1)") } + [nil]
      defer {
        posix_spawn_file_actions_destroy(&actions)
        posix_spawnattr_destroy(&attributes)
        for pointer in words + variables { free(pointer) }
      }
      let (code, process) = ProcessSession.begin {
        var process: pid_t = 0
        let code = posix_spawn(
          &process, program ?? "/proc/self/exe", &actions, &attributes, &words, &variables)
        return (code, process)
      }
      guard code == 0 else { throw CannotStart(reason: String(cString: strerror(code))) }
      return process
    #else
      throw CannotStart(reason: "processes of their own are not supported on this platform")
    #endif
  }

  private static func wait(for process: pid_t, _ limits: Limits) -> Ending {
    let start = ContinuousClock.now
    let deadline = start + .seconds(limits.seconds)
    var nextCount = start + .milliseconds(50)
    var status: Int32 = 0
    var pause: UInt32 = 200
    while waitpid(process, &status, WNOHANG) == 0 {
      if ContinuousClock.now > deadline {
        kill(-process, SIGKILL)
        waitpid(process, &status, 0)
        return .timedOut
      }
      if ContinuousClock.now > nextCount {
        if ProcessSession.count(process) > limits.processes {
          kill(-process, SIGKILL)
          waitpid(process, &status, 0)
          return .swarmed
        }
        nextCount = ContinuousClock.now + .milliseconds(100)
      }
      usleep(pause)
      pause = min(2 * pause, 5_000)
    }
    let signal = status & 0x7f
    if signal == SIGXCPU { return .timedOut }
    return signal == 0 ? .exited(code: (status >> 8) & 0xff) : .signalled(signal)
  }

  private static func read(_ path: String, most bytes: Int) -> String {
    guard let file = FileHandle(forReadingAtPath: path) else { return "" }
    defer { try? file.close() }
    return String(decoding: (try? file.read(upToCount: bytes)) ?? Data(), as: UTF8.self)
  }

  /// The operating system did not start the process.
  struct CannotStart: Error, CustomStringConvertible {
    let reason: String
    var description: String { "cannot start a process for grading: \(reason)" }
  }
}
