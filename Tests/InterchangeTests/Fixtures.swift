import Foundation
import Interchange
import Tensors
import Testing

/// Recorded files, made by Tests/Fixtures/interchange/record.py.
enum Fixtures {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/interchange")

  static func url(_ path: String) -> URL { folder.appendingPathComponent(path) }

  static func data(_ path: String) throws -> Data { try Data(contentsOf: url(path)) }

  static func expected(_ path: String) throws -> [String: Expected] {
    try JSONDecoder().decode([String: Expected].self, from: data(path))
  }

  /// What an array holds, as NumPy sees it.
  struct Expected: Decodable {
    let shape: [Int]
    let type: String
    /// The bits of each element as a `Float`.
    let bits: [UInt32]
    /// How many elements are not exact as a `Float`.
    let rounded: Int
    let integers: [Int]?

    func check(_ array: StoredArray, _ name: String) {
      #expect(array.shape == shape, "\(name)")
      #expect("\(array.elementType)" == type, "\(name)")
      #expect(array.tensor.shape == shape, "\(name)")
      #expect(array.tensor.scalars.map(\.bitPattern) == bits, "\(name)")
      #expect(array.roundedCount == rounded, "\(name)")
      #expect(array.integers == integers, "\(name)")
    }
  }
}

/// Whether the tests that take minutes run too.
let isLongRun = ProcessInfo.processInfo.environment["DESCENT_LONG"] == "1"

/// A folder for the files of one test, removed with it.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-interchange-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  func write(_ bytes: some Sequence<UInt8>, as name: String) throws -> URL {
    try Data(Array(bytes)).write(to: file(name))
    return file(name)
  }

  /// The names of all files, hidden ones too.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }
}

/// Runs `body` and returns the error it throws; none is a failure of the test.
func failure<Value, Failure: Error>(
  sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws(Failure) -> Value
) -> Failure? {
  do throws(Failure) {
    let value = try body()
    Issue.record("no error, but \(value)", sourceLocation: sourceLocation)
    return nil
  } catch {
    return error
  }
}
