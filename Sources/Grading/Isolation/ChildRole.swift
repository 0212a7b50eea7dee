import Foundation

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

  init(events: String, limits: Limits, firstCheck: Int, parent: Int32) {
    eventsPath = events
    seconds = limits.seconds
    megabytes = limits.megabytes
    self.firstCheck = firstCheck
    self.parent = parent
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
    // What the code under test starts is not a grading process.
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
    guard var line = try? JSONEncoder().encode(event) else { return }
    line.append(UInt8(ascii: "\n"))
    let file = open(eventsPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    defer { close(file) }
    try? FileHandle(fileDescriptor: file).write(contentsOf: line)
  }

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
    #if os(Linux)
      // `stdout` is a variable of C, which Swift 6 does not let anyone read: ask the linker for it.
      if let stream = dlsym(nil, "stdout")?.load(as: UnsafeMutablePointer<FILE>.self) {
        setvbuf(stream, nil, _IOLBF, 1 << 12)
      }
    #endif
  }

  private func limit(megabytes: Int, seconds: Int) {
    #if os(Linux)
      func set(_ resource: __rlimit_resource, _ amount: Int) {
        var limit = rlimit(rlim_cur: rlim_t(amount), rlim_max: rlim_t(amount))
        setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
      }
      set(RLIMIT_AS, megabytes << 20)
      set(RLIMIT_CORE, 0)
      // Two cores for the whole time allowed, and some to spare: the wall clock is to decide.
      set(RLIMIT_CPU, 4 * seconds + 2)
      set(RLIMIT_FSIZE, 64 << 20)
    #endif
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
