// What parts 3 to 6 of the demo train: a network that reads, with every ingredient as a setting.

import Datasets
import MultilayerPerceptrons
import Optimization
import Perceptrons
import Plots
import Tensors

/// Everything that is decided before a training; a change of one line is an experiment.
struct Recipe: Sendable, Equatable {
  enum Normalization: Sendable { case none, batch, layer }
  enum FirstWeights: Sendable {
    case he, small, large, zeros

    var initializer: Initializer {
      switch self {
      case .he: .heNormal
      case .small: .normal(standardDeviation: 0.01)
      case .large: .normal(standardDeviation: 1)
      case .zeros: .zeros
      }
    }
  }

  var hiddenLayers = 2
  var width = 128
  var normalization = Normalization.batch
  var dropout: Float = 0.2
  var firstWeights = FirstWeights.he
  var learningRate: Float = 0.005
  var weightDecay: Float = 0.05
  /// Whether the rate rises for a tenth of the steps and then falls along a cosine.
  var isScheduled = true
  var smoothing: Float = 0.1
  /// The alpha of mixup; 0 mixes nothing.
  var mixing: Float = 0
  /// The share of labels that are wrong, in the training part and in the validation part.
  var falseLabels: Float = 0
  var epochs = 40
  var batchSize = 32
  /// How many epochs without a better validation loss end the training; `nil` trains to the end and takes
  /// the last model.
  var patience: Int? = 10
  // Two mistakes, for part 7.
  /// Whether mixup mixes the labels with other partners than the pictures.
  var mixesOtherLabels = false
  /// The share of a batch in batch norm's running values.
  var momentum: Float = 0.1

  /// The factor on the learning rate in each of `steps` steps.
  func schedule(steps: Int) -> Schedule {
    guard isScheduled else { return .constant }
    let warmUp = max(1, steps / 10)
    return .linearWarmUp(steps: warmUp).then(after: warmUp, .cosine(steps: steps - warmUp))
  }

  /// The loss of a network on a batch.
  func loss(_ network: ReadingNetwork, _ batch: LabelledBatch, classes: Int) -> Tensor {
    guard mixing > 0 else {
      return crossEntropy(logits: network(batch.inputs), labels: batch.labels, smoothing: smoothing)
    }
    // A number of the step's own generator starts one for the mixture.
    var generator = RandomGenerator(seed: UInt64(Tensor.uniform([1]).scalars[0] * 0x1p24))
    let targets = Tensor.oneHot(batch.labels, classes: classes)
    var mixed = mixup(batch.inputs, targets, alpha: mixing, using: &generator)
    if mixesOtherLabels {
      mixed.targets = mixup(batch.inputs, targets, alpha: mixing, using: &generator).targets
    }
    return crossEntropy(logits: network(mixed.inputs), targets: mixed.targets)
  }
}

/// A network with the layers of a recipe.
struct ReadingNetwork: Layer {
  /// Weights, normalization, ReLU, dropout.
  struct Block: Layer {
    var linear: Linear
    var batchNorm: BatchNormalization?
    var layerNorm: LayerNormalization?
    var dropout: Dropout

    mutating func visitParameters(_ visitor: inout ParameterVisitor) {
      visitor.visit(&linear, "linear")
      visitor.visit(&batchNorm, "batchNorm")
      visitor.visit(&layerNorm, "layerNorm")
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
      let scores = linear(x)
      return dropout(relu(batchNorm?(scores) ?? layerNorm?(scores) ?? scores))
    }
  }

  var blocks: [Block]
  var output: Linear

  init(_ recipe: Recipe, inputs: Int, classes: Int, using generator: inout RandomGenerator) {
    func linear(_ inputs: Int, _ outputs: Int) -> Linear {
      Linear(
        weight: recipe.firstWeights.initializer([inputs, outputs], using: &generator),
        bias: .zeros([outputs]))
    }
    let (width, normalization) = (recipe.width, recipe.normalization)
    blocks = (0..<recipe.hiddenLayers).map { number in
      Block(
        linear: linear(number == 0 ? inputs : width, width),
        batchNorm: normalization == .batch
          ? BatchNormalization(width, momentum: recipe.momentum) : nil,
        layerNorm: normalization == .layer ? LayerNormalization(width) : nil,
        dropout: Dropout(recipe.dropout))
    }
    output = linear(width, classes)
  }

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&blocks, "blocks")
    visitor.visit(&output, "output")
  }

  func callAsFunction(_ x: Tensor) -> Tensor { output(blocks.reduce(x) { $1($0) }) }
}

/// Examples with their labels.
struct LabelledBatch: Sendable {
  let inputs: Tensor
  let labels: [Int]
}

/// Pictures to learn from, to choose by, and to be tested on.
struct ReadingTask: Sendable {
  let training: LabelledBatch
  let validation: LabelledBatch
  let test: LabelledBatch
  let classes: Int

  /// Parts the data: a fifth to be tested on, a fifth of the rest to choose by.
  init(_ data: LabelledData, seed: UInt64, falseLabels: Float = 0, most: Int = .max) {
    var generator = RandomGenerator(seed: seed).split(71)
    let (rest, test) = data.split(testFraction: 0.2, stratified: true, using: &generator)
    self.init(rest, test, seed: seed, falseLabels: falseLabels, most: most)
  }

  /// Parts what is not to be tested on.
  ///
  /// The test labels are always the true ones: they are not trained on and nothing is chosen by them.
  init(
    _ rest: LabelledData, _ test: LabelledData, seed: UInt64, validationFraction: Double = 0.2,
    falseLabels: Float = 0, most: Int = .max
  ) {
    var generator = RandomGenerator(seed: seed).split(72)
    let (training, validation) = rest.split(
      testFraction: validationFraction, stratified: true, using: &generator)
    let used = training.subset(Array(0..<min(most, training.count)))
    // One spread for all pixels, not one each: a pixel that is almost always white would be blown up.
    let mean = used.features.mean(axis: 0)
    let spread = square(used.features - mean).mean().scalar.squareRoot()
    let classes = rest.classNames.count
    func batch(_ part: LabelledData, lies: Float) -> LabelledBatch {
      LabelledBatch(
        inputs: (part.features - mean) / spread,
        labels: lies > 0
          ? withLabelNoise(part.labels, classes: classes, rate: lies, using: &generator)
          : part.labels)
    }
    self.training = batch(used, lies: falseLabels)
    self.validation = batch(validation, lies: falseLabels)
    self.test = batch(test, lies: 0)
    self.classes = classes
  }

  func loader(batchSize: Int, seed: UInt64) -> DataLoader<LabelledBatch> {
    let training = training
    // A last batch of one example would have no variance to normalize by.
    return DataLoader(
      count: training.labels.count, batchSize: min(batchSize, training.labels.count),
      dropsLast: true, seed: seed
    ) { positions in
      LabelledBatch(
        inputs: training.inputs[positions], labels: positions.map { training.labels[$0] })
    }
  }
}

/// What came of a training.
struct Reading: Sendable {
  /// The share of the test part that is read right.
  let accuracy: Float
  /// What the network says about the test part, `[n, classes]`.
  let probabilities: Tensor
  let labels: [Int]
  /// For every epoch `training loss` and `validation loss`, both as one evaluates: no dropout, no smoothing.
  let history: [EpochRecord]
  let network: ReadingNetwork

  /// A measure over the epochs.
  func curve(_ name: String, _ measure: String) -> LineChart.Series {
    .init(
      name, x: history.map { Float($0.epoch + 1) }, y: history.map { $0[measure] ?? .nan })
  }
}

extension Recipe {
  /// Trains a fresh network on a task.
  ///
  /// - Parameter measuresTraining: Whether the loss on the training part is measured after every epoch.
  func train(
    _ task: ReadingTask, seed: UInt64, measuresTraining: Bool = false,
    observers: [any TrainingObserver] = []
  ) throws -> Reading {
    var generator = RandomGenerator(seed: seed).split(73)
    let network = ReadingNetwork(
      self, inputs: task.training.inputs.shape[1], classes: task.classes, using: &generator)
    let loader = task.loader(batchSize: batchSize, seed: seed)
    var trainer = trainer(network, task, loader, seed: seed)
    trainer.evaluation = { network in
      func loss(_ part: LabelledBatch) -> Float {
        crossEntropy(logits: network(part.inputs), labels: part.labels).scalar
      }
      var measures = [
        "validation loss": loss(task.validation),
        "accuracy": accuracy(network(task.test.inputs).argmax(axis: 1), task.test.labels),
      ]
      if measuresTraining { measures["training loss"] = loss(task.training) }
      return measures
    }
    let stopping = patience.map { EarlyStopping("validation loss", patience: $0) }
    try trainer.train(
      on: loader, epochs: epochs, observers: observers + (stopping.map { [$0] } ?? []))
    let model = trainer.best ?? trainer.model
    let logits = withPhase(.evaluation) { model(task.test.inputs) }
    return Reading(
      accuracy: accuracy(logits.argmax(axis: 1), task.test.labels),
      probabilities: softmax(logits, axis: 1), labels: task.test.labels, history: trainer.history,
      network: model)
  }

  /// A trainer at the start of a run.
  func trainer(
    _ network: ReadingNetwork, _ task: ReadingTask, _ loader: DataLoader<LabelledBatch>,
    seed: UInt64
  ) -> Trainer<LabelledBatch, Adam<ReadingNetwork>> {
    // Biases, scales and shifts do not decay.
    let groups = ParameterGroups { _, shape in
      ParameterGroup(decayFactor: shape.count < 2 ? 0 : 1)
    }
    let adam = Adam.decoupled(
      for: network, learningRate: learningRate, weightDecay: weightDecay, groups: groups)
    var trainer = Trainer(network, adam, seed: seed) {
      (network: ReadingNetwork, batch: LabelledBatch) in
      loss(network, batch, classes: task.classes)
    }
    trainer.schedule = schedule(steps: epochs * loader.batchesPerEpoch)
    return trainer
  }
}
