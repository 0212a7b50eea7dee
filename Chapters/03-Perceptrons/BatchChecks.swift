// What every function of this chapter expects of its input: examples in the rows, one label per row.

import Tensors

/// Stops the program unless `examples` is `[n, features]`.
func requireExamples(_ operation: String, _ examples: Tensor, features: Int) {
  require(
    examples.rank == 2 && examples.shape[1] == features,
    "\(operation): examples of shape [n, \(features)] are expected, not \(examples.shape)")
}

/// Stops the program unless `examples` is `[n, features]` with one label per row.
func requireBatch(_ operation: String, _ examples: Tensor, _ labels: [Int], features: Int) {
  requireExamples(operation, examples, features: features)
  require(
    examples.shape[0] == labels.count,
    "\(operation): \(examples.shape[0]) examples and \(labels.count) labels; "
      + "one label per example is expected")
}

/// Stops the program unless the label of a two-sided unit is +1 or −1.
func requireSign(_ operation: String, _ label: Int) {
  require(
    label == 1 || label == -1, "\(operation): label \(label): a perceptron's label is +1 or −1")
}

/// Stops the program unless every label is one of `0..<classes`.
func requireClasses(_ operation: String, _ labels: [Int], classes: Int) {
  for (row, label) in labels.enumerated() {
    require(
      label >= 0 && label < classes,
      "\(operation): label \(label) at position \(row) is outside 0..<\(classes)")
  }
}

/// Stops the program unless `weights` is `[features, classes]` and `biases` is `[classes]`.
func requireColumns(_ operation: String, _ weights: Tensor, _ biases: Tensor) {
  require(
    weights.rank == 2 && biases.shape == [weights.shape[1]],
    "\(operation): \(weights.shape) and \(biases.shape): "
      + "weights [features, classes] and biases [classes] are expected")
}
