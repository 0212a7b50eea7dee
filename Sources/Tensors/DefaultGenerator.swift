import Synchronization

/// A generator that is drawn from in several places.
final class SharedGenerator: Sendable {
  /// The one that is in force: a task's own inside `withSeed`, otherwise the program's.
  @TaskLocal static var current = SharedGenerator(seed: 0)

  private let generator: Mutex<RandomGenerator>

  init(seed: UInt64) {
    generator = Mutex(RandomGenerator(seed: seed))
  }

  func draw<Result: Sendable>(_ body: (inout RandomGenerator) -> Result) -> Result {
    generator.withLock { body(&$0) }
  }
}

/// Runs `body` with a fresh default generator, so that it draws the same numbers on every run.
///
/// What draws without a generator of its own, such as `Tensor.normal([2, 3])`, draws from the default
/// generator. Outside `withSeed` that is one generator for the whole program, started with seed 0.
public func withSeed<Result>(
  _ seed: UInt64, _ body: () throws -> Result
) rethrows -> Result {
  try SharedGenerator.$current.withValue(SharedGenerator(seed: seed), operation: body)
}

/// Runs an asynchronous `body` with a fresh default generator.
///
/// Tasks that `body` starts draw from the same generator, in whatever order they run; give each its own
/// seed, or a generator from `split`, to make their numbers repeatable.
public func withSeed<Result>(
  _ seed: UInt64, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
) async rethrows -> Result {
  try await SharedGenerator.$current.withValue(SharedGenerator(seed: seed), operation: body)
}
