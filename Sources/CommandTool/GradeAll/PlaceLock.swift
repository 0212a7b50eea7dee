import Foundation

/// A lock on a folder, which the system opens when this program ends, however it ends.
final class PlaceLock: Sendable {
  private let file: Int32

  /// Locks the folder; `nil` where somebody else has.
  init?(_ folder: URL) throws {
    let path = folder.appendingPathComponent("lock").path
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Failure("cannot write to \(folder.path)") }
    // The file is closed by `deinit`, which runs for what is complete, also where it is given up.
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else { return nil }
  }

  deinit { close(file) }
}
