import Tensors
import Testing
import Training

@Suite("07 Losses: values and gradients as PyTorch's")
struct LossChapterTests {
  /// The largest distance in units of what is allowed: some of the number itself and of the largest one, and some of
  /// the largest number that went in, since a `Float` near 1000 is only known to 0.00003.
  func distance(_ got: Tensor, _ wanted: [Double], _ largest: Double) -> Double {
    guard got.count == wanted.count else { return .infinity }
    let most = wanted.map(abs).max() ?? 0
    return zip(got.scalars, wanted).map { got, wanted in
      let gap = abs(Double(got) - wanted)
      let allowed = 1e-5 * abs(wanted) + 1e-6 * most + 5e-7 + 2e-7 * largest
      return gap.isNaN ? .infinity : gap / allowed
    }.max() ?? 0
  }

  @Test("every recorded case", arguments: LossFixture.all.keys.sorted())
  func parity(name: String) throws {
    let recorded = try #require(LossFixture.all[name])
    let loss = try #require(LossTable.loss(of: name), "no loss of the chapter is called \(name)")
    let inputs = recorded.inputs.map(\.tensor)
    let largest = recorded.largest

    let none = loss(recorded, inputs, .none)
    #expect(none.shape == recorded.none.shape)
    #expect(distance(none, recorded.none.values, largest) < 1, "none: \(none)")
    let sum = loss(recorded, inputs, .sum)
    #expect(sum.shape == [])
    #expect(distance(sum, [recorded.sum], largest) < 1, "sum: \(sum), \(recorded.sum)")
    let mean = loss(recorded, inputs, .mean)
    #expect(mean.shape == [])
    #expect(distance(mean, [recorded.mean], largest) < 1, "mean: \(mean), \(recorded.mean)")

    let cotangent = recorded.cotangent.tensor
    for input in inputs.indices {
      func gradient(_ value: (Tensor) -> Tensor) -> Tensor {
        Tensors.gradient(at: inputs[input]) { x in
          var inputs = inputs
          inputs[input] = x
          return value(loss(recorded, inputs, .none))
        }
      }
      let ofMean = Tensors.gradient(at: inputs[input]) { x in
        var inputs = inputs
        inputs[input] = x
        return loss(recorded, inputs, .mean)
      }
      #expect(
        distance(ofMean, recorded.gradients[input].values, largest) < 1,
        "gradient \(input): \(ofMean), \(recorded.gradients[input].values)")
      let weighted = gradient { ($0 * cotangent).sum() }
      #expect(
        distance(weighted, recorded.weighted[input].values, largest) < 1,
        "weighted gradient \(input): \(weighted), \(recorded.weighted[input].values)")
    }
  }

  @Test("every loss of the table is compared with something recorded")
  func completeness() {
    let used = LossTable.all.keys.filter { LossFixture.all[$0] != nil }
    #expect(Set(used) == Set(LossTable.all.keys))
    #expect(LossFixture.all.count == 110)
  }

  @Test("the gradient of a gradient, where a pullback is written by hand")
  func secondDerivatives() {
    let x = Tensor([-2, -0.5, 0, 0.3, 4])
    // The second derivative of log cosh is 1/cosh².
    let curvature = gradient(at: x) { x in
      gradient(at: x) { logCoshLoss($0, .zeros([5]), reduction: .sum) }.sum()
    }
    let wanted = Tensor([0.070_650_8, 0.786_447_7, 1, 0.915_136_9, 0.001_340_95])
    #expect(curvature.isClose(to: wanted, relative: 1e-5, absolute: 1e-7), "\(curvature)")
  }
}
