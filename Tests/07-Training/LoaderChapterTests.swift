import Synchronization
import Tensors
import Testing
import Training

@Suite("07 Loader: every example once, in an order that seed and epoch decide")
struct LoaderChapterTests {
  func loader(
    _ count: Int, _ size: Int, shuffled: Bool = true, drops: Bool = false, prefetch: Int = 0,
    seed: UInt64 = 1
  ) -> DataLoader<[Int]> {
    DataLoader(
      count: count, batchSize: size, shuffled: shuffled, dropsLast: drops, prefetch: prefetch,
      seed: seed
    ) { $0 }
  }

  @Test(
    "an epoch holds every example once, whatever the sizes", arguments: [1, 3, 7, 10, 64, .max])
  func everyExample(size: Int) {
    for count in [1, 2, 10, 63, 64, 65] {
      let loader = loader(count, size)
      let batches = Array(loader.batches(epoch: 2))
      #expect(batches.joined().sorted() == Array(0..<count))
      #expect(batches.count == loader.batchesPerEpoch)
      #expect(batches.map(\.count) == batches.indices.map(loader.exampleCount))
      #expect(batches.dropLast().allSatisfy { $0.count == size })
      #expect(loader.examplesPerEpoch == count)
    }
  }

  @Test("a last batch that is not full is left out if asked for")
  func dropsLast() {
    let loader = loader(10, 4, drops: true)
    #expect(loader.batches(epoch: 0).map(\.count) == [4, 4])
    #expect((loader.batchesPerEpoch, loader.examplesPerEpoch) == (2, 8))
    #expect(self.loader(8, 4, drops: true).batches(epoch: 0).map(\.count) == [4, 4])
  }

  @Test("the order follows from seed and epoch, and every epoch has another")
  func order() {
    let loader = loader(30, 7)
    var generator = RandomGenerator(seed: 1).split(4)
    #expect(Array(loader.batches(epoch: 4).joined()) == generator.permutation(30))
    #expect(loader.order(epoch: 4) == self.loader(30, 3).order(epoch: 4))
    let orders =
      (0..<20).map { loader.order(epoch: $0) } + [self.loader(30, 7, seed: 2).order(epoch: 0)]
    #expect(Set(orders).count == 21)
    #expect(self.loader(5, 2, shuffled: false).order(epoch: 9) == [0, 1, 2, 3, 4])
  }

  @Test("over many epochs, every example is as often in every place", arguments: [6])
  func uniform(count: Int) {
    let loader = loader(count, 2)
    var counts = [Int](repeating: 0, count: count * count)
    for epoch in 0..<6000 {
      for (place, example) in loader.order(epoch: epoch).enumerated() {
        counts[place * count + example] += 1
      }
    }
    // Expected 1000 each, with a standard deviation of 29: five of them are left for luck.
    #expect(counts.allSatisfy { (855...1145).contains($0) })
  }

  @Test("a run may begin at any batch, and batches are made ahead of time without a difference")
  func fromBatch() {
    for prefetch in [0, 1, 3, 50] {
      let (loader, plain) = (loader(23, 4, prefetch: prefetch), loader(23, 4))
      for first in 0...8 {
        #expect(
          Array(loader.batches(epoch: 3, from: first))
            == Array(plain.batches(epoch: 3).dropFirst(first)))
      }
    }
  }

  @Test("what a batch draws at random depends on neither the thread nor the batches before")
  func drawing() {
    let plain = Array(TestData.loader().batches(epoch: 1))
    let ahead = Array(TestData.loader(prefetch: 4).batches(epoch: 1))
    let rest = Array(TestData.loader().batches(epoch: 1, from: 3))
    #expect(plain.count == 7)
    for (index, batch) in plain.enumerated() {
      #expect(batch.inputs.scalars == ahead[index].inputs.scalars)
      #expect(batch.labels == ahead[index].labels)
      if index >= 3 { #expect(batch.inputs.scalars == rest[index - 3].inputs.scalars) }
    }
    let next = Array(TestData.loader().batches(epoch: 2))
    #expect(next[0].inputs.scalars != plain[0].inputs.scalars)
  }

  @Test("only so many batches are made ahead of time, and an iterator may be copied")
  func ahead() {
    let made = Mutex(0)
    let loader = DataLoader(count: 40, batchSize: 2, prefetch: 3) { positions in
      made.withLock { $0 += 1 }
      return positions
    }
    var batches = loader.batches(epoch: 0)
    let first = batches.next()
    // The one that was handed out, and three that wait.
    var copy = batches
    let (second, again) = (batches.next(), copy.next())
    #expect(second == again)
    #expect(first != second)
    #expect(made.withLock { $0 } <= 6)
  }
}
