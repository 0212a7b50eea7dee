import Course
public import Tensors

/// What a check saw: every value that the implementation returned, in order, and the first failure.
///
/// The values are kept after a failure too. Together they are the implementation's fingerprint: when a
/// misconception leaves the same one, the message can name it.
public struct Evidence: Sendable {
  private(set) var observations: [Observation] = []
  private(set) var failure: String?

  /// One thing that the implementation returned or did.
  enum Observation: Sendable {
    case numbers([Float], shape: [Int])
    case integers([Int])
    case text(String)
  }

  init() {}

  /// Expects a tensor of the given shape, whatever its elements.
  public mutating func expect(_ actual: Tensor, hasShape shape: [Int], _ what: String) {
    observations.append(.numbers(actual.scalars, shape: actual.shape))
    if actual.shape != shape {
      fail("\(what): expected the shape \(shape), got \(actual.shape)")
    }
  }

  /// Expects a tensor of the same shape with the same elements.
  ///
  /// - Parameters:
  ///   - tolerance: The largest difference, relative to the expected element, or absolute where that is
  ///     below 1.
  ///   - what: The name of what is compared, to which the place of a difference is added.
  ///   - circumstances: Which case it is, where a check runs several.
  public mutating func expect(
    _ actual: Tensor, equals expected: Tensor, within tolerance: Float = 1e-4, _ what: String,
    in circumstances: String? = nil
  ) {
    observations.append(.numbers(actual.scalars, shape: actual.shape))
    if let difference = Comparison(actual, expected, tolerance).difference {
      let place = "\(what)\(difference.place)\(circumstances.map { ", \($0)" } ?? "")"
      fail("\(place): \(difference.text)")
    }
  }

  /// Expects a number.
  public mutating func expect(
    _ actual: Float, equals expected: Float, within tolerance: Float = 1e-4, _ what: String,
    in circumstances: String? = nil
  ) {
    expect(Tensor(actual), equals: Tensor(expected), within: tolerance, what, in: circumstances)
  }

  /// Expects a list of whole numbers, such as classes or counts.
  public mutating func expect(_ actual: [Int], equals expected: [Int], _ what: String) {
    observations.append(.integers(actual))
    if actual.count != expected.count {
      return fail(
        "\(what): expected \(expected.count) values \(brief(expected)), "
          + "got \(actual.count) \(brief(actual))")
    }
    for (i, (a, e)) in zip(actual, expected).enumerated() where a != e {
      let place = expected.count == 1 ? "" : "[\(i)]"
      return fail("\(what)\(place): expected \(e), got \(a)")
    }
  }

  /// Expects a whole number.
  public mutating func expect(_ actual: Int, equals expected: Int, _ what: String) {
    expect([actual], equals: [expected], what)
  }

  /// Expects something that is not a comparison of values; `message` says what should have been.
  public mutating func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
    observations.append(.text(condition ? "yes" : "no"))
    if !condition { fail(message()) }
  }

  /// Expects the call to throw an error, as a check of how bad input is refused.
  public mutating func expectError(_ what: String, _ body: () throws -> Void) throws {
    do {
      try body()
      observations.append(.text("returned"))
      fail("\(what): expected an error, but the call returned")
    } catch let error as NotImplemented {
      throw error
    } catch {
      observations.append(.text("threw"))
    }
  }

  mutating func fail(_ message: String) {
    if failure == nil { failure = message }
  }

  mutating func threw(_ error: any Error) {
    observations.append(.text("threw \(type(of: error))"))
    fail("threw an error: \(error)")
  }

  private func brief(_ values: [Int]) -> String {
    values.count <= 8
      ? "\(values)" : "[\(values.prefix(6).map(String.init).joined(separator: ", ")), …]"
  }
}

extension Evidence {
  /// Whether two runs of one check saw the same values, where not-a-number equals itself.
  func resembles(_ other: Evidence) -> Bool {
    !observations.isEmpty && observations.count == other.observations.count
      && zip(observations, other.observations).allSatisfy { mine, theirs in
        switch (mine, theirs) {
        case (.numbers(let a, let shape), .numbers(let b, let otherShape)):
          shape == otherShape && zip(a, b).allSatisfy { Comparison.close($0, $1, 1e-5) }
        case (.integers(let a), .integers(let b)): a == b
        case (.text(let a), .text(let b)): a == b
        default: false
        }
      }
  }
}
