import Foundation

/// An open file, which is closed with its last owner.
final class OpenFile: Sendable {
  let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  /// Opens a file, or says with which error number that failed.
  static func open(
    _ path: String, _ flags: Int32, permissions: mode_t = 0o666
  ) -> Result {
    // A path with a zero inside would be cut there.
    guard !path.utf8.contains(0) else { return .failed(EINVAL) }
    while true {
      let descriptor = systemOpen(path, flags | O_CLOEXEC, permissions)
      if descriptor >= 0 { return .opened(OpenFile(descriptor: descriptor)) }
      if errno != EINTR { return .failed(errno) }
    }
  }

  enum Result {
    case opened(OpenFile)
    case failed(Int32)
  }

  /// Writes all bytes, or returns the error number.
  func write(_ bytes: UnsafeRawBufferPointer) -> Int32? {
    var rest = bytes
    while !rest.isEmpty {
      // Systems limit one call to 2 GB, and not all of them say so politely.
      let count = systemWrite(descriptor, rest.baseAddress, min(rest.count, 1 << 26))
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return nil
  }

  /// Waits until the file's content is on the disk, or returns the error number.
  func synchronize() -> Int32? {
    #if canImport(Darwin)
      // There, fsync only hands the data to the drive.
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return nil }
    #endif
    while fsync(descriptor) != 0 {
      if errno != EINTR { return errno }
    }
    return nil
  }

  /// Takes the lock that says "this file is being written", unless somebody else has it.
  func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  /// Whether the file is still in a folder, not deleted since it was opened.
  var hasName: Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_nlink > 0
  }

  deinit { _ = close(descriptor) }
}

// Methods above have the names of the system's functions and would hide them.
private func systemOpen(_ path: String, _ flags: Int32, _ permissions: mode_t) -> Int32 {
  open(path, flags, permissions)
}

private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, start, count)
}

/// The status of the file of that name, links followed; nil if there is none.
func fileStatus(_ path: String) -> stat? {
  var status = stat()
  return stat(path, &status) == 0 ? status : nil
}
