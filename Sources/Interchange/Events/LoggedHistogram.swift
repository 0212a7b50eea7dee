import Tensors

/// How often the values of a tensor fall into each of a row of equal intervals.
public struct LoggedHistogram: Sendable, Equatable {
  /// The smallest value.
  public let minimum: Double
  /// The largest value.
  public let maximum: Double
  /// How many values there are.
  public let count: Double
  /// The sum of the values.
  public let sum: Double
  /// The sum of the squares of the values.
  public let sumOfSquares: Double
  /// The right end of each interval; the first begins at the minimum.
  public let limits: [Double]
  /// How many values fall into each interval.
  public let counts: [Double]

  /// Takes the numbers as a file has them.
  init(
    minimum: Double, maximum: Double, count: Double, sum: Double, sumOfSquares: Double,
    limits: [Double], counts: [Double]
  ) {
    self.minimum = minimum
    self.maximum = maximum
    self.count = count
    self.sum = sum
    self.sumOfSquares = sumOfSquares
    self.limits = limits
    self.counts = counts
  }

  /// Counts the values, which must be finite; nil if there is none.
  init?(_ values: [Float], intervals: Int) {
    guard let first = values.first else { return nil }
    var (minimum, maximum, sum, sumOfSquares) = (Double(first), Double(first), 0.0, 0.0)
    for value in values {
      let value = Double(value)
      minimum = min(minimum, value)
      maximum = max(maximum, value)
      sum += value
      sumOfSquares += value * value
    }
    // Values that are all equal get one interval around them.
    let number = minimum < maximum ? intervals : 1
    let width = (maximum - minimum) / Double(number)
    var counts = [Double](repeating: 0, count: number)
    for value in values {
      let place = minimum < maximum ? Int((Double(value) - minimum) / width) : 0
      counts[min(place, number - 1)] += 1
    }
    var limits = (1...number).map { minimum + width * Double($0) }
    limits[number - 1] = maximum
    self.init(
      minimum: minimum, maximum: maximum, count: Double(values.count), sum: sum,
      sumOfSquares: sumOfSquares, limits: limits, counts: counts)
  }
}
