import Foundation
import Tensors
import Testing

/// Pullbacks against slopes that are measured, for every operation of the table.
///
/// The outputs are weighed at random: with weights of one, errors that cancel in the sum go unnoticed.
@Suite struct PullbackTests {
  /// A function at inputs at which its slopes are measured.
  private struct Sample {
    let title: String
    let operation: CheckedOperation
    let inputs: [Tensor]
    let item: OperationFixture

    /// The results of all outputs in one vector.
    func callAsFunction(_ inputs: [Tensor]) -> Tensor {
      var inputs = inputs
      for index in operation.constants { inputs[index] = stopGradient(self.inputs[index]) }
      return Tensor.concatenate(operation(item, inputs).map { $0.flattened() })
    }

    /// Small, where a larger step could go past a kink.
    var step: Float {
      operation.slopes == .inPieces ? 0.0005 : operation.samples.isEmpty ? 0.02 : 0.005
    }
  }

  /// The elements of each operand whose slopes are measured.
  private static let most =
    ProcessInfo.processInfo.environment["DESCENT_LONG"] == "1" ? 150 : 12

  /// All small cases, or the samples of the operation.
  private static let samples: [Sample] = ((try? OperationFixture.all()) ?? []).flatMap { item in
    guard let operation = OperationTable.all[item.operation], !item.isSpecial,
      !item.cotangents.isEmpty, !item.outputs.allSatisfy({ $0.scalars.isEmpty })
    else { return [Sample]() }
    let inputs = item.inputs.map(\.tensor)
    func sample(_ inputs: [Tensor]) -> Sample {
      Sample(title: item.title, operation: operation, inputs: inputs, item: item)
    }
    if !operation.samples.isEmpty {
      // The parameters of the case with the samples of the same ranks.
      return operation.samples.filter { $0.map(\.rank) == inputs.map(\.rank) }.map(sample)
    }
    let count = inputs.reduce(0) { $0 + $1.count }
    let isOnKinks = operation.slopes == .inPieces && item.inputs.contains(where: \.isCoarse)
    return (1...150).contains(count) && !isOnKinks ? [sample(inputs)] : []
  }

  private static func random(_ shape: [Int], _ seed: UInt64) -> Tensor {
    var generator = RandomGenerator(seed: seed)
    return .normal(shape, using: &generator)
  }

  @Test func everyOperationIsMeasured() {
    #expect(Set(Self.samples.map(\.operation.name)) == Set(OperationTable.all.keys))
  }

  @Test func gradientsAreSlopes() {
    for sample in Self.samples {
      let check = gradientCheck(at: sample.inputs, step: sample.step, most: Self.most) {
        sample($0)
      }
      #expect(check.error < 5e-3, "\(sample.title): \(check)")
    }
  }

  /// Every pullback can be differentiated itself: the gradient of a gradient is a slope too.
  @Test func gradientsOfGradientsAreSlopes() {
    for sample in Self.samples {
      let weights = Self.random(sample(sample.inputs).shape, 7)
      let check = gradientCheck(at: sample.inputs, step: sample.step / 2, most: Self.most / 2) {
        inputs in
        let slopes = gradient(at: inputs) { inputs in
          let y = sample(inputs)
          // The square makes the gradient change also where the operation is linear.
          return (weights * (y + 0.5 * y * y)).sum()
        }
        return Tensor.concatenate(slopes.map { $0.flattened() })
      }
      #expect(check.error < 1e-2, "\(sample.title): \(check)")
    }
  }

  /// The loop in the backward pass and the tensor operations that stand in for it in a gradient of a
  /// gradient must agree.
  @Test func bothPullbacksAgree() {
    for sample in Self.samples {
      let weights = Self.random(sample(sample.inputs).shape, 9)
      let fast = gradient(at: sample.inputs) { (sample($0) * weights).sum() }
      var nested: [Tensor] = []
      _ = gradient(at: Tensor(1)) { one in
        nested = gradient(at: sample.inputs) { (sample($0) * weights).sum() }.map(stopGradient)
        return one
      }
      for (a, b) in zip(fast, nested) {
        #expect(a.isClose(to: b, relative: 1e-4, absolute: 1e-5), "\(sample.title)")
      }
    }
  }

  @Test("the check itself rejects wrong pullbacks")
  func checkRejects() {
    let x = [Self.random([5], 1)]
    func wrong(_ pullback: @escaping @Sendable (Tensor, Tensor) -> Tensor) -> Float {
      gradientCheck(at: x) { inputs in
        differentiable(inputs[0], value: { exp($0) }, pullback: pullback)
      }.error
    }
    #expect(wrong { x, g in g * exp(x) } < 2e-3)
    #expect(wrong { x, g in g * exp(x) * 1.01 } > 5e-3)
    #expect(wrong { x, g in Tensor.zeros(like: g) } > 0.5)
    #expect(wrong { x, g in -g * exp(x) } > 0.5)
    #expect(wrong { x, g in g.mean() * exp(x) } > 0.1)
    #expect(wrong { x, g in g * Tensor.full([5], .nan) }.isNaN)
  }

  @Test("of an empty tensor is empty")
  func empty() {
    #expect(gradient(at: Tensor.zeros([0, 3])) { x in (x * x).sum() }.shape == [0, 3])
    #expect(gradient(at: Tensor.zeros([0])) { x in exp(x).sum() + Tensor(1) }.shape == [0])
  }

  @Test("equal elements share the gradient of maximum and max")
  func ties() {
    let halves = gradient(at: Tensor([1, 2]), Tensor([1, 3])) { a, b in maximum(a, b).sum() }
    #expect(halves.0 == Tensor([0.5, 0]))
    #expect(halves.1 == Tensor([0.5, 1]))
    #expect(gradient(at: Tensor([4, 1, 4])) { x in x.max() } == Tensor([0.5, 0, 0.5]))
  }
}
