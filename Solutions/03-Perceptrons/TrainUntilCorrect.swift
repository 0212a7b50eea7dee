import Tensors

/// Exercise 03.3: trains a perceptron until it makes no mistake.
///
/// Starts with zero weights and a zero bias. One epoch shows every example once, in the given order, and
/// updates after each mistake, at once (see 03.2). Training ends after the first epoch without a mistake,
/// or after `mostEpochs` epochs.
///
/// The six points of the chapter, with learning rate 1, take five epochs, with 4, 3, 3, 1 and 0 mistakes.
///
/// - Parameters:
///   - examples: `[n, d]`; `examples[i]` is the `i`-th example, `[d]`.
///   - labels: `n` labels, each +1 or −1.
///   - learningRate: The length of a step, above 0.
///   - mostEpochs: The number of epochs after which to give up.
/// - Returns: The weights `[d]`, the bias, and the number of mistakes in each epoch that was run.
public func trainUntilCorrect(
  examples: Tensor, labels: [Int], learningRate: Float, mostEpochs: Int
) throws -> (weights: Tensor, bias: Float, mistakes: [Int]) {
  var weights = Tensor.zeros([examples.shape[1]])
  var bias: Float = 0
  var mistakes: [Int] = []
  while mistakes.count < mostEpochs, mistakes.last != 0 {
    var wrong = 0
    for (i, label) in labels.enumerated() {
      let example = examples[i]
      guard Float(label) * (dot(weights, example).scalar + bias) <= 0 else { continue }
      wrong += 1
      weights += learningRate * Float(label) * example
      bias += learningRate * Float(label)
    }
    mistakes.append(wrong)
  }
  return (weights, bias, mistakes)
}
