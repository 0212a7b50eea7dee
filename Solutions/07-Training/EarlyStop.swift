/// Exercise 07.14: says when a training run should have stopped, and which epoch's model to take.
///
/// After every epoch a measure is compared with the best value so far. Better by more than `leastImprovement` is
/// progress, and this epoch is the best one from now on. As long as there is no best one, every number is progress.
/// What is not a number never is: that epoch counts as one without. After `patience` epochs in a row without
/// progress the run stops, and what the curve has after that is not looked at.
///
/// The losses 0.9, 0.7, 0.8, 0.6, 0.65, 0.62, 0.61, 0.5 with patience 3 and least improvement 0: epochs 1 and 3 are
/// progress, epochs 4, 5 and 6 are not. The run stops after epoch 6, the best is epoch 3. Of the first six losses
/// alone, it would not stop yet.
///
/// - Parameters:
///   - curve: The measure after every epoch, from epoch 0.
///   - patience: How many epochs in a row without progress end the run, at least 1.
///   - leastImprovement: By how much a value must be better than the best to be progress, at least 0.
///   - lowerIsBetter: Whether the measure is one that should fall, as a loss, or rise, as an accuracy.
/// - Returns: The best epoch, `nil` if there is none; and the epoch after which the run stops, `nil` if it goes on.
public func earlyStop(
  curve: [Float], patience: Int, leastImprovement: Float, lowerIsBetter: Bool
) throws -> (best: Int?, stop: Int?) {
  var best: Int?
  var waited = 0
  for (epoch, value) in curve.enumerated() {
    var isProgress = !value.isNaN
    if let best {
      let gain = lowerIsBetter ? curve[best] - value : value - curve[best]
      isProgress = gain > leastImprovement
    }
    if isProgress {
      best = epoch
      waited = 0
    } else {
      waited += 1
      if waited == patience { return (best, epoch) }
    }
  }
  return (best, nil)
}
