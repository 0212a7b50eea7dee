import Tensors
import Testing

/// Values and gradients of shapes, indexing and products are PyTorch's.
@Suite struct ShapeParityTests {
  let cases: [OperationFixture]

  init() throws {
    cases = try OperationFixture.load()
  }

  private func compute(_ item: OperationFixture, _ inputs: [Tensor]) -> [Tensor] {
    ShapeOperations.all[item.operation]?(inputs, item.lists, item.text) ?? []
  }

  /// The cases of operations that can be differentiated.
  private var differentiable: [OperationFixture] { cases.filter { !$0.gradients.isEmpty } }

  @Test func everyOperationIsRecorded() {
    #expect(Set(differentiable.map(\.operation)) == Set(ShapeOperations.all.keys))
    #expect(cases.count > 300)
  }

  @Test func valuesAgree() {
    for item in differentiable {
      let outputs = compute(item, item.inputs.map(\.tensor))
      #expect(outputs.count == item.outputs.count, "\(item.title)")
      for (output, expected) in zip(outputs, item.outputs) {
        #expect(output.isClose(to: expected.tensor), "\(item.title)")
      }
    }
  }

  @Test func gradientsAgree() {
    for item in differentiable {
      let gradients = gradient(at: item.inputs.map(\.tensor)) { inputs in
        zip(compute(item, inputs), item.cotangents).reduce(Tensor(0)) { sum, pair in
          sum + (pair.0 * pair.1.tensor).sum()
        }
      }
      for (gradient, expected) in zip(gradients, item.gradients) {
        #expect(
          gradient.isClose(to: expected.tensor, absolute: 1e-5),
          "\(item.title): \(gradient), not \(expected.tensor)")
      }
    }
  }

  /// The gradients are the slopes that are measured, for a random weighing of the outputs.
  @Test func gradientsAreSlopes() {
    // Those whose slopes jump where recorded inputs lie: at the bounds, or where masks change.
    let jumping: Set = ["clipped", "clippedBelow", "clippedAbove"]
    let masked: Set = ["select", "filled", "masked", "maskedPut"]
    for item in differentiable where !jumping.contains(item.operation) {
      let inputs = item.inputs.map(\.tensor)
      let mask = item.operation == "select" ? 0 : 1
      let check = gradientCheck(at: inputs, most: 8) { moved in
        var moved = moved
        if masked.contains(item.operation) { moved[mask] = stopGradient(inputs[mask]) }
        let parts = compute(item, moved).map { ($0 * $0).flattened() }
        return parts.isEmpty ? Tensor(0) : Tensor.concatenate(parts)
      }
      #expect(check.error < 5e-3, "\(item.title): \(check)")
    }
  }

  /// Every pullback can be differentiated itself: the gradient of a squared gradient is a slope too.
  @Test func gradientsOfGradientsAreSlopes() {
    let jumping: Set = ["clipped", "clippedBelow", "clippedAbove"]
    let masked: Set = ["select", "filled", "masked", "maskedPut"]
    var previous = ""
    for item in differentiable where !jumping.contains(item.operation) {
      // One case of each operation, but every equation.
      if item.operation == previous && item.operation != "einsum" && item.operation != "matmul" {
        continue
      }
      previous = item.operation
      let inputs = item.inputs.map(\.tensor)
      let mask = item.operation == "select" ? 0 : 1
      func loss(_ inputs: [Tensor]) -> Tensor {
        compute(item, inputs).reduce(Tensor(0)) { $0 + ($1 * $1 * $1).sum() * 0.01 }
      }
      let check = gradientCheck(at: inputs, most: 4) { moved in
        var moved = moved
        if masked.contains(item.operation) { moved[mask] = stopGradient(inputs[mask]) }
        let slopes = gradient(at: moved, of: loss).map { $0.flattened() }
        return Tensor.concatenate(slopes)
      }
      #expect(check.error < 1e-2, "\(item.title): \(check)")
    }
  }

  @Test func positionsAgree() {
    for item in cases {
      let (x, lists) = (item.inputs[0].tensor, item.lists)
      switch item.operation {
      case "sorted":
        let (axis, descending) = (lists[0][0], lists[0][1] == 1)
        #expect(x.sorted(axis: axis, descending: descending).indices == item.indices)
        #expect(x.argsort(axis: axis, descending: descending) == item.indices)
      case "topK":
        let found = x.topK(lists[0][0], axis: lists[0][1], largest: lists[0][2] == 1)
        #expect(found.indices == item.indices, "\(item.title)")
      case "unique":
        let found = x.unique()
        #expect(found.values == item.outputs[0].tensor)
        #expect(found.inverse == item.indices)
        #expect(found.counts == lists[0])
      case "nonzero": #expect(x.nonzero() == lists)
      default: break
      }
    }
  }
}
