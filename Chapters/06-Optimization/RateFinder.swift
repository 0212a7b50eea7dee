public import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a search for a learning rate has seen: see ``searchLearningRate(for:with:from:through:steps:_:)``.
public struct LearningRateSearch: Sendable {
  /// The rate of every step, each the same factor times the one before.
  public let rates: [Float]
  /// The loss before every step.
  public let losses: [Float]
  /// The losses, averaged over the last few steps.
  public let smoothed: [Float]

  /// The rate where the smoothed loss falls most for a given factor on the rate; `nil` if it never falls.
  ///
  /// It is an estimate to within a factor of two or three. The lowest loss is no good place: there the rate
  /// is already about to be too large.
  public var steepest: Float? {
    guard smoothed.count > 2 else { return nil }
    let falls = (1..<(smoothed.count - 1)).map { smoothed[$0 - 1] - smoothed[$0 + 1] }
    guard let place = falls.indices.max(by: { falls[$0] < falls[$1] }), falls[place] > 0 else {
      return nil
    }
    return rates[place + 1]
  }

  /// A tenth of the rate with the lowest smoothed loss, a more careful choice.
  public var tenthOfLowest: Float? {
    smoothed.indices.min { smoothed[$0] < smoothed[$1] }.map { rates[$0] / 10 }
  }
}

/// Tries learning rates from small to large, each for one step, and records the losses.
///
/// Too small a rate leaves the loss where it is, a good one lowers it, too large a one blows it up (Smith
/// 2017, "Cyclical Learning Rates for Training Neural Networks", section 3.3; with rates that grow by a
/// factor). Model and optimizer are values: those of the caller stay as they are.
///
/// ```swift
/// let search = searchLearningRate(for: model, with: GradientDescent(for: model)) { model, step in
///   crossEntropy(model(x[batches[step]]), …)
/// }
/// ```
///
/// - Parameters:
///   - model: The model, as training would start with it.
///   - optimizer: A fresh optimizer.
///   - first: The smallest rate.
///   - last: The largest rate.
///   - steps: How many rates to try, at least 2.
///   - loss: The loss of the model on the batch of a step.
/// - Returns: What was seen until the largest rate, or until the smoothed loss was four times the lowest or no
///   number.
public func searchLearningRate<Chosen: Optimizer>(
  for model: Chosen.Model, with optimizer: Chosen, from first: Float = 1e-6,
  through last: Float = 10, steps: Int = 100,
  _ loss: (_ model: Chosen.Model, _ step: Int) throws -> Tensor
) rethrows -> LearningRateSearch {
  require(
    first > 0 && last > first && steps > 1,
    "searchLearningRate: \(steps) rates from \(first) to \(last); at least 2 rising ones above 0")
  var (model, optimizer) = (model, optimizer)
  var rates: [Float] = []
  var losses: [Float] = []
  var smoothed: [Float] = []
  // A running mean that starts at 0, and what it lacks because of that, as in Adam.
  let kept: Float = steps > 50 ? 0.9 : 0.7
  var (mean, weight): (Float, Float) = (0, 0)
  for step in 0..<steps {
    let rate = first * pow(last / first, Float(step) / Float(steps - 1))
    let (value, gradient) = try valueWithGradient(at: &model) { try loss($0, step) }
    mean = kept * mean + (1 - kept) * value.scalar
    weight = kept * weight + (1 - kept)
    let average = mean / weight
    let lowest = smoothed.min() ?? average
    guard average.isFinite, average <= lowest + 3 * Swift.abs(lowest) else { break }
    rates.append(rate)
    losses.append(value.scalar)
    smoothed.append(average)
    optimizer.learningRate = rate
    optimizer.update(&model, along: gradient)
  }
  return LearningRateSearch(rates: rates, losses: losses, smoothed: smoothed)
}
