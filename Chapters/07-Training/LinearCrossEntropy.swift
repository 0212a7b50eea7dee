public import Tensors

// The largest tensor of a language model
//
// The last layer of a language model turns a vector of size d into a score for each word. With 8 × 1024 places
// and 50,000 words the scores are 410 million numbers, 1.6 GB, and their gradient is as large. Nothing else in
// the network comes close. But cross-entropy needs a row of scores only once, to make one number of it. So take
// some rows at a time: compute their scores, keep their losses, and forget the scores. On the way back compute
// them again (`checkpointed`). At no time do more than `chunk` rows of scores exist. The price is the product
// with the weights once more, a third of the layer's time.

/// Cross-entropy of a linear layer's scores, without ever having all the scores at once, PyTorch's
/// `LinearCrossEntropyLoss`.
///
///     crossEntropy(logits: hidden · weight + bias, labels: labels)
///
/// - Parameters:
///   - hidden: What the last layer gets, `[n, features]`.
///   - weight: Its weights, `[features, classes]`.
///   - bias: Its biases, `[classes]`; `nil` for none.
///   - labels: `n` classes; a negative label leaves its row out.
///   - chunk: How many rows of scores exist at a time.
///   - weights: What an example of each class counts, `[classes]`; the mean is weighted as well.
///   - smoothing: The share of the target that is spread evenly over all classes.
/// - Returns: A number, or `[n]` without reduction.
public func linearCrossEntropy(
  hidden: Tensor, weight: Tensor, bias: Tensor? = nil, labels: [Int], chunk: Int = 1024,
  weights: Tensor? = nil, smoothing: Float = 0, reduction: Reduction = .mean
) -> Tensor {
  require(
    hidden.rank == 2 && weight.rank == 2 && hidden.shape[1] == weight.shape[0]
      && hidden.shape[0] == labels.count,
    "linearCrossEntropy: \(hidden.shape) and weights of shape \(weight.shape) for \(labels.count) labels; "
      + "[n, features], [features, classes] and n labels are expected")
  require(
    bias.map { $0.shape == [weight.shape[1]] } ?? true,
    "linearCrossEntropy: a bias of shape \(bias?.shape ?? []) for weights of shape \(weight.shape)")
  require(chunk > 0, "linearCrossEntropy: a chunk of \(chunk) rows; at least 1 is expected")
  let head = LinearHead(weight: weight, bias: bias)
  var losses: [Tensor] = []
  for start in stride(from: 0, to: max(labels.count, 1), by: chunk) {
    let range = start..<min(start + chunk, labels.count)
    let labels = Array(labels[range])
    losses.append(
      checkpointed(head, hidden[range]) { head, rows in
        crossEntropy(
          logits: head(rows), labels: labels, weights: weights, smoothing: smoothing,
          reduction: .none)
      })
  }
  let all = losses.count == 1 ? losses[0] : Tensor.concatenate(losses)
  return reduction(all, counting: importance(of: labels, weights))
}

/// Weights and biases of a last layer, as one thing that has a gradient.
private struct LinearHead: Parameterized {
  var weight: Tensor
  var bias: Tensor?

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&weight, "weight")
    visitor.visit(&bias, "bias")
  }

  func callAsFunction(_ rows: Tensor) -> Tensor {
    let scores = matmul(rows, weight)
    return bias.map { scores + $0 } ?? scores
  }
}
