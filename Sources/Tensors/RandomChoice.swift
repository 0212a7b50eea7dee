// Classes, positions and integers.

extension RandomGenerator {
  /// Draws `count` integers from `range`, every one equally likely and independent of the others.
  public mutating func integers(in range: Range<Int>, count: Int) -> [Int] {
    require(count >= 0, "integers: the count \(count) must not be negative")
    return (0..<count).map { _ in integer(in: range) }
  }

  /// Draws `count` of the numbers `0..<n`.
  ///
  /// Equal chances without replacement are the start of a random order (Fisher and Yates, 1938). Weights
  /// with replacement are a search in their running sums. Weights without replacement give each number
  /// an exponential waiting time of its weight as rate and take those that come first, which is as if
  /// one after the other had been drawn from the rest.
  /// Source: P. Efraimidis, P. Spirakis, "Weighted random sampling with a reservoir" (2006).
  ///
  /// - Parameters:
  ///   - replacing: Whether a number may be drawn again.
  ///   - weights: The relative chances, `n` of them; `nil` for equal ones.
  /// - Returns: The numbers in the order in which they are drawn.
  public mutating func choice(
    _ count: Int, from n: Int, replacing: Bool = false, weights: [Float]? = nil
  ) -> [Int] {
    require(
      count >= 0 && n >= 0, "choice: the counts \(count) and \(n) must not be negative")
    if let weights {
      require(
        weights.count == n, "choice: there are \(weights.count) weights for \(n) numbers")
      return weightedChoice(count, weights, replacing)
    }
    if replacing { return count == 0 ? [] : integers(in: 0..<n, count: count) }
    require(
      count <= n, "choice: \(count) of \(n) numbers cannot be drawn without replacement")
    var numbers = Array(0..<n)
    for i in 0..<count { numbers.swapAt(i, integer(in: i..<n)) }
    return Array(numbers.prefix(count))
  }

  private mutating func weightedChoice(
    _ count: Int, _ weights: [Float], _ replacing: Bool
  ) -> [Int] {
    if count == 0 { return [] }
    let sums = RunningSums(weights.map { Double($0) }, in: "choice")
    if replacing { return (0..<count).map { _ in sums.draw(using: &self) } }
    let possible = weights.indices.filter { weights[$0] > 0 }
    require(
      count <= possible.count,
      "choice: \(count) numbers cannot be drawn without replacement: "
        + "\(possible.count) weights are not 0")
    let arrivals = possible.map { (time: preciseExponential() / Double(weights[$0]), number: $0) }
    return arrivals.sorted { $0.time < $1.time }.prefix(count).map(\.number)
  }
}

/// Draws `count` of the numbers `0..<n` with the default generator: see
/// ``RandomGenerator/choice(_:from:replacing:weights:)``.
public func choice(
  _ count: Int, from n: Int, replacing: Bool = false, weights: [Float]? = nil
) -> [Int] {
  SharedGenerator.current.draw {
    $0.choice(count, from: n, replacing: replacing, weights: weights)
  }
}

/// Draws `count` integers from `range` with the default generator.
public func randomIntegers(in range: Range<Int>, count: Int) -> [Int] {
  SharedGenerator.current.draw { $0.integers(in: range, count: count) }
}

// MARK: Classes

/// Draws classes for every row of logits: `[…, classes] -> rows · samples` labels.
///
/// The probability of a class is the row's softmax; a logit of -infinity is never drawn. One uniform
/// number per label is looked up in the running sums of the probabilities, in double precision.
///
/// - Returns: The labels of the first row, then those of the second, and so on.
public func categorical(
  logits: Tensor, samples: Int = 1, using generator: inout RandomGenerator
) -> [Int] {
  labels(logits, samples, "categorical(logits:)", &generator) { row in
    let top = row.max() ?? 0
    require(
      top.isFinite && !row.contains(where: \.isNaN),
      "categorical: the largest logit of a row is \(top); it must be finite, and none may be NaN")
    return row.map { portableExponential(Double($0) - Double(top)) }
  }
}

/// Draws classes for every row of logits with the default generator.
public func categorical(logits: Tensor, samples: Int = 1) -> [Int] {
  SharedGenerator.current.draw { categorical(logits: logits, samples: samples, using: &$0) }
}

/// Draws classes for every row of probabilities: `[…, classes] -> rows · samples` labels.
///
/// The probabilities of a row need not add up to 1: they are relative.
///
/// - Returns: The labels of the first row, then those of the second, and so on.
public func categorical(
  probabilities: Tensor, samples: Int = 1, using generator: inout RandomGenerator
) -> [Int] {
  labels(probabilities, samples, "categorical(probabilities:)", &generator) { row in
    row.map { Double($0) }
  }
}

/// Draws classes for every row of probabilities with the default generator.
public func categorical(probabilities: Tensor, samples: Int = 1) -> [Int] {
  SharedGenerator.current.draw {
    categorical(probabilities: probabilities, samples: samples, using: &$0)
  }
}

private func labels(
  _ x: Tensor, _ samples: Int, _ operation: String, _ generator: inout RandomGenerator,
  weights: (Slice<UnsafeBufferPointer<Float>>) -> [Double]
) -> [Int] {
  require(
    x.rank >= 1 && x.shape[x.rank - 1] > 0 && samples >= 0,
    "\(operation): \(x.shape), \(samples) samples: rows of at least one class are expected")
  let classes = x.shape[x.rank - 1]
  return x.withUnsafeScalars { scalars in
    stride(from: 0, to: scalars.count, by: classes).flatMap { start in
      let sums = RunningSums(weights(scalars[start..<start + classes]), in: operation)
      return (0..<samples).map { _ in sums.draw(using: &generator) }
    }
  }
}

/// Relative chances, added up one after the other.
private struct RunningSums {
  private var sums: [Double] = []
  /// The last position that has a chance at all.
  private var last = 0

  init(_ weights: [Double], in operation: String) {
    sums.reserveCapacity(weights.count)
    var total = 0.0
    for (position, weight) in weights.enumerated() {
      require(
        weight >= 0 && weight.isFinite,
        "\(operation): the chance \(weight) at position \(position) must be finite and not negative"
      )
      total += weight
      if weight > 0 { last = position }
      sums.append(total)
    }
    require(total > 0, "\(operation): all \(weights.count) chances are 0")
  }

  /// Draws the first position whose sum is larger than a random part of the total.
  func draw(using generator: inout RandomGenerator) -> Int {
    let target = generator.preciseUniform() * sums[sums.count - 1]
    var (low, high) = (0, sums.count)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > target { high = middle } else { low = middle + 1 }
    }
    // Rounding may bring the target up to the total.
    return min(low, last)
  }
}
