// What is each part good for?
//
// Take it out and look. That is an *ablation*. Three rules make it an experiment. Change one thing at a time, or
// nobody knows which of two changes did it. Give every variant the same budget, the same number of steps: more
// training helps almost anything. And use several seeds, the same for all variants: with another seed the same
// model ends elsewhere, and a difference that is smaller than that is none.
//
// The same seed also gives two variants the same batches in the same order, and mostly the same first weights. What
// luck adds, it adds to both. So the differences seed by seed spread less than the results do, and it is the
// differences that are compared.

import Optimization
public import Plots
import Tensors

/// An experiment that changes one thing at a time.
///
/// ```swift
/// struct Recipe: Sendable, Equatable {
///   var dropout: Float = 0.3
///   var normalizes = true
/// }
/// let result = try Ablation(
///   of: Recipe(), measure: "validation accuracy",
///   changes: [
///     .init("without dropout") { $0.dropout = 0 },
///     .init("without batch normalization") { $0.normalizes = false },
///   ], seeds: [1, 2, 3]
/// ).run(report) { recipe, seed in
///   var trainer = Trainer(network(recipe, seed), …, seed: seed) { … }
///   try trainer.train(on: loader, epochs: 10)
///   return trainer.history
/// }
/// try result.show(in: report, named: "ablation")
/// ```
public struct Ablation<Recipe: Sendable & Equatable>: Sendable {
  /// One change of the recipe.
  public struct Change: Sendable {
    /// What is different.
    public let name: String
    let apply: @Sendable (inout Recipe) -> Void

    /// Makes a change.
    public init(_ name: String, _ apply: @escaping @Sendable (inout Recipe) -> Void) {
      (self.name, self.apply) = (name, apply)
    }
  }

  private let variants: [(name: String, recipe: Recipe)]
  private let seeds: [UInt64]
  private let measure: String

  /// Plans an experiment.
  ///
  /// - Parameters:
  ///   - recipe: With all its parts.
  ///   - name: What the unchanged recipe is called.
  ///   - measure: What is compared: `loss`, or a name of ``Trainer/evaluation``.
  ///   - changes: Each is made to the recipe alone, and must make a difference.
  ///   - seeds: Each variant is trained with each of them; at least one.
  public init(
    of recipe: Recipe, named name: String = "all parts", measure: String, changes: [Change],
    seeds: [UInt64]
  ) {
    require(!seeds.isEmpty, "Ablation: no seeds; at least one is expected, better three")
    require(Set(seeds).count == seeds.count, "Ablation: a seed comes twice in \(seeds)")
    let changed = changes.map { change in
      var copy = recipe
      change.apply(&copy)
      require(copy != recipe, "Ablation: \"\(change.name)\" changes nothing")
      return (change.name, copy)
    }
    (variants, self.seeds, self.measure) = ([(name, recipe)] + changed, seeds, measure)
  }

  /// Trains every variant with every seed.
  ///
  /// A run that fails with ``TrainingFailure``, because its loss is not a number any more, is a result too: it
  /// is counted as failed.
  ///
  /// - Parameters:
  ///   - report: Shows how far it is.
  ///   - train: Trains a variant from a seed, and gives the history of its trainer.
  /// - Throws: ``UnequalBudgets``, ``MissingMeasure``, and whatever else `train` throws.
  public func run(
    _ report: Report? = nil, _ train: (_ recipe: Recipe, _ seed: UInt64) throws -> [EpochRecord]
  ) throws -> AblationResult {
    let bar = report?.progress(total: variants.count * seeds.count, label: "ablation")
    defer { bar?.finish() }
    var results: [AblationResult.Variant] = []
    var budget: Int?
    for (name, recipe) in variants {
      var histories: [[EpochRecord]?] = []
      for seed in seeds {
        do {
          let history = try train(recipe, seed)
          let steps = history.last?.steps ?? 0
          guard steps == budget ?? steps else {
            throw UnequalBudgets(variant: name, seed: seed, steps: steps, expected: budget ?? 0)
          }
          budget = steps
          if let record = history.first(where: { $0[measure] == nil }) {
            throw MissingMeasure(name: measure, found: record.metrics.keys.sorted())
          }
          histories.append(history)
        } catch is TrainingFailure { histories.append(nil) }
        bar?.advance(message: name)
      }
      results.append(
        .init(
          name: name,
          curves: histories.map { $0?.compactMap { record in record[measure] } }))
    }
    return AblationResult(measure: measure, seeds: seeds, variants: results)
  }
}

/// Two runs of an ablation that took different numbers of steps.
public struct UnequalBudgets: Error, Equatable, CustomStringConvertible {
  /// The variant.
  public let variant: String
  /// Its seed.
  public let seed: UInt64
  /// Its steps.
  public let steps: Int
  /// The steps of the runs before.
  public let expected: Int

  /// What was expected, what came, and what to try.
  public var description: String {
    "\"\(variant)\" with seed \(seed) took \(steps) steps, the runs before took \(expected): they cannot be "
      + "compared. Train every variant for the same number of steps, without early stopping."
  }
}
