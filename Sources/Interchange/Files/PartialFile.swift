public import Foundation

/// The file that `writeAtomically` fills before it gets its name.
public struct PartialFile: ~Copyable {
  private let file: OpenFile
  private let names: Names
  private let path: String

  /// The names that belong to one file to be written.
  struct Names {
    let folder: String
    let name: String
    /// The path as the caller wrote it, for messages.
    let given: String

    init(_ url: URL) {
      given = url.path
      let target = fileStatus(url.path) == nil ? url : url.resolvingSymlinksInPath()
      name = target.lastPathComponent
      folder = target.deletingLastPathComponent().path
    }

    var target: String { folder + "/" + name }
    /// What the names of all its partial files begin with: names have at most 255 bytes.
    private var beginning: String {
      "." + String(decoding: name.utf8.prefix(200), as: UTF8.self) + "."
    }
    private static let ending = ".partial"

    func makePartialName() -> String {
      let number = String(UInt64.random(in: 0 ... .max), radix: 16)
      return beginning + String(repeating: "0", count: 16 - number.count) + number + Self.ending
    }

    func isPartialName(_ name: String) -> Bool {
      guard name.hasPrefix(beginning), name.hasSuffix(Self.ending) else { return false }
      let middle = name.dropFirst(beginning.count).dropLast(Self.ending.count)
      return middle.utf8.count == 16 && middle.allSatisfy(\.isHexDigit)
    }
  }

  /// Makes a new file beside the one to be written, and locks it.
  init(_ names: Names) throws(FileWriteError) {
    self.names = names
    Self.removeLeftovers(names)
    // Another writer may hold a new file for a leftover before it is locked, hence the second try.
    for _ in 0..<100 {
      let path = names.folder + "/" + names.makePartialName()
      switch OpenFile.open(path, O_WRONLY | O_CREAT | O_EXCL) {
      case .failed(EEXIST): continue
      case .failed(let code):
        throw FileWriteError(
          file: names.given, expected: "to make a file in \(names.folder)", systemError: code)
      case .opened(let file):
        // On a file system without locks nobody removes anything either.
        guard file.lock() || [ENOLCK, ENOTSUP, ENOSYS].contains(errno), file.hasName else {
          continue
        }
        self.path = path
        self.file = file
        return
      }
    }
    throw FileWriteError(
      file: names.given, expected: "a free name in \(names.folder)", found: "none in 100 tries",
      advice: "Try again.")
  }

  /// Adds bytes.
  public func write(_ data: Data) throws(FileWriteError) {
    let code = data.withUnsafeBytes { file.write($0) }
    try check(code, "to write \(data.count) bytes")
  }

  /// Adds bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileWriteError) {
    try check(file.write(bytes), "to write \(bytes.count) bytes")
  }

  private func check(_ code: Int32?, _ expected: String) throws(FileWriteError) {
    guard let code else { return }
    throw FileWriteError(file: names.given, expected: expected, systemError: code)
  }

  /// Brings the content to the disk and gives the file its name.
  func finish() throws(FileWriteError) {
    if let old = fileStatus(names.target), old.st_mode & S_IFMT == S_IFREG {
      _ = fchmod(file.descriptor, old.st_mode & 0o7777)
    }
    try check(file.synchronize(), "to bring the content to the disk")
    guard rename(path, names.target) == 0 else {
      throw FileWriteError(
        file: names.given, expected: "to give the new file its name", systemError: errno)
    }
    var code: Int32?
    switch OpenFile.open(names.folder, O_RDONLY | O_DIRECTORY) {
    case .opened(let folder): code = folder.synchronize()
    case .failed(let number): code = number
    }
    // Some file systems have no way to do it, some folders may be written to but not read.
    guard let code, code != EINVAL, code != ENOTSUP, code != EACCES else { return }
    throw FileWriteError(
      file: names.given, expected: "to bring the folder to the disk (the file has its new content)",
      systemError: code)
  }

  func remove() { _ = unlink(path) }

  /// Removes what killed programs have left: partial files of this name that nobody has locked.
  private static func removeLeftovers(_ names: Names) {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: names.folder)) ?? []
    for name in found where names.isPartialName(name) {
      let path = names.folder + "/" + name
      if case .opened(let file) = OpenFile.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
        file.lock()
      {
        _ = unlink(path)
      }
    }
  }
}
