// When no line exists
//
// Exclusive or is the smallest decision that no single unit can make: "one or the other, not both".
//
//     x₁  x₂   label
//      0   0    −1          b       < 0        (1)
//      0   1    +1     w₂ + b       ≥ 0        (2)
//      1   0    +1     w₁ + b       ≥ 0        (3)
//      1   1    −1     w₁ + w₂ + b  < 0        (4)
//
// PROOF that no w₁, w₂, b exist. Add (2) and (3), and add (1) and (4):
//
//     w₁ + w₂ + 2b ≥ 0     and     w₁ + w₂ + 2b < 0.
//
// The same number cannot be both. ∎  (The proof does not care how a tie is decided: with "> 0" and
// "≤ 0" the two sums contradict each other just the same.)
//
// Two inputs allow 2⁴ = 16 tables of answers. How many can a unit represent? `BooleanFunction` tries
// them all, and the trick is that training can *prove* both outcomes:
//
//   - It ends without a mistake: then the trained unit is the proof that one exists.
//   - The weights at the end of an epoch are weights that an earlier epoch ended with, and there were
//     mistakes in between. Training is a fixed rule, so from there on everything repeats: it runs in
//     a circle forever. By Novikoff's theorem that cannot happen if the examples are separable.
//
// Inputs 0 and 1 and learning rate 1 keep all weights whole numbers, so "the same weights" is exact.
// And one of the two outcomes must come: the weights of a perceptron stay bounded on any finite set of
// examples (Minsky and Papert, 1969, chapter 11), and there are only finitely many
// whole numbers within a bound.

public import Tensors

/// One of the 16 questions about two bits, as a table of answers.
public struct BooleanFunction: Sendable, Equatable, CustomStringConvertible {
  /// The four inputs, in the order of the table: `[4, 2]`.
  public static let inputs = Tensor([[0, 0], [0, 1], [1, 0], [1, 1]])

  /// All 16 functions; number `i` answers input row `r` with bit `3 − r` of `i`.
  public static let all = (0..<16).map { number in
    BooleanFunction(labels: (0..<4).map { (number >> (3 - $0)) & 1 == 1 ? 1 : -1 })
  }

  /// Answers yes to one or the other, but not to both.
  public static let exclusiveOr = BooleanFunction(labels: [-1, 1, 1, -1])

  /// The answers to the four inputs: +1 for yes, −1 for no.
  public let labels: [Int]

  /// Makes the function of four answers, +1 or −1, to the inputs 00, 01, 10 and 11.
  public init(labels: [Int]) {
    require(
      labels.count == 4,
      "BooleanFunction: \(labels.count) answers; one for each of the 4 inputs is expected")
    for label in labels { requireSign("BooleanFunction", label) }
    self.labels = labels
  }

  /// The answers as bits in the order of the inputs: `0110` is exclusive or.
  public var description: String {
    labels.map { $0 == 1 ? "1" : "0" }.joined()
  }

  /// Trains a perceptron on the four inputs until it ends or is known never to end.
  public func train() -> TrainingOutcome {
    trainUntilDecided(Self.inputs, labels)
  }
}

/// How training without an end ended.
public enum TrainingOutcome: Sendable, Equatable {
  /// An epoch passed without a mistake: the perceptron separates the examples.
  case separated(Perceptron, mistakesPerEpoch: [Int])
  /// The weights after the last epoch are those that epoch `firstEpoch` (0 is the start) ended with:
  /// the last `period` epochs repeat forever, and no hyperplane separates the examples.
  case cycling(firstEpoch: Int, period: Int, mistakesPerEpoch: [Int])

  /// Whether a perceptron was found.
  public var isSeparated: Bool {
    if case .separated = self { true } else { false }
  }
}

/// Trains a perceptron with learning rate 1 until it makes no mistake or its weights come back.
///
/// The features must be whole numbers: only then is it exact that weights are the same again, and
/// certain that they come back when the examples are not separable.
///
/// - Parameters:
///   - examples: `[n, features]`, whole numbers
///   - labels: `[n]`, +1 or −1
public func trainUntilDecided(_ examples: Tensor, _ labels: [Int]) -> TrainingOutcome {
  require(
    examples.scalars.allSatisfy { $0 == $0.rounded() && Swift.abs($0) < 1000 },
    "trainUntilDecided: the features must be whole numbers below 1000, "
      + "or equal weights would not be recognized")
  var unit = Perceptron(features: examples.shape[1])
  var history: [Int] = []
  var seen = [unit.weights.scalars + [unit.bias]: 0]
  while true {
    let mistakes = unit.trainEpoch(examples, labels)
    history.append(mistakes)
    if mistakes == 0 { return .separated(unit, mistakesPerEpoch: history) }
    let state = unit.weights.scalars + [unit.bias]
    if let first = seen[state] {
      return .cycling(
        firstEpoch: first, period: history.count - first, mistakesPerEpoch: history)
    }
    seen[state] = history.count
  }
}
