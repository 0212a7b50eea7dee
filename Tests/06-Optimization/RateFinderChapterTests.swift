import Foundation
import Optimization
import Tensors
import Testing

@Suite("06 The search for a learning rate")
struct RateFinderChapterTests {
  @Test(
    "on a parabola the steepest fall is below the largest rate that works, and model and optimizer stay"
  )
  func parabola() throws {
    let start = Tensor([1, 1])
    let descent = GradientDescent(for: start)
    let search = searchLearningRate(for: start, with: descent, from: 1e-4, through: 100) { p, _ in
      (0.5 * Tensor([1, 10]) * p * p).sum()
    }
    let rate = try #require(search.steepest)
    // Rates above 2 / 10 diverge.
    #expect(rate > 0.005 && rate < 0.2, "\(rate)")
    let careful = try #require(search.tenthOfLowest)
    #expect(careful < 0.2)
    #expect(search.rates.count < 100 && search.rates.count == search.losses.count)
    #expect(search.rates.count == search.smoothed.count)
    #expect(abs(search.rates[1] / search.rates[0] - powf(1e6, 1 / 99)) < 1e-3)
    #expect(start == Tensor([1, 1]) && descent.learningRate == 0.01)
  }

  @Test("a loss that never falls gives no rate")
  func hopeless() {
    let search = searchLearningRate(
      for: Tensor([1]), with: GradientDescent(for: Tensor([1])), steps: 20
    ) { p, step in 0 * p.sum() + Float(step) }
    #expect(search.steepest == nil)
  }

  @Test("each step gets its own batch")
  func batches() {
    var seen: [Int] = []
    _ = searchLearningRate(
      for: Tensor([1]), with: GradientDescent(for: Tensor([1])), through: 1e-3, steps: 7
    ) { p, step in
      seen.append(step)
      return (p * p).sum()
    }
    #expect(seen == Array(0..<7))
  }
}
