import Foundation
import Synchronization

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
/// group is not enough. The session stays the same, unless the program asks for one of its own; then it
/// is found as an orphan, because this process adopts what its grading processes leave behind.
enum ProcessSession {
  /// The grading processes that are running.
  private static let leaders = Mutex<Set<pid_t>>([])

  /// Starts a grading process and remembers it, so that nobody takes it for an orphan in between.
  static func begin(_ start: () -> (code: Int32, process: pid_t)) -> (code: Int32, process: pid_t) {
    leaders.withLock { leaders in
      let result = start()
      if result.code == 0 { leaders.insert(result.process) }
      return result
    }
  }

  /// Kills every process of the session that `leader` leads, and every orphan.
  static func end(_ leader: pid_t) {
    kill(-leader, SIGKILL)
    #if os(Linux)
      // Twice: between the listing and the signal a process can have started another one.
      for _ in 0..<2 {
        for process in processes() where process.session == leader { kill(process.id, SIGKILL) }
      }
      endOrphans()
    #endif
    leaders.withLock { _ = $0.remove(leader) }
  }

  /// The number of living processes of the session that `leader` leads.
  static func count(_ leader: pid_t) -> Int {
    #if os(Linux)
      processes().count { $0.session == leader }
    #else
      1
    #endif
  }

  /// Makes this process the parent of every process whose own parent below it ends.
  static func adoptOrphans() {
    #if os(Linux)
      // `prctl` takes a varying number of arguments, which Swift does not call: ask the linker for it.
      typealias Control = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
      guard let address = dlsym(nil, "prctl") else { return }
      let control = unsafeBitCast(address, to: Control.self)
      let becomeSubreaper: Int32 = 36
      _ = control(becomeSubreaper, 1, 0, 0, 0)
      // Nor may anything but root read the keys out of this process's memory.
      let setDumpable: Int32 = 4
      _ = control(setDumpable, 0, 0, 0, 0)
    #endif
  }

  #if os(Linux)
    /// Kills the processes that this one has adopted, and what they have started.
    ///
    /// An adopted process has this one as its parent and is no grading process. It may have come from
    /// any grading process that has ended; those that still run keep their own.
    private static func endOrphans() {
      for _ in 0..<4 {
        let all = processes()
        let own = leaders.withLock { $0 }
        let orphans = all.filter {
          $0.parent == getpid() && !own.contains($0.id) && $0.session != getsid(0)
        }
        guard !orphans.isEmpty else { return }
        for orphan in orphans {
          for process in all where process.session == orphan.session { kill(process.id, SIGKILL) }
          kill(orphan.id, SIGKILL)
          var status: Int32 = 0
          waitpid(orphan.id, &status, 0)
        }
      }
    }

    /// One line of the kernel's list.
    private struct Entry {
      let id: pid_t
      let parent: pid_t
      let session: pid_t
    }

    /// The living processes, as the kernel lists them.
    private static func processes() -> [Entry] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      return names.compactMap { pid_t($0) }.compactMap { process in
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
          // The name in parentheses may hold anything; behind it stand state, parent, group, session.
          let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[end...].split(separator: " ")
        guard fields.count > 4, fields[1] != "Z", let parent = pid_t(fields[2]),
          let session = pid_t(fields[4])
        else { return nil }
        return Entry(id: process, parent: parent, session: session)
      }
    }
  #endif
}
