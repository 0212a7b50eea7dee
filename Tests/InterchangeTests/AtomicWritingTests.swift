import Foundation
import Interchange
import Testing

@Suite("Files that are replaced in one step") struct AtomicWritingTests {
  @Test("a new file, a replaced file, and nothing else in the folder")
  func replacing() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("a.bin")
    try writeAtomically(Data([1, 2, 3]), to: url)
    #expect(try Data(contentsOf: url) == Data([1, 2, 3]))
    try writeAtomically(to: url) { (file) throws(FileWriteError) in
      try file.write(Data([4]))
      #expect((try? Data(contentsOf: url)) == Data([1, 2, 3]), "the old content while writing")
      try file.write(Data(count: 100_000))
    }
    #expect(try Data(contentsOf: url) == Data([4]) + Data(count: 100_000))
    try writeAtomically(Data(), to: url)
    #expect(try Data(contentsOf: url).isEmpty)
    #expect(try folder.names == ["a.bin"])
  }

  @Test("a failure on the way leaves the old file")
  func failing() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("a.bin")
    try writeAtomically(Data([1]), to: url)
    let elsewhere = folder.file("none/b.bin")
    let error = failure { () throws(FileWriteError) in
      try writeAtomically(to: url) { (file) throws(FileWriteError) in
        try file.write(Data([2]))
        try writeAtomically(Data(), to: elsewhere)
      }
    }
    #expect(error?.file == elsewhere.path)
    #expect(error?.advice == "Make the folder first, or correct the path.")
    #expect(try Data(contentsOf: url) == Data([1]))
    #expect(try folder.names == ["a.bin"])

    let onFolder = failure { () throws(FileWriteError) in
      try writeAtomically(Data([1]), to: folder.url)
    }
    #expect(onFolder != nil)
    let page = try #require(URL(string: "https://example.org/a"))
    let web = failure { () throws(FileWriteError) in try writeAtomically(Data(), to: page) }
    #expect(web?.expected == "the address of a file")
  }

  @Test("links stay links, permissions stay, long names are written")
  func names() throws {
    let folder = try TemporaryFolder()
    let (url, link) = (folder.file("a.bin"), folder.file("link"))
    try writeAtomically(Data([1]), to: url)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: url.path)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: url)
    try writeAtomically(Data([2]), to: link)
    #expect(try Data(contentsOf: url) == Data([2]))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == url.path)
    let attributes = try FileManager.default.attributesOfItem(atPath: url.path)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    let long = folder.file(String(repeating: "ü", count: 127))
    try writeAtomically(Data([3]), to: long)
    #expect(try Data(contentsOf: long) == Data([3]))
    #expect(try folder.names.count == 3)
  }

  @Test("what a killed writer left is removed, what another one is writing is not")
  func leftovers() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("a.bin")
    _ = try folder.write([1], as: ".a.bin.0123456789abcdef.partial")
    let kept = [".a.bin.mine.partial", ".b.bin.0123456789abcdef.partial"]
    for name in kept { _ = try folder.write([1], as: name) }
    try writeAtomically(to: url) { (file) throws(FileWriteError) in
      try file.write(Data([1]))
      // Another writer of the same file, while this one is at work.
      try writeAtomically(Data([2]), to: url)
      #expect((try? Data(contentsOf: url)) == Data([2]))
    }
    #expect(try Data(contentsOf: url) == Data([1]))
    #expect(try folder.names == (kept + ["a.bin"]).sorted())
  }

  @Test("a program killed at any moment leaves a whole file")
  func killed() async throws {
    let folder = try TemporaryFolder()
    let url = folder.file("a.bin")
    let rounds = isLongRun ? 200 : 2
    var found: Set<UInt8> = []
    for round in 0..<rounds {
      let (path, delay) = (url.path, UInt32(500 + round * 997 % 20_000))
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, delay = delay as UInt32] in
        Thread.detachNewThread {
          usleep(delay)
          kill(getpid(), SIGKILL)
        }
        // 256 kB of one byte, another one each time.
        var byte: UInt8 = 0
        while true {
          byte &+= 1
          try writeAtomically(
            Data(repeating: byte, count: 1 << 18), to: URL(fileURLWithPath: path))
        }
      }
      guard FileManager.default.fileExists(atPath: url.path) else { continue }
      let data = try Data(contentsOf: url)
      #expect(data.count == 1 << 18)
      #expect(Set(data).count == 1)
      found.formUnion(data.prefix(1))
    }
    // Whatever is left goes with the next file.
    try writeAtomically(Data([1]), to: url)
    #expect(try folder.names == ["a.bin"])
    if isLongRun { #expect(found.count > 1) }
  }
}
