// The loop.
//
// Chapter 06 ends with four lines: for every batch take the gradient, update. What a real run adds is all
// around them. Something measures, something shows how far it is, something writes it down, something stops it,
// and the power may go off at any time. None of that belongs into the four lines. So the loop tells
// *observers* what happens, and each of them minds one thing.
//
// What makes a run survive is that there is nothing hidden. Everything that the next step depends on is in the
// trainer, a value: the model with its buffers, the optimizer's memory, where the run stands. Random numbers
// are no exception. A generator that is used up step by step would be one more thing to save. Here every
// step has one of its own, computed from the seed and the number of the step.

public import Optimization
public import Tensors

/// Trains a model: batch by batch, epoch by epoch.
///
/// ```swift
/// var trainer = Trainer(model, Adam(for: model), on: loader, seed: 1) { model, batch in
///   crossEntropy(logits: model(batch.inputs), labels: batch.labels)
/// }
/// trainer.schedule = .cosine(steps: 10 * loader.batchesPerEpoch)
/// trainer.evaluation = { model in ["validation loss": loss(of: model, on: validation)] }
/// try trainer.resume(from: folder)
/// try trainer.train(
///   on: loader, epochs: 10,
///   observers: [EarlyStopping("validation loss", patience: 3), Checkpoints(in: folder)])
/// trainer.model
/// ```
///
/// A run that is stopped, saved, loaded and continued ends with the same bits as one that was not.
public struct Trainer<Batch: Sendable, Step: Optimizer>: Sendable {
  /// The kind of model that is trained.
  public typealias Model = Step.Model

  /// The model in training.
  public var model: Model
  /// What takes the steps; its learning rate is set before each of them.
  public var optimizer: Step
  /// The learning rate without schedule and factor: at the beginning that of the optimizer.
  ///
  /// The rate of a step is `baseRate · schedule(step) · rateFactor`.
  public var baseRate: Float
  /// A factor on the base rate in each step, known beforehand; `nil` is 1 throughout.
  public var schedule: Schedule?
  /// A factor on the base rate that an observer may change on the way: see ``PlateauSchedule``.
  public var rateFactor: Float = 1
  /// The global norm to which gradients are shortened; `nil` for none.
  public var mostNorm: Float?
  /// The number of batches whose gradients make one step.
  ///
  /// The step goes along the mean over all their examples, as if they were one batch.
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

  let seed: UInt64
  /// The mean loss of this epoch so far.
  var epochLoss = WeightedMean()
  /// What the batches of this epoch depend on.
  var loaderSettings: DataLoader<Batch>.Settings?
  private let loss: @Sendable (Model, Batch) throws -> Tensor

  /// Makes a trainer at the start of a run.
  ///
  /// - Parameters:
  ///   - model: The model to begin with.
  ///   - optimizer: Made for this model; its learning rate is the base rate.
  ///   - seed: Of the random numbers that the loss draws.
  ///   - loss: The loss of a model on a batch: one number, the mean over the examples of the batch.
  public init(
    _ model: Model, _ optimizer: Step, seed: UInt64 = 0,
    loss: @escaping @Sendable (Model, Batch) throws -> Tensor
  ) {
    (self.model, self.optimizer, self.loss) = (model, optimizer, loss)
    (baseRate, self.seed) = (optimizer.learningRate, seed)
  }

  /// Makes a trainer at the start of a run on the batches of a loader.
  ///
  /// The loader says of what kind the batches are; without it the parameters of `loss` need their types. It may
  /// be another one later, as long as the kind is the same.
  public init(
    _ model: Model, _ optimizer: Step, on loader: DataLoader<Batch>, seed: UInt64 = 0,
    loss: @escaping @Sendable (Model, Batch) throws -> Tensor
  ) {
    self.init(model, optimizer, seed: seed, loss: loss)
  }

  /// Takes the best model for the model, if an observer has kept one.
  public mutating func restoreBest() { model = best ?? model }

  /// Trains until `epochs` epochs are done in all, counted from the start of the run.
  ///
  /// - Parameters:
  ///   - loader: The batches.
  ///   - epochs: When to end. A run that was loaded from a checkpoint of epoch 5 does what is left.
  ///   - observers: Are told what happens, in this order but ``Checkpoints`` last, and may end the run: see
  ///     ``TrainingObserver``.
  /// - Throws: What the loss, the evaluation or an observer throws, ``TrainingFailure``, and ``LoaderMismatch``
  ///   for a run that was loaded in the middle of an epoch of other batches. If a step fails, the trainer
  ///   stands before it.
  public mutating func train(
    on loader: DataLoader<Batch>, epochs: Int, observers: [any TrainingObserver] = []
  ) throws {
    require(accumulation > 0, "Trainer: an accumulation of \(accumulation); at least 1 is expected")
    try begin(with: loader)
    // Whoever saves comes last. A log that has more than the checkpoint is cut when the run goes on; what a log
    // does not have yet when the program is killed behind the checkpoint would be missing for ever.
    let observers =
      observers.filter { !($0 is Checkpoints) } + observers.filter { $0 is Checkpoints }
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
        let rest = position.batch..<loader.batchesPerEpoch
        let counts = rest.prefix(accumulation).map { loader.exampleCount(ofBatch: $0) }
        if counts.isEmpty { break }
        let (value, norm) = try step(&batches, counts)
        position.batch += counts.count
        epochLoss.add(value, weight: counts.reduce(0, +))
        try tell(.step(loss: value, gradientNorm: norm), &self)
      }
      // Stopped in the middle of an epoch: it is not over, and can be gone on with.
      if position.batch < loader.batchesPerEpoch { break }
      try endEpoch()
      try tell(.epoch, &self)
    }
    try tell(.ended, &self)
  }

  private mutating func begin(with loader: DataLoader<Batch>) throws {
    if position.batch > 0, loader.settings != loaderSettings {
      throw LoaderMismatch(
        position: position, expected: loaderSettings?.description ?? "unknown batches",
        found: loader.settings.description)
    }
    guard position.batch <= loader.batchesPerEpoch else {
      throw LoaderMismatch(
        position: position, expected: "at least so many batches",
        found: "\(loader.batchesPerEpoch)")
    }
    loaderSettings = loader.settings
  }

  private mutating func endEpoch() throws {
    // With a seed of its own as well, for an evaluation that draws.
    var generator = RandomGenerator(seed: seed).split(.max - 1).split(UInt64(position.epoch))
    let metrics = try withSeed(generator.next()) {
      try withPhase(.evaluation) { try evaluation?(model) ?? [:] }
    }
    history.append(
      EpochRecord(
        epoch: position.epoch, steps: position.step, loss: epochLoss.value,
        learningRate: optimizer.learningRate, metrics: metrics))
    epochLoss = WeightedMean()
    position = TrainingPosition(epoch: position.epoch + 1, batch: 0, step: position.step)
  }

  /// Takes one step on the mean gradient of the examples of the next batches, of which only one is in memory.
  ///
  /// Each batch has its own mean. The mean over all N examples weighs them by their counts:
  ///
  ///     gradient = Σ nᵢ / N · gradientᵢ
  ///
  /// Only for batches of one size is that the plain mean.
  private mutating func step(
    _ batches: inout DataLoader<Batch>.Batches, _ counts: [Int]
  ) throws -> (loss: Float, norm: Float) {
    // The first key keeps apart what is drawn here from what a loader of the same seed draws for an epoch.
    let random = RandomGenerator(seed: seed).split(.max).split(UInt64(position.step))
    let examples = counts.reduce(0, +)
    // A copy, so that a step that fails leaves the buffers of the layers alone too.
    var next = model
    var (total, sum): (Float, Model?) = (0, nil)
    for (index, count) in counts.enumerated() {
      guard let batch = batches.next() else { break }
      var generator = random.split(UInt64(index))
      var (value, gradient) = try withSeed(generator.next()) {
        try valueWithGradient(at: &next) { try loss($0, batch) }
      }
      let share = Float(count) / Float(examples)
      if counts.count > 1 {
        gradient.updateParameters(with: gradient) { scaled, slope in scaled = slope * share }
      }
      total += value.scalar * share
      if sum == nil {
        sum = gradient
      } else {
        sum?.updateParameters(with: gradient) { $0 += $1 }
      }
    }
    guard var gradient = sum else { return (total, 0) }
    let norm = mostNorm.map { gradient.clipGlobalNorm(to: $0) } ?? gradient.globalNorm
    guard total.isFinite && norm.isFinite else {
      throw TrainingFailure(position: position, loss: total, gradientNorm: norm)
    }
    optimizer.learningRate = baseRate * (schedule?(position.step) ?? 1) * rateFactor
    // Given away, not copied: a second owner would make the optimizer copy every parameter it changes.
    model = consume next
    optimizer.update(&model, along: gradient)
    position.step += 1
    return (total, norm)
  }
}

extension DataLoader.Settings {
  /// For messages.
  fileprivate var description: String {
    "\(count) examples in batches of \(batchSize)"
      + (isShuffled ? ", shuffled with seed \(seed)" : ", in order")
      + (dropsLast ? ", the last one dropped" : "")
  }
}
