/// What a model is being used for, which some layers ask: dropout drops only in training, and batch
/// normalization uses the batch's own statistics only in training.
public enum Phase: Sendable {
  /// The model learns from what it is shown.
  case training
  /// The model is only asked for answers.
  case evaluation

  /// The phase that was set by ``withPhase(_:_:)``, if one was.
  @TaskLocal static var chosen: Phase?

  /// The phase that is in force: evaluation, if nothing says otherwise.
  ///
  /// A training step, `valueWithGradient(at: &model)`, is in the training phase.
  public static var current: Phase { chosen ?? .evaluation }
}

/// Runs `body` in a phase, whatever it would be otherwise.
///
/// `withPhase(.evaluation)` around a training step trains with dropout off and the running statistics
/// frozen, as fine-tuning sometimes does.
public func withPhase<Result>(_ phase: Phase, _ body: () throws -> Result) rethrows -> Result {
  try Phase.$chosen.withValue(phase, operation: body)
}

/// Runs an asynchronous `body` in a phase.
public func withPhase<Result>(
  _ phase: Phase, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
) async rethrows -> Result {
  try await Phase.$chosen.withValue(phase, operation: body)
}
