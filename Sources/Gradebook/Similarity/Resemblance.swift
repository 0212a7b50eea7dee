/// Submissions that look alike: for a person to look at, never a verdict.
///
/// Short exercises have few right answers, so what many have in common counts for nothing.
public struct Resemblance: Codable, Equatable, Sendable {
  /// Two submissions that share more than chance explains.
  public struct Pair: Codable, Equatable, Sendable {
    /// The name of the first submission.
    public let first: String
    /// The name of the second.
    public let second: String
    /// The share of the smaller submission's prints that the other has too, from 0 to 1.
    public let share: Double
    /// How many prints they share.
    public let prints: Int
  }

  /// A file that several submissions hold token by token, names included.
  public struct SameFile: Codable, Equatable, Sendable {
    /// The exercise's file.
    public let file: String
    /// The names of the submissions.
    public let submissions: [String]
  }

  /// The pairs, those that share most first.
  public let pairs: [Pair]
  /// The files, by name.
  public let files: [SameFile]

  /// How many prints two submissions must share to be listed.
  static let fewest = 12
  /// Which share of the smaller one's prints that must be.
  static let least = 0.6

  /// Compares all submissions with each other.
  public init(_ results: [SubmissionResult]) {
    // What more than a quarter of the class has, and more than three people, is the usual way to do it.
    let usual = max(3, results.count / 4)
    var owners: [UInt64: [Int]] = [:]
    for (index, result) in results.enumerated() {
      for print in result.prints.runs { owners[print, default: []].append(index) }
    }
    let telling = owners.filter { $0.value.count <= usual }
    var sizes = Array(repeating: 0, count: results.count)
    var shared: [Int: Int] = [:]
    for (_, indices) in telling {
      for (place, i) in indices.enumerated() {
        sizes[i] += 1
        for j in indices[(place + 1)...] { shared[i * results.count + j, default: 0] += 1 }
      }
    }
    pairs = shared.compactMap { place, count in
      let (i, j) = place.quotientAndRemainder(dividingBy: results.count)
      let share = Double(count) / Double(max(1, min(sizes[i], sizes[j])))
      guard count >= Self.fewest, share >= Self.least else { return nil }
      return Pair(
        first: results[i].name, second: results[j].name, share: (share * 1000).rounded() / 1000,
        prints: count)
    }.sorted { ($1.prints, $0.first, $0.second) < ($0.prints, $1.first, $1.second) }

    var groups: [String: [String]] = [:]
    for result in results {
      for (file, digest) in result.prints.files {
        groups["\(file) \(digest)", default: []].append(result.name)
      }
    }
    files = groups.filter { $0.value.count > 1 && $0.value.count <= usual }
      .map { SameFile(file: String($0.key.dropLast(17)), submissions: $0.value.sorted()) }
      .sorted { ($0.file, $0.submissions[0]) < ($1.file, $1.submissions[0]) }
  }
}
