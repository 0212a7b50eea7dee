public import Optimization
public import Tensors

/// Where a training run stands.
public struct TrainingPosition: Sendable, Equatable, Codable {
  /// The epoch that is under way, from 0.
  public var epoch = 0
  /// The batches of this epoch that are done.
  public var batch = 0
  /// The steps that the optimizer has taken in all.
  public var step = 0
}

/// Trains a model: batch by batch, epoch by epoch.
///
/// ```swift
/// var trainer = Trainer(model, Adam(for: model), seed: 1) { model, batch in
///   crossEntropy(logits: model(batch.inputs), labels: batch.labels)
/// }
/// trainer.schedule = .cosine(steps: 10 * loader.batchesPerEpoch)
/// try trainer.train(on: loader, epochs: 10, observers: [ProgressDisplay(report)])
/// trainer.model
/// ```
///
/// A trainer is a value that holds all there is to a run: the model, the optimizer's memory and the position.
/// Every step draws its random numbers (dropout, for one) from a generator of its own, which follows from the
/// seed and the number of the step. A run that is stopped, saved, loaded and continued therefore ends with
/// the same bits as one that was not.
public struct Trainer<Batch: Sendable, Step: Optimizer>: Sendable {
  /// The kind of model that is trained.
  public typealias Model = Step.Model

  /// The model in training.
  public var model: Model
  /// What takes the steps.
  public var optimizer: Step
  /// A factor on the base rate in each step; `nil` leaves the rate alone.
  public var schedule: Schedule?
  /// The global norm to which gradients are shortened; `nil` for none.
  public var mostNorm: Float?
  /// The number of batches whose gradients are averaged for one step.
  public var accumulation = 1
  /// What is measured after every epoch, in the evaluation phase: names and values, such as the accuracy on
  /// held-out examples.
  public var evaluation: (@Sendable (Model) throws -> [String: Float])?
  /// Where the run stands.
  public internal(set) var position = TrainingPosition()
  /// What was measured, epoch by epoch.
  public internal(set) var history: [EpochRecord] = []
  /// The best model so far, where an observer keeps it: see ``EarlyStopping``.
  public var best: Model?

  let baseRate: Float
  let seed: UInt64
  /// The sum of the losses of this epoch's batches.
  var lossSum = 0.0
  private let loss: @Sendable (Model, Batch) throws -> Tensor

  /// Makes a trainer at the start of a run.
  ///
  /// - Parameters:
  ///   - model: The model to begin with.
  ///   - optimizer: Made for this model; its learning rate is the base rate of a schedule.
  ///   - seed: Of the random numbers that the loss draws.
  ///   - loss: The loss of a model on a batch: one number, the mean over the batch.
  public init(
    _ model: Model, _ optimizer: Step, seed: UInt64 = 0,
    loss: @escaping @Sendable (Model, Batch) throws -> Tensor
  ) {
    (self.model, self.optimizer, self.loss) = (model, optimizer, loss)
    (baseRate, self.seed) = (optimizer.learningRate, seed)
  }

  /// Trains until `epochs` epochs are done in all, counted from the start of the run.
  ///
  /// - Parameters:
  ///   - loader: The batches.
  ///   - epochs: When to end. A run that was loaded from a checkpoint of epoch 5 does what is left.
  ///   - observers: Are told what happens, and may end the run: see ``TrainingObserver``.
  /// - Throws: What the loss or an observer throws, and ``TrainingFailure``. The trainer then stands before
  ///   the step that failed.
  public mutating func train(
    on loader: DataLoader<Batch>, epochs: Int, observers: [any TrainingObserver] = []
  ) throws {
    require(accumulation > 0, "Trainer: an accumulation of \(accumulation); at least 1 is expected")
    var isStopped = false
    func tell(_ event: TrainingEvent, _ trainer: inout Self) throws {
      for observer in observers {
        if try observer.observe(event, &trainer) == .stop { isStopped = true }
      }
    }
    try tell(.began(epochs: epochs, batchesPerEpoch: loader.batchesPerEpoch), &self)
    while position.epoch < epochs && !isStopped {
      var batches = loader.batches(epoch: position.epoch, from: position.batch)
      while !isStopped {
        let group = (0..<accumulation).compactMap { _ in batches.next() }
        if group.isEmpty { break }
        let (value, norm) = try step(group)
        position.batch += group.count
        lossSum += Double(value) * Double(group.count)
        try tell(.step(loss: value, gradientNorm: norm), &self)
      }
      if position.batch < loader.batchesPerEpoch { break }
      try endEpoch(of: loader.batchesPerEpoch)
      try tell(.epoch, &self)
    }
    try tell(.ended, &self)
  }

  private mutating func endEpoch(of batches: Int) throws {
    let metrics = try withPhase(.evaluation) { try evaluation?(model) ?? [:] }
    history.append(
      EpochRecord(
        epoch: position.epoch, steps: position.step, loss: Float(lossSum / Double(batches)),
        learningRate: optimizer.learningRate, metrics: metrics))
    lossSum = 0
    position = TrainingPosition(epoch: position.epoch + 1, batch: 0, step: position.step)
  }

  /// Takes one step on the mean gradient of some batches.
  private mutating func step(_ batches: [Batch]) throws -> (loss: Float, norm: Float) {
    let random = RandomGenerator(seed: seed).split(UInt64(position.step))
    var next = model
    var (total, sum): (Float, Model?) = (0, nil)
    for (index, batch) in batches.enumerated() {
      var generator = random.split(UInt64(index))
      let (value, gradient) = try withSeed(generator.next()) {
        try valueWithGradient(at: &next) { try loss($0, batch) }
      }
      total += value.scalar / Float(batches.count)
      if sum == nil {
        sum = gradient
      } else {
        sum?.updateParameters(with: gradient) { $0 += $1 }
      }
    }
    guard var gradient = sum else { return (total, 0) }
    if batches.count > 1 {
      let share = 1 / Float(batches.count)
      gradient.updateParameters(with: gradient) { sum, _ in sum = sum * share }
    }
    let norm = mostNorm.map { gradient.clipGlobalNorm(to: $0) } ?? gradient.globalNorm
    guard total.isFinite && norm.isFinite else {
      throw TrainingFailure(position: position, loss: total, gradientNorm: norm)
    }
    if let schedule { optimizer.learningRate = baseRate * schedule(position.step) }
    model = next
    optimizer.update(&model, along: gradient)
    position.step += 1
    return (total, norm)
  }
}

/// What was measured in an epoch.
public struct EpochRecord: Sendable, Equatable, Codable {
  /// The epoch, from 0.
  public let epoch: Int
  /// The steps taken until its end.
  public let steps: Int
  /// The mean loss of its batches, while the model was learning from them.
  public let loss: Float
  /// The learning rate of its last step.
  public let learningRate: Float
  /// What ``Trainer/evaluation`` measured at its end.
  public let metrics: [String: Float]

  /// The number of a name: `loss`, or one of the metrics.
  public subscript(_ name: String) -> Float? { name == "loss" ? loss : metrics[name] }
}

/// A loss or a gradient that is not a number any more.
public struct TrainingFailure: Error, Equatable, CustomStringConvertible {
  /// Where it happened; the model is that from before this step.
  public let position: TrainingPosition
  /// The loss of the step.
  public let loss: Float
  /// The length of its gradient.
  public let gradientNorm: Float

  /// What happened, where, and what to try.
  public var description: String {
    "step \(position.step + 1), epoch \(position.epoch + 1), batch \(position.batch + 1): the loss is \(loss) "
      + "and its gradient is \(gradientNorm) long. The model was left as it was before. Try a smaller "
      + "learning rate, mostNorm = 1, or look for a logarithm of 0 and a division by 0 in the loss."
  }
}
