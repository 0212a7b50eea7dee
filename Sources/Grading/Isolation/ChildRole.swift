import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a process knows that was started to grade one exercise.
package struct ChildRole: Codable, Sendable {
  /// The environment variable by which a grading process knows that it is one.
  static let variable = "DESCENT_GRADING_PROCESS"

  let eventsPath: String
  let seconds: Int
  let megabytes: Int
  let firstCheck: Int
  let parent: Int32
  /// The key of the seal on every event.
  private let key: String

  init(events: String, limits: Limits, firstCheck: Int, parent: Int32, seal: Seal) {
    eventsPath = events
    seconds = limits.seconds
    megabytes = limits.megabytes
    self.firstCheck = firstCheck
    self.parent = parent
    key = seal.text
  }

  var encoded: String {
    guard let data = try? JSONEncoder().encode(self) else { return "" }
    return String(decoding: data, as: UTF8.self)
  }

  /// This process's role, or `nil` in a process that a person started.
  package static let current: ChildRole? = {
    guard let text = ProcessInfo.processInfo.environment[variable],
      let role = try? JSONDecoder().decode(ChildRole.self, from: Data(text.utf8))
    else { return nil }
    // What the code under test starts is not a grading process. The kernel shows a process's first
    // environment for as long as it runs, so the key is overwritten where it stands.
    if let value = getenv(variable) { memset(value, Int32(UInt8(ascii: " ")), strlen(value)) }
    unsetenv(variable)
    return role
  }()

  /// Takes on the limits and opens the record, before any code under test runs.
  package func begin() {
    limit(megabytes: megabytes, seconds: seconds)
    watchParent()
    flushLines()
  }

  /// Appends an event to the record, at once.
  package func write(_ event: GradeEvent) {
    guard let content = try? JSONEncoder().encode(event), let seal = Seal(key) else { return }
    let number = Self.written.withLock { count in
      defer { count += 1 }
      return count
    }
    let line = Data(seal.line(content, number: number))
    let file = open(eventsPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    defer { close(file) }
    try? FileHandle(fileDescriptor: file).write(contentsOf: line)
  }

  /// How many events this process has written.
  private static let written = Mutex(0)

  /// Gives the calling thread a second stack for the runtime's crash handler.
  ///
  /// An endless recursion fills the thread's own stack. Without a second one the process would die
  /// without a word about where.
  package func prepareThread() {
    #if os(Linux)
      let size = 256 << 10
      var stack = stack_t(ss_sp: malloc(size), ss_flags: 0, ss_size: size)
      sigaltstack(&stack, nil)
    #endif
  }

  /// Makes every printed line leave this process at once, so that a crash does not swallow it.
  private func flushLines() {
    #if canImport(Glibc)
      // `stdout` is a variable of C, which Swift 6 does not let anyone read: ask the linker for it.
      if let stream = dlsym(nil, "stdout")?.load(as: UnsafeMutablePointer<FILE>.self) {
        setvbuf(stream, nil, _IOLBF, 1 << 12)
      }
    #elseif canImport(Musl)
      // There it is a constant.
      setvbuf(stdout, nil, _IOLBF, 1 << 12)
    #endif
  }

  private func limit(megabytes: Int, seconds: Int) {
    #if os(Linux)
      #if canImport(Musl)
        let threads = RLIMIT_NPROC
        func set(_ resource: Int32, _ amount: Int) {
          var limit = rlimit(rlim_cur: rlim_t(amount), rlim_max: rlim_t(amount))
          setrlimit(resource, &limit)
        }
      #else
        let threads = __RLIMIT_NPROC
        func set(_ resource: __rlimit_resource, _ amount: Int) {
          var limit = rlimit(rlim_cur: rlim_t(amount), rlim_max: rlim_t(amount))
          setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
        }
      #endif
      set(RLIMIT_AS, megabytes << 20)
      set(RLIMIT_CORE, 0)
      // Two cores for the whole time allowed, and some to spare: the wall clock is to decide.
      set(RLIMIT_CPU, 4 * seconds + 2)
      set(RLIMIT_FSIZE, 64 << 20)
      // The kernel counts all threads of one user, whoever started them; it does not hold root to this.
      set(threads, Self.threadsOfThisMachine + 256)
    #endif
  }

  /// The number of threads on this machine: the fourth field of the load, as in `2/310`.
  private static var threadsOfThisMachine: Int {
    let text = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
    let fields = text.split(separator: " ")
    guard fields.count > 3 else { return 4096 }
    return fields[3].split(separator: "/").last.flatMap { Int($0) } ?? 4096
  }

  /// Ends this process group when the process that asked for the grade is gone, so that an interrupted
  /// run leaves nothing behind.
  private func watchParent() {
    let parent = self.parent
    Thread.detachNewThread {
      while getppid() == parent { usleep(200_000) }
      kill(0, SIGKILL)
    }
  }
}
