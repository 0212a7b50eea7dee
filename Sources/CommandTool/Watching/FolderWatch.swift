import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Wakes up when something in a folder, or in a folder in it, may have changed.
///
/// The operating system says so at once: by inotify on Linux, by kqueue on macOS. Where neither works,
/// ``wait(for:seconds:)`` comes back after its time, and whoever waits looks for himself. What has changed
/// is found by comparing two ``FileStates``, which is right in either case.
final class FolderWatch {
  private let folder: URL
  private var queue: Int32 = -1
  private var open: [Int32] = []

  /// Whether the operating system reports changes.
  var isNotified: Bool { queue >= 0 }

  init(_ folder: URL) {
    self.folder = folder
    begin()
  }

  deinit { end() }

  /// What came first.
  enum Event: Equatable {
    case change
    case input
    case nothing
  }

  /// Waits for a change, for something to read on `input`, or for the time to pass.
  ///
  /// - Parameters:
  ///   - input: A file descriptor, such as 0 for the keyboard; `nil` for none.
  ///   - seconds: The longest time.
  func wait(for input: Int32?, seconds: Double) -> Event {
    var descriptors: [pollfd] = []
    if let input { descriptors.append(pollfd(fd: input, events: Int16(POLLIN), revents: 0)) }
    if isNotified { descriptors.append(pollfd(fd: queue, events: Int16(POLLIN), revents: 0)) }
    let count = poll(&descriptors, nfds_t(descriptors.count), Int32(seconds * 1000))
    guard count > 0 else { return .nothing }
    if input != nil, descriptors[0].revents != 0 { return .input }
    // A system that cannot wait for its own reports would answer at once, again and again.
    if descriptors.contains(where: { $0.revents & Int16(POLLNVAL) != 0 }) {
      end()
      return .nothing
    }
    drain()
    return .change
  }

  private var folders: [URL] {
    let inside = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: [.isDirectoryKey])
    return [folder] + (inside ?? []).filter { $0.hasDirectoryPath }
  }

  #if os(Linux)
    private func begin() {
      queue = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
      guard isNotified else { return }
      // Editors write the file itself, or another one that they move to its place.
      let events = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE
      let added = folders.map { inotify_add_watch(queue, $0.path, UInt32(events)) }
      if added.contains(where: { $0 < 0 }) { end() }
    }

    private func drain() {
      var bytes = [UInt8](repeating: 0, count: 4096)
      while read(queue, &bytes, bytes.count) > 0 {}
    }
  #elseif canImport(Darwin)
    private func begin() {
      queue = kqueue()
      guard isNotified else { return }
      let files = folders.flatMap { folder in
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path)).map { names in
          [folder.path] + names.map { folder.appendingPathComponent($0).path }
        } ?? []
      }
      for path in files {
        let file = Darwin.open(path, O_EVTONLY)
        guard file >= 0 else { continue }
        open.append(file)
        var change = kevent(
          ident: UInt(file), filter: Int16(EVFILT_VNODE), flags: UInt16(EV_ADD | EV_CLEAR),
          fflags: UInt32(NOTE_WRITE | NOTE_EXTEND | NOTE_DELETE | NOTE_RENAME | NOTE_ATTRIB),
          data: 0, udata: nil)
        if kevent(queue, &change, 1, nil, 0, nil) < 0 { return end() }
      }
    }

    private func drain() {
      // A file that was replaced is another one now: look at all of them anew.
      end()
      begin()
    }
  #else
    private func begin() {}
    private func drain() {}
  #endif

  private func end() {
    for file in open { close(file) }
    open = []
    if queue >= 0 { close(queue) }
    queue = -1
  }
}
