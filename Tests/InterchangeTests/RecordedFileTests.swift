import Foundation
import Interchange
import Tensors
import Testing

/// Files that Python did not make but has checked: `record.py --verify`.
@Suite("Files that Python has loaded") struct RecordedFileTests {
  /// With `DESCENT_RECORD=1` the files are written instead of compared.
  private static let isRecording = ProcessInfo.processInfo.environment["DESCENT_RECORD"] == "1"

  private func check(_ name: String, _ data: Data) throws {
    let url = Fixtures.url("swift/\(name)")
    if Self.isRecording {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: url)
    }
    #expect(try Data(contentsOf: url) == data)
  }

  @Test("a zip archive of arrays")
  func archive() throws {
    try check("arrays.npz", try encodeNumPyArchive(SafetensorsTests.model, file: "arrays.npz"))
  }

  @Test("a model that is a single tensor")
  func single() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("single.safetensors")
    try Tensor([1, 2]).save(to: url)
    try check("single.safetensors", try Data(contentsOf: url))
    var tensor = Tensor([0, 0])
    try tensor.load(from: url)
    #expect(tensor == Tensor([1, 2]))
  }
}
