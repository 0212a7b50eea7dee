/// A mean that grows while a loop runs: of losses over batches that are not equally large, for one.
///
/// ```swift
/// var mean = WeightedMean()
/// mean.add(1, weight: 4)
/// mean.add(1, weight: 4)
/// mean.add(4, weight: 2)
/// mean.value   // 1.6, not 2
/// ```
///
/// It sums in double precision. Begin a new one for every epoch: a mean that is never reset tells about the past.
/// Only what is a mean over examples may be averaged this way. F1, or the area under a curve, of a whole
/// set is not the mean of that of its batches: add up the counts instead.
public struct WeightedMean: Sendable, Equatable {
  /// The sum of the values, each times its weight.
  var sum = 0.0
  /// The sum of the weights.
  var weight = 0.0

  /// Makes a mean of nothing.
  public init() {}

  /// Adds a value that counts as much as `weight` single ones.
  public mutating func add(_ value: Float, weight: Int = 1) {
    sum += Double(value) * Double(weight)
    self.weight += Double(weight)
  }

  /// The mean; not a number when there is nothing to average.
  public var value: Float { Float(sum / weight) }
}
