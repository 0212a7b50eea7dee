import Foundation
import Plots
import Testing
import Training

@Suite("07 Ablation: one change at a time, the same seeds, the same budget")
struct AblationChapterTests {
  struct Recipe: Sendable, Equatable {
    var rate: Float = 0.5
    var bonus: Float = 0
  }

  /// A history whose end is 10 · rate + bonus + the seed's luck.
  static func history(_ recipe: Recipe, _ seed: UInt64, steps: Int = 10) -> [EpochRecord] {
    (0..<3).map { epoch in
      let value = 10 * recipe.rate + recipe.bonus + Float(seed * seed) - Float(2 - epoch)
      return EpochRecord(
        epoch: epoch, steps: steps * (epoch + 1), loss: -value, learningRate: recipe.rate,
        metrics: ["score": value])
    }
  }

  static let ablation = Ablation(
    of: Recipe(), measure: "score",
    changes: [
      .init("without rate") { $0.rate = 0 },
      .init("with bonus") { $0.bonus = 1 },
    ], seeds: [0, 1, 2])

  @Test("means and spreads by hand; paired differences have no luck in them")
  func statistics() throws {
    let result = try Self.ablation.run { Self.history($0, $1) }
    #expect(result.variants.map(\.name) == ["all parts", "without rate", "with bonus"])
    // 5, 6 and 9: mean 6.667, squares 2.78 + 0.44 + 5.44 = 8.667, √(8.667 / 2) = 2.082.
    #expect(result.variants[0].values == [5, 6, 9])
    #expect(abs(result.variants[0].mean - 6.666667) < 1e-5)
    #expect(abs((result.variants[0].spread ?? 0) - 2.081666) < 1e-5)
    let difference = result.difference(of: result.variants[1])
    #expect(difference?.mean == -5)
    #expect(difference?.spread == 0)
    #expect(result.difference(of: result.variants[2])?.mean == 1)
    #expect(result.variants[1].meanCurve.count == 3)
    #expect(result.chart.series.map(\.name) == result.variants.map(\.name))
    #expect(result.chart.series[0].x == [1, 2, 3])
  }

  @Test("each change is made alone, and all variants see the same seeds")
  func alone() throws {
    var seen: [(Recipe, UInt64)] = []
    _ = try Self.ablation.run { recipe, seed in
      seen.append((recipe, seed))
      return Self.history(recipe, seed)
    }
    #expect(seen.map(\.1) == [0, 1, 2, 0, 1, 2, 0, 1, 2])
    #expect(seen[3].0 == Recipe(rate: 0, bonus: 0))
    #expect(seen[6].0 == Recipe(rate: 0.5, bonus: 1))
  }

  @Test("a run that fails is a result; its seed drops out of the difference")
  func failures() throws {
    let result = try Self.ablation.run { recipe, seed in
      if recipe.rate == 0 && seed == 2 {
        throw TrainingFailure(position: TrainingPosition(), loss: .nan, gradientNorm: 1)
      }
      return Self.history(recipe, seed)
    }
    #expect(result.variants[1].failures == 1)
    #expect(result.variants[1].values == [0, 1, nil])
    #expect(result.difference(of: result.variants[1])?.mean == -5)
    let all = try Self.ablation.run { recipe, seed in
      if recipe.bonus == 1 {
        throw TrainingFailure(position: TrainingPosition(), loss: .nan, gradientNorm: 1)
      }
      return Self.history(recipe, seed)
    }
    #expect(all.difference(of: all.variants[2]) == nil)
    #expect(all.variants[2].failures == 3)
  }

  @Test("unequal budgets and measures that nobody took are errors")
  func errors() {
    let budget = #expect(throws: UnequalBudgets.self) {
      _ = try Self.ablation.run { Self.history($0, $1, steps: $0.bonus == 1 ? 11 : 10) }
    }
    #expect(budget?.variant == "with bonus")
    #expect(budget?.steps == 33)
    #expect(throws: MissingMeasure.self) {
      _ = try Ablation(of: Recipe(), measure: "accuracy", changes: [], seeds: [1])
        .run { Self.history($0, $1) }
    }
  }

  @Test("the table and the figure")
  func shown() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = Report(outputDirectory: folder, isQuiet: true, progressOutput: .discarded)
    let result = try Self.ablation.run(report) { Self.history($0, $1) }
    try result.show(in: report, named: "ablation")
    #expect(report.figures.map(\.lastPathComponent) == ["ablation.svg"])
  }

  @Test("a change that changes nothing is refused")
  func nothing() async {
    await #expect(processExitsWith: .failure) {
      _ = Ablation(
        of: Recipe(), measure: "score", changes: [.init("no change") { $0.rate = 0.5 }], seeds: [1])
    }
  }
}
