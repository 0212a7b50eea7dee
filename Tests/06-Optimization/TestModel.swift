import Foundation
import Optimization
import Tensors

/// A model of a matrix and a vector, and a buffer that is not trained.
struct TestModel: Parameterized, Equatable {
  var weight: Tensor
  var bias: Tensor
  var buffer = Tensor([1, 2])

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&weight, "layer.weight")
    visitor.visit(&bias, "layer.bias")
    visitor.visitBuffer(&buffer, "layer.buffer")
  }

  /// All numbers: weight, then bias.
  var scalars: [Float] { weight.scalars + bias.scalars }
}

/// What PyTorch computed, see Tests/Fixtures/optimization/record.py.
struct RecordedOptimizers: Decodable {
  struct Muon: Decodable {
    struct Trace: Decodable {
      let bfloat16, double: [[Double]]
    }

    let shape: [Int]
    let start: [Float]
    let gradients: [[Float]]
    let `default`, other: Trace
  }

  struct Clipping: Decodable {
    let limit: Float
    let norm: Double
    let globally, values: [Double]
  }

  let weight, bias: [Float]
  let gradients: [[Float]]
  let traces: [String: [[Double]]]
  let muon: [String: Muon]
  let schedules: [String: [Double]]
  let plateauLosses: [Float]
  let clipping: [Clipping]

  /// Read once.
  static let all: RecordedOptimizers = {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/optimization/torch.json")
    do {
      return try JSONDecoder().decode(RecordedOptimizers.self, from: Data(contentsOf: file))
    } catch { fatalError("\(file.path): \(error)") }
  }()

  static func model(_ scalars: [Float]) -> TestModel {
    TestModel(
      weight: Tensor(Array(scalars[..<12]), shape: [3, 4]), bias: Tensor(Array(scalars[12...])))
  }

  /// Where all traces start.
  var start: TestModel { Self.model(weight + bias) }
  /// The gradient of every step.
  var slopes: [TestModel] { gradients.map(Self.model) }
}

/// Names and buffers of an optimizer's memory, as a checkpoint would keep them.
func memory(of optimizer: some Optimizer) -> [String: Tensor] {
  var (optimizer, kept) = (optimizer, [String: Tensor]())
  var visitor = ParameterVisitor(
    namedParameters: { _, name in kept["parameter: \(name)"] = Tensor(0) },
    namedBuffers: { buffer, name in kept[name] = buffer })
  optimizer.visitMemory(&visitor)
  return kept
}

/// Gives an optimizer back what a checkpoint kept; the names it asked for in vain.
func restore(_ kept: [String: Tensor], to optimizer: inout some Optimizer) -> [String] {
  var missing: [String] = []
  var visitor = ParameterVisitor(
    namedParameters: { _, _ in },
    namedBuffers: { buffer, name in
      if let value = kept[name] { buffer = value } else { missing.append(name) }
    })
  optimizer.visitMemory(&visitor)
  return missing
}

/// Every optimizer of the chapter, with settings that use all of its memory.
func allOptimizers(
  for model: TestModel, groups: ParameterGroups = .same
) -> [(name: String, optimizer: any Optimizer<TestModel>)] {
  let adam = Adam(for: model, learningRate: 0.01, weightDecay: 0.1, groups: groups)
  return [
    ("descent", GradientDescent(for: model, weightDecay: 0.1, groups: groups)),
    (
      "momentum",
      GradientDescent(
        for: model, momentum: 0.9, dampening: 0.1, weightDecay: 0.1, groups: groups)
    ),
    (
      "nesterov",
      GradientDescent(for: model, momentum: 0.9, nesterov: true, weightDecay: 0.1, groups: groups)
    ),
    ("adagrad", AdaptiveGradient(for: model, weightDecay: 0.1, rateDecay: 0.1, groups: groups)),
    ("rmsprop", RootMeanSquare(for: model, weightDecay: 0.1, groups: groups)),
    (
      "rmsprop, all",
      RootMeanSquare(for: model, momentum: 0.5, centered: true, weightDecay: 0.1, groups: groups)
    ),
    ("adadelta", AdaptiveDelta(for: model, weightDecay: 0.1, groups: groups)),
    ("adam", adam),
    ("adamw", Adam.decoupled(for: model, groups: groups)),
    ("amsgrad", MaximumAdam(for: model, weightDecay: 0.1, groups: groups)),
    ("nadam", NesterovAdam(for: model, weightDecay: 0.1, groups: groups)),
    ("radam", RectifiedAdam(for: model, weightDecay: 0.1, groups: groups)),
    ("adamax", InfinityAdam(for: model, weightDecay: 0.1, groups: groups)),
    ("lion", Lion(for: model, learningRate: 0.01, weightDecay: 0.1, groups: groups)),
    ("rprop", ResilientPropagation(for: model, groups: groups)),
    ("lars", LayerwiseDescent(for: model, weightDecay: 0.1, groups: groups)),
    ("lamb", LayerwiseAdam(for: model, weightDecay: 0.1, groups: groups)),
    ("adafactor", Adafactor(for: model, weightDecay: 0.1, groups: groups)),
    ("sophia", Sophia(for: model, groups: groups)),
    (
      "muon and adam",
      Both(
        Muon(
          for: model,
          groups: ParameterGroups { name, shape in
            shape.count == 2 && !isFrozen(groups, name) ? ParameterGroup() : .frozen
          }),
        Adam(
          for: model,
          groups: ParameterGroups { name, shape in
            shape.count == 2 || isFrozen(groups, name) ? .frozen : ParameterGroup()
          }))
    ),
    ("lookahead", Lookahead(adam, for: model, interval: 2)),
    ("schedule-free", ScheduleFree(adam, for: model)),
    ("l-bfgs", LimitedMemoryBFGS(for: model, learningRate: 0.1, memory: 3, groups: groups)),
  ]
}

/// Whether groups freeze a parameter, found out by a step of plain descent.
private func isFrozen(_ groups: ParameterGroups, _ name: String) -> Bool {
  let ones = TestModel(weight: Tensor([[1]]), bias: Tensor([1]))
  var model = ones
  var descent = GradientDescent(for: model, groups: groups)
  descent.update(&model, along: ones)
  return name == "layer.weight" ? model.weight == ones.weight : model.bias == ones.bias
}

extension Optimizer {
  /// Takes a step for each gradient, and gives the model after each.
  mutating func trace(_ model: Model, _ gradients: [Model]) -> [Model] {
    var model = model
    return gradients.map { gradient in
      update(&model, along: gradient)
      return model
    }
  }
}
