import Foundation
import Interchange
import Testing
import Training

@Suite("07 A folder of checkpoints: a few are kept, and the newest that can be read is taken")
struct CheckpointFolderChapterTests {
  typealias Small = CheckpointChapterTests

  func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  func steps(_ folder: URL) throws -> [Int] {
    try names(folder).filter { $0.hasPrefix("step-") }
      .compactMap { Int($0.dropFirst(5).dropLast(12)) }
  }

  @Test("the last ones are kept, at the end of epochs and within")
  func kept() throws {
    try withFolder { folder in
      let run = folder.appendingPathComponent("runs/first")
      var trainer = Small.small()
      try trainer.train(
        on: Small.loader, epochs: 3, observers: [Checkpoints(in: run, every: 3, keeping: 4)])
      // Steps 3, 6, 9, 12 and the ends of epochs 4, 8, 12.
      #expect(try steps(run) == [6, 8, 9, 12])
      #expect(try names(run).first == "step-0000000006.safetensors")
      var second = Small.small()
      #expect(try second.resume(from: run)?.lastPathComponent == "step-0000000012.safetensors")
      #expect(second.position == TrainingPosition(epoch: 3, batch: 0, step: 12))
    }
  }

  @Test("the best epoch's checkpoint is kept as well, and nobody else's files are touched")
  func best() throws {
    try withFolder { folder in
      let foreign = [
        "notes.txt", "step-1.safetensors", "step-0000000001.safetensors.txt", "model.safetensors",
      ]
      for name in foreign { try Data().write(to: folder.appendingPathComponent(name)) }
      // What a killed program left of a checkpoint.
      try Data("half".utf8).write(
        to: folder.appendingPathComponent(".step-0000000003.safetensors.0123456789abcdef.partial"))
      var trainer = ObserverChapterTests.scripted([3, 1, 2, 4, 5, 6])
      try trainer.train(
        on: ObserverChapterTests.loader, epochs: 6,
        observers: [Checkpoints(in: folder, keeping: 2, best: "validation loss")])
      #expect(try names(folder).filter { !foreign.contains($0) }.count == 3)
      #expect(try steps(folder).sorted() == [1, 2, 5, 6])  // 1 is the foreign step-1
      #expect(try Set(foreign).isSubset(of: Set(names(folder))))
    }
  }

  @Test("a damaged newest checkpoint is passed over; if none is left, that is an error")
  func damaged() throws {
    try withFolder { folder in
      var trainer = Small.small()
      #expect(try trainer.resume(from: folder) == nil)
      #expect(try trainer.resume(from: folder.appendingPathComponent("none")) == nil)
      try trainer.train(on: Small.loader, epochs: 3, observers: [Checkpoints(in: folder)])
      let files = try names(folder).map(folder.appendingPathComponent)
      #expect(files.count == 3)
      try Data(contentsOf: files[2]).prefix(200).write(to: files[2])
      var second = Small.small()
      #expect(try second.resume(from: folder)?.lastPathComponent == files[1].lastPathComponent)
      #expect(second.position.epoch == 2)
      // It goes on, and ends as if nothing had happened; what can be of no use is removed.
      try Data("damaged".utf8).write(
        to: folder.appendingPathComponent("step-0000000099.safetensors"))
      try second.train(on: Small.loader, epochs: 3, observers: [Checkpoints(in: folder)])
      #expect(bits(second) == bits(trainer))
      #expect(try steps(folder) == [4, 8, 12])
      var third = Small.small()
      try third.resume(from: folder)
      #expect(bits(third) == bits(trainer))
      for file in files { try Data("no checkpoint".utf8).write(to: file) }
      var fourth = Small.small()
      #expect(throws: ModelFileError.self) { try fourth.resume(from: folder) }
      #expect(fourth.position == TrainingPosition())
      #expect(throws: CheckpointError.self) { try fourth.resume(from: files[0]) }
    }
  }

  @Test("a run does not begin in the folder of another one")
  func occupied() throws {
    try withFolder { folder in
      var trainer = Small.small()
      try trainer.train(on: Small.loader, epochs: 2, observers: [Checkpoints(in: folder)])
      var second = Small.small()
      let error = #expect(throws: CheckpointError.self) {
        try second.train(on: Small.loader, epochs: 1, observers: [Checkpoints(in: folder)])
      }
      #expect(error?.problem == "the folder already holds a run, up to step 8.")
      #expect(try steps(folder) == [4, 8])
    }
  }
}
