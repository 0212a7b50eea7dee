import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder of a submission, read as what it is: something that anybody may have made.
///
/// Names are bytes, because a name need not be text. Nothing is reached through a link: every step opens
/// one name inside a folder that is already open, so that nothing can be exchanged in between.
final class OpenFolder {
  /// What a name stands for.
  enum Kind { case file, folder, link, other }

  /// One name in a folder.
  struct Entry {
    let name: [UInt8]
    let kind: Kind

    /// The name as text, or `nil` if it is not UTF-8.
    var text: String? { String(validating: name, as: UTF8.self) }
    /// The name for a message.
    var shown: String { text ?? String(decoding: name, as: UTF8.self) }
  }

  /// What reading a file gave.
  enum Content {
    case data(Data)
    case tooLarge(Int)
    case refused(String)
  }

  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Opens a folder that the instructor named; this one may be a link.
  convenience init?(path: String) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    self.init(descriptor: descriptor)
  }

  /// Opens a folder inside this one, unless it is a link.
  func folder(_ name: [UInt8]) -> OpenFolder? {
    let descriptor = Self.terminated(name) {
      openat(self.descriptor, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    }
    return descriptor >= 0 ? OpenFolder(descriptor: descriptor) : nil
  }

  /// The names in this folder, in the order of their bytes, without those that begin with a dot.
  func entries(atMost most: Int) -> [Entry] {
    let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let stream = fdopendir(copy) else { return [] }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while entries.count < most, let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        // A name ends with a zero; on macOS it may have more than 255 bytes.
        Array(bytes.prefix { $0 != 0 })
      }
      guard name.first != UInt8(ascii: ".") else { continue }
      entries.append(Entry(name: name, kind: kind(of: name)))
    }
    return entries.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }

  private func kind(of name: [UInt8]) -> Kind {
    var status = stat()
    let result = Self.terminated(name) { fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) }
    guard result == 0 else { return .other }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .other
    }
  }

  /// Reads a file, if it is an ordinary one of at most `most` bytes.
  func read(_ name: [UInt8], atMost most: Int) -> Content {
    // Without O_NONBLOCK a pipe in the place of the file would keep the reader for ever.
    let file = Self.terminated(name) {
      openat(descriptor, $0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    }
    guard file >= 0 else {
      return .refused("cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return .refused("is not an ordinary file")
    }
    guard status.st_size <= most else { return .tooLarge(Int(status.st_size)) }
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: false)
    guard let data = try? handle.read(upToCount: most + 1) ?? Data() else {
      return .refused("cannot be read")
    }
    return data.count > most ? .tooLarge(data.count) : .data(data)
  }

  private static func terminated<Result>(
    _ name: [UInt8], _ body: (UnsafePointer<CChar>) -> Result
  ) -> Result {
    (name + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { body($0.baseAddress!) }
    }
  }
}
