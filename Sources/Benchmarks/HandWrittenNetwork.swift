import Perceptrons
import Tensors

/// A multilayer perceptron with its gradient written out by hand, in plain tensor operations.
///
/// It shows what a training step costs without recording. ReLU between the layers; the loss is the mean
/// squared error for one output and the mean cross-entropy for several.
struct HandWrittenNetwork {
  var weights: [Tensor] = []
  var biases: [Tensor] = []

  /// Makes a network of these layer sizes, inputs first.
  init(_ sizes: [Int], using generator: inout RandomGenerator) {
    for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
      let bound = 1 / Float(inputs).squareRoot()
      weights.append(.uniform([inputs, outputs], in: -bound..<bound, using: &generator))
      biases.append(.zeros([outputs]))
    }
  }

  /// Takes one step downhill.
  ///
  /// - Parameters:
  ///   - x: The inputs, `[batch, inputs]`.
  ///   - truth: What is to come out, `[batch, outputs]`; one-hot rows for several outputs.
  /// - Returns: The loss before the step, as a number or a tensor of one.
  mutating func step(_ x: Tensor, _ truth: Tensor, learningRate: Float) -> Tensor {
    var activations = [x]
    for i in weights.indices {
      let scores = matmul(activations[i], weights[i]) + biases[i]
      activations.append(i + 1 < weights.count ? maximum(scores, 0) : scores)
    }
    var (loss, errors) = lossWithErrors(activations.removeLast(), truth)
    for i in weights.indices.reversed() {
      let input = activations[i]
      let gradient = matmul(input, errors, transposingFirst: true, transposingSecond: false)
      let column = errors.sum(axis: 0)
      if i > 0 {
        // The slope of ReLU from its result h: h / max(h, tiny) is 1 where h > 0 and 0 where h = 0.
        let slope = input / maximum(input, Float.leastNormalMagnitude)
        errors =
          matmul(errors, weights[i], transposingFirst: false, transposingSecond: true) * slope
      }
      weights[i] -= learningRate * gradient
      biases[i] -= learningRate * column
    }
    return loss
  }

  /// The mean loss, and its gradient with respect to the outputs.
  private func lossWithErrors(_ outputs: Tensor, _ truth: Tensor) -> (Tensor, Tensor) {
    let batch = Float(truth.shape[0])
    if truth.shape[1] == 1 {
      let difference = outputs - truth
      return ((difference * difference).mean(axis: 0), difference * (2 / batch))
    }
    let probabilities = softmax(outputs)
    let logarithms = log(probabilities) * truth
    return (-logarithms.sum(axis: 1).mean(axis: 0), (probabilities - truth) / batch)
  }
}
