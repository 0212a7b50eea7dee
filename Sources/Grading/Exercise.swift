public import Course
import Tensors

/// An exercise as one value: what to check, and the wrong answers that the checks must reject.
///
/// Checks are generic over the implementation, so the same checks grade the student's stub, the solution
/// and every misconception. `Implementation` is a function type, or a struct of functions where an
/// exercise asks for several.
public struct Exercise<Implementation: Sendable>: Sendable {
  /// The exercise's entry in the catalogue.
  public let card: ExerciseCard
  /// What is checked, from the easiest check to the hardest.
  public let checks: [Check]
  /// Complete wrong answers of the kind that people really give.
  public let misconceptions: [Misconception]
  /// A right answer, written apart from the solution: usually a call of the chapter's own code.
  public let reference: Implementation

  /// One thing that is checked and scored on its own.
  public struct Check: Sendable {
    /// What is checked, in a few words.
    public let name: String
    /// What it is worth.
    public let points: Int
    let body: @Sendable (Implementation, inout Evidence) throws -> Void

    /// Makes a check from a closure that calls the implementation and records what came of it.
    public init(
      _ name: String, points: Int = 1,
      _ body: @escaping @Sendable (Implementation, inout Evidence) throws -> Void
    ) {
      self.name = name
      self.points = points
      self.body = body
    }
  }

  /// A complete wrong implementation, and the sentences that set it right.
  public struct Misconception: Sendable {
    /// What it does, as it follows "your code …", for example "leaves the bias alone".
    public let name: String
    /// Why that is wrong, and what is right.
    public let explanation: String
    let implementation: Implementation

    /// Makes a misconception from its name, its explanation and its code.
    public init(_ name: String, _ explanation: String, _ implementation: Implementation) {
      self.name = name
      self.explanation = explanation
      self.implementation = implementation
    }
  }

  /// Makes the exercise that the catalogue lists under `id`.
  public init(
    _ id: String, reference: Implementation, checks: [Check], misconceptions: [Misconception]
  ) {
    guard let card = Catalogue.exercise(id) else {
      fatalError("exercise \(id) is not in the catalogue")
    }
    let total = checks.reduce(0) { $0 + $1.points }
    require(
      total == card.points,
      "exercise \(id): the checks give \(total) points, the catalogue says \(card.points)")
    self.card = card
    self.reference = reference
    self.checks = checks
    self.misconceptions = misconceptions
  }
}
