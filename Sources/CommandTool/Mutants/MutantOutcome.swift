import Foundation

/// What became of the mutants of one exercise.
struct MutantOutcome: Codable {
  /// How many mutants compiled and were tried.
  var tried = 0
  /// How many of them a check rejected.
  var killed = 0
  /// How many of those did not fail but ran out of time: many of them mean a machine that is too busy.
  var timedOut = 0
  /// How many the compiler refused; they count for nothing.
  var refused = 0
  /// The others, by id, each with its description.
  var survivors: [String: String] = [:]
}

/// The results of earlier runs, under `.build`: an exercise is tried again only when something that
/// decides the result has changed.
struct MutantCache {
  let package: CoursePackage

  private var folder: URL { package.notes.appendingPathComponent("mutants") }

  func outcome(_ exercise: String, key: String) -> MutantOutcome? {
    guard let data = try? Data(contentsOf: file(exercise)),
      let entry = try? JSONDecoder().decode(Entry.self, from: data), entry.key == key
    else { return nil }
    return entry.outcome
  }

  func save(_ outcome: MutantOutcome, _ exercise: String, key: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try JSONEncoder().encode(Entry(key: key, outcome: outcome))
      .write(to: file(exercise), options: .atomic)
  }

  private struct Entry: Codable {
    let key: String
    let outcome: MutantOutcome
  }

  private func file(_ exercise: String) -> URL { folder.appendingPathComponent("\(exercise).json") }

  /// A key that changes with any of the files, or with the rules (FNV-1a, 64 bits).
  static func key(of files: [URL]) -> String {
    var hash: UInt64 = 14_695_981_039_346_656_037
    func add(_ bytes: some Sequence<UInt8>) {
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    }
    add("rules \(MutatedSource.version)".utf8)
    for file in files.sorted(by: { $0.path < $1.path }) {
      add(file.lastPathComponent.utf8)
      add((try? Data(contentsOf: file)) ?? Data())
    }
    return String(hash, radix: 16)
  }
}
