import Dispatch
import Foundation
import Synchronization

/// Passes Ctrl-C on to the program that the tool is waiting for.
///
/// `Foundation.Process` puts a program into a process group of its own, which the terminal's Ctrl-C does
/// not reach: without this, an endless loop in a project would go on after the tool has ended.
enum Interruption {
  private static let running = Mutex<Set<Int32>>([])
  private static let source = Mutex<(any DispatchSourceSignal)?>(nil)

  /// Starts `process`, and ends it with this tool if somebody presses Ctrl-C.
  static func run(_ process: Process) throws {
    listen()
    try process.run()
    let identifier = process.processIdentifier
    _ = running.withLock { $0.insert(identifier) }
  }

  /// Forgets a process that has ended.
  static func forget(_ process: Process) {
    _ = running.withLock { $0.remove(process.processIdentifier) }
  }

  /// From now on Ctrl-C ends what runs, and then the tool.
  static func listen() {
    source.withLock { source in
      guard source == nil else { return }
      signal(SIGINT, SIG_IGN)
      let new = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
      new.setEventHandler {
        // An interrupted `swift test` ends its own tests; a killed one would leave them running.
        running.withLock { $0.forEach { kill($0, SIGINT) } }
        exit(130)
      }
      new.resume()
      source = new
    }
  }
}
