public import Tensors

/// Examples to learn from: rows of features, each with an answer.
///
/// `LabelledData` has a class as its answer, `RegressionData` has numbers.
public protocol Dataset: Sendable {
  /// One row per example: `[count, features]`.
  var features: Tensor { get }

  /// Returns the examples at `indices`, in that order; an index may occur several times.
  func subset(_ indices: [Int]) -> Self

  /// Returns the same examples with other features, for instance standardized ones.
  ///
  ///     let standardizer = Standardizer(fitting: training.features)
  ///     let scaled = training.transformed(by: standardizer.apply)
  ///
  /// - Parameter transform: `[count, features] -> [count, any]`.
  func transformed(by transform: (Tensor) -> Tensor) -> Self
}

extension Dataset {
  /// How many examples there are.
  public var count: Int { features.shape[0] }

  /// Returns the same examples in a random order.
  public func shuffled(using generator: inout RandomGenerator) -> Self {
    subset(generator.permutation(count))
  }

  /// Cuts the data at random into a part to train on and a part to test on.
  ///
  /// Every example is in one of them and in one only. The same seed gives the same parts.
  ///
  ///     var random = RandomGenerator(seed: 0)
  ///     let (training, test) = iris().split(testFraction: 0.2, using: &random)
  ///
  /// - Parameters:
  ///   - testFraction: The share of the test part, between 0 and 1. The number of examples is
  ///     rounded; each part has at least one.
  ///   - generator: The source of the random order.
  public func split(
    testFraction: Double, using generator: inout RandomGenerator
  ) -> (training: Self, test: Self) {
    let testCount = testCount(testFraction)
    let order = generator.permutation(count)
    return (subset(Array(order[testCount...])), subset(Array(order[..<testCount])))
  }

  /// The size of the test part for a share of it.
  func testCount(_ testFraction: Double) -> Int {
    require(
      testFraction > 0 && testFraction < 1,
      "split: the test fraction \(testFraction) is not between 0 and 1")
    require(count >= 2, "split: \(count) examples cannot be cut into two parts")
    return min(max(Int((Double(count) * testFraction).rounded()), 1), count - 1)
  }
}
