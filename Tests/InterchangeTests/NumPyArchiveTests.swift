import Foundation
import Interchange
import Tensors
import Testing

@Suite("npz files") struct NumPyArchiveTests {
  @Test("archives that NumPy wrote, packed and not", arguments: ["stored", "packed"])
  func reading(_ name: String) throws {
    let expected = try Fixtures.expected("npz/expected.json")
    let arrays = try readNumPyArchive(at: Fixtures.url("npz/\(name).npz"))
    #expect(arrays.count == (name == "packed" ? 4 : 3))
    for (key, array) in arrays { expected[key]?.check(array, key) }
    #expect(Set(arrays.keys).isSubset(of: expected.keys))
  }

  @Test("what is written comes back")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let tensors = ["b": Tensor([[1, 2], [3, 4]]), "a/ü": Tensor(5), "": Tensor(6)]
    let error = failure { () throws(NumPyError) in
      try writeNumPyArchive(tensors, to: folder.file("a.npz"))
    }
    #expect(error?.fault == .invalidName)
    let named = tensors.filter { !$0.key.isEmpty }
    try writeNumPyArchive(named, to: folder.file("a.npz"))
    #expect(try readNumPyArchive(at: folder.file("a.npz")).mapValues(\.tensor) == named)
    try writeNumPyArchive([:], to: folder.file("a.npz"))
    #expect(try readNumPyArchive(at: folder.file("a.npz")).isEmpty)
  }

  @Test("a small file cannot unpack to more than is allowed")
  func limit() throws {
    let data = try Fixtures.data("npz/packed.npz")
    let error = failure { () throws(NumPyError) in
      try parseNumPyArchive(data, file: "packed.npz", maximumSize: 1000)
    }
    #expect(error?.fault == .unsupportedArchive)
  }

  /// The archive with the bytes at every place of `pattern`, from the `skip`-th on, replaced.
  private func replaced(_ data: Data, _ pattern: String, with text: String, skip: Int = 0) -> Data {
    var bytes = Array(data)
    var seen = 0
    let (old, new) = (Array(pattern.utf8), Array(text.utf8))
    for start in 0...(bytes.count - old.count) where Array(bytes[start..<start + old.count]) == old
    {
      if seen >= skip { bytes.replaceSubrange(start..<start + old.count, with: new) }
      seen += 1
    }
    #expect(seen > skip)
    return Data(bytes)
  }

  @Test("equal names, wrong names, shared bytes and broken checksums are refused")
  func damage() throws {
    let data = try encodeNumPyArchive(["a": Tensor(1), "b": Tensor(2)], file: "a.npz")
    func fault(_ data: Data) -> NumPyError? {
      failure { () throws(NumPyError) in try parseNumPyArchive(data, file: "a.npz") }
    }
    #expect(fault(replaced(data, "b.npy", with: "a.npy"))?.fault == .duplicateName)
    // Each name comes twice: before the member and in the directory.
    let renamed = fault(replaced(data, "b.npy", with: "c.npy", skip: 1))
    #expect(renamed?.fault == .damagedArchive)
    #expect(renamed?.found == "another name")
    #expect(fault(replaced(data, "b.npy", with: "b.txt"))?.fault == .unsupportedArchive)
    let header = replaced(data, "'<f4'", with: "'<i4'")
    #expect(fault(header)?.expected.contains("checksum") == true)

    // The second entry of the directory points to the first member.
    var shared = replaced(data, "b.npy", with: "a.npy")
    let entry = try #require(shared.lastRange(of: Data([0x50, 0x4B, 1, 2])))
    for offset in 42..<46 { shared[entry.lowerBound + offset] = 0 }
    #expect(fault(shared)?.found == "bytes of another member")

    var encrypted = data
    encrypted[entry.lowerBound + 8] |= 1
    #expect(fault(encrypted)?.found == "an encrypted one")
    var packed = data
    packed[entry.lowerBound + 10] = 12
    #expect(fault(packed)?.expected.contains("method") == true)
    #expect(fault(data + Data([0]))?.fault == .damagedArchive)
    #expect(fault(data.dropLast())?.fault == .damagedArchive)
    #expect(fault(Data())?.fault == .damagedArchive)
  }
}

extension Data {
  func lastRange(of pattern: Data) -> Range<Int>? { range(of: pattern, options: .backwards) }
}
