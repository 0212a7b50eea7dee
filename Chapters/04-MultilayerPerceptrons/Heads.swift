// The last layer says what the question was
//
// The layers up to the last one bend space. The last one, the *head*, has no bend, and its width and its
// loss follow from the question:
//
//     question                  outputs   loss                                   answer
//     how much?                 1 or k    mean of (p − y)²                       p
//     yes or no?                1         mean of softplus(−(2y − 1) s)          s ≥ 0
//     which of k?               k         mean of −log softmax(s)_y              the largest score
//
// The two lower losses take scores, never probabilities: no sigmoid or softmax stands before them
// (chapter 03 shows what rounding does otherwise). Their gradients at the scores are what was said minus
// what is true, so the gradient by hand of TwoLayerNetwork.swift serves all three questions. Only its
// first line differs: E₂ = (p − y) / n, where p is the output, its sigmoid or its softmax.
//
// These three are all that this chapter needs. Chapter 07 is the home of losses.

import Tensors

/// Averages the squared error over all outputs: `[n, k]` and `[n, k]`.
func squaredError(_ said: Tensor, _ targets: Tensor) -> Tensor {
  // The same shape, not shapes that broadcast: [n, 1] − [n] would be all pairs, [n, n].
  require(
    said.shape == targets.shape,
    "squaredError: the network says \(said.shape), the targets are \(targets.shape)")
  return square(said - targets).mean()
}

/// Averages the cost of a yes or no: scores `[n, 1]`, labels 0 or 1.
func yesOrNoLoss(_ scores: Tensor, _ labels: [Int]) -> Tensor {
  require(
    scores.shape == [labels.count, 1],
    "yesOrNoLoss: \(scores.shape) for \(labels.count) labels; scores [n, 1] are expected")
  let signs = Tensor(labels.map { 2 * Float($0) - 1 }).reshaped(scores.shape)
  return softplus(-signs * scores).mean()
}

/// Averages the cost of a choice among `k` classes: scores `[n, k]`, labels from 0.
func choiceLoss(_ scores: Tensor, _ labels: [Int]) -> Tensor {
  softmaxCrossEntropy(logits: scores, labels: labels).mean()
}

/// Answers yes (1) where a score is at least 0: `[n, 1] -> [n]`.
func yesOrNo(_ scores: Tensor) -> [Int] { scores.scalars.map { $0 >= 0 ? 1 : 0 } }
