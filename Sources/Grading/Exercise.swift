public import Course
import Tensors

/// An exercise as one value: what to check, the right answers that the checks must accept, and the wrong
/// ones that they must reject.
///
/// Checks are generic over the implementation, so the same checks grade the student's stub, the solution
/// and every misconception. `Implementation` is a function type, or a struct of functions where an
/// exercise asks for several. `Sources/Checks/README.md` says how an exercise is written.
public struct Exercise<Implementation: Sendable>: Sendable {
  /// The exercise's entry in the catalogue.
  public let card: ExerciseCard
  /// How the points are given.
  public let scoring: Scoring
  /// What is checked, from the easiest check to the hardest.
  public let checks: [Check]
  /// Complete wrong answers of the kind that people really give.
  public let misconceptions: [Misconception]
  /// A right answer, written apart from the solution: usually a call of the chapter's own code.
  public let reference: Implementation
  /// More right answers, each written in another way.
  public let alternatives: [Alternative]

  /// One thing that is checked and scored on its own.
  public struct Check: Sendable {
    /// What is checked, in a few words.
    public let name: String
    /// What it is worth.
    public let points: Int
    let body: @Sendable (Implementation, inout Evidence) throws -> Void

    /// Makes a check from a closure that calls the implementation and records what came of it.
    ///
    /// Random numbers come from ``Evidence/generator(seed:)``: then the instructor's salt gives other
    /// ones, and an answer that was written for the public numbers does not pass.
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

  /// A right answer that is written differently: other loops, another order of sums, another formula.
  public struct Alternative: Sendable {
    /// How it is written, in a few words, for example "element by element".
    public let name: String
    let implementation: Implementation

    /// Makes an alternative from its name and its code.
    public init(_ name: String, _ implementation: Implementation) {
      self.name = name
      self.implementation = implementation
    }
  }

  /// Makes the exercise that the catalogue lists under `id`.
  ///
  /// - Parameters:
  ///   - id: As in `03.2`.
  ///   - scoring: Points for each check that passes, or all of them or none.
  ///   - reference: A right answer, apart from the solution.
  ///   - alternatives: At least two more right answers; the audit asks for them.
  ///   - checks: Their points must add up to those of the catalogue.
  ///   - misconceptions: At least three; the audit asks for them.
  public init(
    _ id: String, scoring: Scoring = .perCheck, reference: Implementation,
    alternatives: [Alternative] = [], checks: [Check], misconceptions: [Misconception]
  ) {
    guard let card = Catalogue.exercise(id) else {
      fatalError("exercise \(id) is not in the catalogue")
    }
    let total = checks.reduce(0) { $0 + $1.points }
    require(
      total == card.points,
      "exercise \(id): the checks give \(total) points, the catalogue says \(card.points)")
    self.card = card
    self.scoring = scoring
    self.reference = reference
    self.alternatives = alternatives
    self.checks = checks
    self.misconceptions = misconceptions
  }
}
