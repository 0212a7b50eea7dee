public import Foundation

/// The folder in which every submission's result has a file: what a run that was ended can go on from.
public struct ResultStore: Sendable {
  private let folder: URL

  /// Uses `folder`, which is made when the first result is written.
  public init(_ folder: URL) { self.folder = folder }

  private func file(_ key: String) -> URL { folder.appendingPathComponent(key + ".json") }

  /// The result under `key`, if it was reached on the same basis.
  public func result(_ key: String, basis: String) -> SubmissionResult? {
    guard let data = try? Data(contentsOf: file(key)),
      let result = try? JSONDecoder().decode(SubmissionResult.self, from: data),
      result.basis == basis, result.key == key
    else { return nil }
    return result
  }

  /// Writes a result, in one piece or not at all.
  public func write(_ result: SubmissionResult) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    try encoder.encode(result).write(to: file(result.key), options: .atomic)
  }

  /// All results that can be read, in the order of their names, and the files that cannot.
  public func all() -> (results: [SubmissionResult], damaged: [String]) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    var results: [SubmissionResult] = []
    var damaged: [String] = []
    for name in names.sorted() where name.hasSuffix(".json") {
      if let data = try? Data(contentsOf: folder.appendingPathComponent(name)),
        let result = try? JSONDecoder().decode(SubmissionResult.self, from: data)
      {
        results.append(result)
      } else {
        damaged.append(name)
      }
    }
    return (results.sorted(), damaged)
  }
}

extension [SubmissionResult] {
  /// In the order of the names; the same on every machine.
  func sorted() -> [SubmissionResult] {
    sorted { ($0.name, $0.key) < ($1.name, $1.key) }
  }
}
