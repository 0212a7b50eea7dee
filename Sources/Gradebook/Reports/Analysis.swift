import Course
import Grading

/// What a class's grades say about the exercises (classical test theory).
public struct Analysis: Codable, Equatable, Sendable {
  /// One exercise.
  public struct Item: Codable, Equatable, Sendable {
    /// The exercise's id.
    public let id: String
    /// Its title.
    public let title: String
    /// The most points.
    public let points: Int
    /// How many submissions attempted it.
    public let attempts: Int
    /// How many submissions ended each way.
    public let statuses: [String: Int]
    /// The mean share of the points over all submissions, from 0 (nobody) to 1 (everybody): the
    /// difficulty index, which is high for an easy exercise.
    public let difficulty: Double
    /// The correlation between the share of the points here and the points everywhere else, from −1 to
    /// 1; `nil` where one of the two is the same for all.
    public let discrimination: Double?
    /// The misconceptions that were recognized, the commonest first.
    public let misconceptions: [Count]
  }

  /// How often something came.
  public struct Count: Codable, Equatable, Sendable {
    /// What it is.
    public let name: String
    /// How often it came.
    public let count: Int
  }

  /// How many submissions there are.
  public let submissions: Int
  /// The most points.
  public let maximum: Int
  /// The points of every submission, smallest first.
  public let scores: [Int]
  /// The mean of the points.
  public let mean: Double
  /// The middle of the points.
  public let median: Double
  /// The standard deviation of the points.
  public let deviation: Double
  /// The exercises, in the order of the book.
  public let items: [Item]
  /// Submissions that look alike.
  public let resemblance: Resemblance

  /// Analyses the results of a class.
  public init(_ results: [SubmissionResult]) {
    submissions = results.count
    maximum = results.map(\.maximum).max() ?? 0
    scores = results.map(\.score).sorted()
    let values = scores.map(Double.init)
    mean = Self.mean(values)
    deviation = Self.mean(values.map { [mean] in ($0 - mean) * ($0 - mean) }).squareRoot()
    median =
      values.isEmpty ? 0 : (values[values.count / 2] + values[(values.count - 1) / 2]) / 2
    let ids = Set(results.flatMap { $0.exercises.map(\.id) }).sorted()
    items = ids.map { Self.item($0, results) }
    resemblance = Resemblance(results)
  }

  private static func item(_ id: String, _ results: [SubmissionResult]) -> Item {
    let rows = results.compactMap { result in
      result.exercises.first { $0.id == id }.map { (grade: $0, rest: result.score - $0.earned) }
    }
    let grades = rows.map(\.grade)
    let shares = grades.map { Double($0.earned) / Double(max(1, $0.points)) }
    var wrong: [String: Int] = [:]
    for grade in grades {
      for name in Set(grade.checks.compactMap(\.misconception?.name)) {
        wrong[name, default: 0] += 1
      }
    }
    return Item(
      id: id, title: grades.first?.title ?? "", points: grades.first?.points ?? 0,
      attempts: grades.count { $0.status != .notAttempted },
      statuses: Dictionary(grouping: grades, by: \.status.rawValue).mapValues(\.count),
      difficulty: mean(shares),
      discrimination: correlation(shares, rows.map { Double($0.rest) }),
      misconceptions: wrong.map { Count(name: $0.key, count: $0.value) }
        .sorted { ($1.count, $0.name) < ($0.count, $1.name) })
  }

  static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// Pearson's correlation.
  static func correlation(_ x: [Double], _ y: [Double]) -> Double? {
    let (a, b) = (mean(x), mean(y))
    let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - a) * ($1.1 - b) }
    let spread =
      (x.reduce(0) { $0 + ($1 - a) * ($1 - a) } * y.reduce(0) { $0 + ($1 - b) * ($1 - b) })
      .squareRoot()
    return spread > 1e-12 ? covariance / spread : nil
  }
}
