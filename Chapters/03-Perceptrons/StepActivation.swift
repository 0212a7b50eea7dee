// A unit that decides
//
// A unit looks at an example x, a list of d numbers called features, and says one of two things.
// It keeps one weight per feature and one bias, and it answers in two steps:
//
//     score   s = w₁x₁ + w₂x₂ + … + w_d x_d + b  =  w · x + b
//     answer  ŷ = +1 if s ≥ 0, otherwise −1
//
// The first step weighs the evidence, the second one decides. The points where s = 0 are a line when
// d = 2, a plane when d = 3 and a *hyperplane* in general. The weight vector w is perpendicular to it.
// The hyperplane lies |b| / ‖w‖ away from the origin, and the example x lies |s| / ‖w‖ away from it.
//
// What should the unit say exactly on the line? Both answers are possible, and both are used in books.
// This book decides once: **a score of exactly 0 counts as +1 when the unit answers.** Learning has a
// rule of its own for this tie, see Perceptron.swift.

public import Tensors

/// Decides by the sign of each score: `[n] -> [n]` answers, +1 or −1.
///
/// A score of exactly 0 counts as +1. So does −0. A score that is not a number is not at least 0 and
/// gives −1.
///
/// ```swift
/// stepActivation(Tensor([2, -0.5, 0]))    // [1, -1, 1]
/// ```
///
/// Source: the threshold unit of McCulloch and Pitts (1943).
public func stepActivation(_ scores: Tensor) -> [Int] {
  require(
    scores.rank == 1,
    "stepActivation: \(scores.shape): scores of shape [n] are expected, one per example")
  return scores.scalars.map { $0 >= 0 ? 1 : -1 }
}
