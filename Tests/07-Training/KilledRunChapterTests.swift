import Foundation
import Interchange
import Tensors
import Testing
import Training

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("07 Killed: a program that is killed at any moment goes on where it was")
struct KilledRunChapterTests {
  /// Trains ten epochs and keeps checkpoints and logs.
  static func train(in folder: URL) throws -> TestTrainer {
    var trainer = testTrainer()
    let checkpoints = folder.appendingPathComponent("checkpoints")
    try trainer.resume(from: checkpoints)
    try trainer.train(
      on: TestData.loader(prefetch: 1), epochs: 10,
      observers: [
        EarlyStopping("accuracy", patience: 99), Checkpoints(in: checkpoints, every: 2),
        TableLog(to: folder.appendingPathComponent("log.csv")),
        TensorBoardLog(to: folder.appendingPathComponent("events")),
      ])
    return trainer
  }

  /// Trains until this process is killed, which another thread does after some time.
  static func trainUntilKilled(in path: String, microseconds: UInt32) throws {
    Thread.detachNewThread {
      usleep(microseconds)
      kill(getpid(), SIGKILL)
    }
    _ = try train(in: URL(fileURLWithPath: path))
    while true { sleep(1) }
  }

  @Test("ten epochs, killed again and again at random moments: the same bits, the same logs")
  func killed() async throws {
    let isLong = ProcessInfo.processInfo.environment["DESCENT_LONG"] == "1"
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var generator = RandomGenerator(seed: 77)
    for _ in 0..<(isLong ? 60 : 3) {
      let delay = UInt32(generator.integer(in: 1_000..<(isLong ? 25_000 : 40_000)))
      let path = folder.path
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, delay = delay as UInt32] in
        try KilledRunChapterTests.trainUntilKilled(in: path, microseconds: delay)
      }
    }
    let survivor = try Self.train(in: folder)
    let straight = try CheckpointChapterTests.straight()
    #expect(bits(survivor) == bits(straight))
    #expect(survivor.history == straight.history)
    // Every step is in the logs, once.
    let events = try ObserverChapterTests.events(in: folder.appendingPathComponent("events"))
    #expect(events["step/loss"]?.map(\.step) == Array(1...70))
    #expect(events["epoch/accuracy"]?.map(\.step) == Array(1...10))
    let table = try String(contentsOf: folder.appendingPathComponent("log.csv"), encoding: .utf8)
    #expect(table.split(separator: "\n").count == 11)
    let left = try FileManager.default
      .contentsOfDirectory(atPath: folder.appendingPathComponent("checkpoints").path)
    #expect(left.count == 3)
  }
}
