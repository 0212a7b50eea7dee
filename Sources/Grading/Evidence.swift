import Course
public import Tensors

/// What a check saw: every value that the implementation returned, in order, and the first failure.
///
/// The values are kept after a failure too. Together they are the implementation's fingerprint: when a
/// misconception leaves the same one, the message can name it.
public struct Evidence: Sendable {
  private(set) var observations: [Observation] = []
  private(set) var failure: String?
  /// Whether the check has asked for random numbers.
  private(set) var drawsNumbers = false
  private let variation: UInt64?

  /// One thing that the implementation returned or did.
  enum Observation: Sendable {
    /// Numbers are the same where they differ by less than the tolerance of the comparison.
    case numbers([Float], shape: [Int], tolerance: Float)
    case integers([Int])
    case text(String)
  }

  /// Makes the evidence of one check.
  ///
  /// - Parameter variation: Exchanges the random numbers for others; `nil` gives the public ones.
  init(variation: UInt64? = nil) {
    self.variation = variation
  }

  /// The random numbers of this check: those of the seed, or private ones where the instructor has set a
  /// salt.
  public mutating func generator(seed: UInt64) -> RandomGenerator {
    drawsNumbers = true
    let generator = RandomGenerator(seed: seed)
    return variation.map { generator.split($0) } ?? generator
  }

  mutating func observe(_ observation: Observation) {
    observations.append(observation)
  }

  mutating func fail(_ message: String) {
    if failure == nil { failure = message }
  }

  mutating func threw(_ error: any Error) {
    observations.append(.text("threw \(type(of: error))"))
    fail("threw an error: \(error)")
  }
}

extension Evidence {
  /// Whether so many numbers were seen that two answers do not agree in all of them by chance.
  var isTelling: Bool {
    let count = observations.reduce(0) { count, observation in
      switch observation {
      case .numbers(let numbers, _, _): count + numbers.count
      case .integers(let numbers): count + numbers.count
      case .text: count
      }
    }
    return count >= 4
  }

  /// Whether two runs of one check saw the same values, where not-a-number equals itself.
  ///
  /// Two ways of writing the same mistake round differently: what the check itself takes for equal is
  /// taken for equal here.
  func resembles(_ other: Evidence) -> Bool {
    !observations.isEmpty && observations.count == other.observations.count
      && zip(observations, other.observations).allSatisfy { mine, theirs in
        switch (mine, theirs) {
        case (.numbers(let a, let shape, let tolerance), .numbers(let b, let otherShape, _)):
          shape == otherShape && zip(a, b).allSatisfy { Comparison.close($0, $1, tolerance) }
        case (.integers(let a), .integers(let b)): a == b
        case (.text(let a), .text(let b)): a == b
        default: false
        }
      }
  }
}
