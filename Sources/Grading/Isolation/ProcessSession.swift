import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The processes that belong to one grading process: itself, and what its code has started.
///
/// A program that is started by `Foundation.Process` gets a process group of its own, so killing the
/// group is not enough. The session stays the same.
enum ProcessSession {
  /// Kills every process of the session that `leader` leads.
  static func end(_ leader: pid_t) {
    kill(-leader, SIGKILL)
    #if os(Linux)
      // Twice: between the listing and the signal a process can have started another one.
      for _ in 0..<2 {
        for process in members(of: leader) { kill(process, SIGKILL) }
      }
    #endif
  }

  /// The living processes of a session, as the kernel lists them.
  private static func members(of leader: pid_t) -> [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { process in
      guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
        // The name in parentheses may hold anything; behind it stand state, parent, group, session.
        let end = text.lastIndex(of: ")")
      else { return false }
      let fields = text[end...].split(separator: " ")
      return fields.count > 4 && pid_t(fields[4]) == leader && fields[1] != "Z"
    }
  }
}
