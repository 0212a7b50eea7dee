public import Tensors

extension LabelledData {
  /// Cuts the data at random into two parts, in which each class keeps its share.
  ///
  /// With few examples a plain split can leave a class out of the test part. Here a class of `n`
  /// examples gives `n × testCount / count` of them to the test part, rounded down or up so that
  /// the part has the size of a plain split; classes with the largest remainders are rounded up.
  ///
  /// - Parameters:
  ///   - testFraction: The share of the test part, between 0 and 1.
  ///   - stratified: Whether each class keeps its share; if not, this is a plain split.
  ///   - generator: The source of the random order.
  public func split(
    testFraction: Double, stratified: Bool, using generator: inout RandomGenerator
  ) -> (training: LabelledData, test: LabelledData) {
    guard stratified else { return split(testFraction: testFraction, using: &generator) }
    let testCount = testCount(testFraction)
    let order = generator.permutation(count)

    // Whole numbers only, so that no rounding error moves an example.
    var quotas = classCounts.map { $0 * testCount / count }
    let missing = testCount - quotas.reduce(0, +)
    let byRemainder = classCounts.indices.sorted { a, b in
      let (first, second) = (remainder(a, testCount), remainder(b, testCount))
      return first != second ? first > second : a < b
    }
    for index in byRemainder.prefix(missing) { quotas[index] += 1 }

    // The order is random, so the first examples of a class are a random choice of them.
    var training: [Int] = []
    var test: [Int] = []
    for index in order {
      if quotas[labels[index]] > 0 {
        quotas[labels[index]] -= 1
        test.append(index)
      } else {
        training.append(index)
      }
    }
    return (subset(training), subset(test))
  }

  private func remainder(_ label: Int, _ testCount: Int) -> Int {
    classCounts[label] * testCount % count
  }
}
