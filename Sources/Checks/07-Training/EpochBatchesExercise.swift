public import Grading
import Tensors
import Training

/// What 07.12 asks for: count, batch size, seed, epoch, whether the last is dropped, first batch to batches.
public typealias EpochBatches = @Sendable (Int, Int, UInt64, Int, Bool, Int) throws -> [[Int]]

private let right: EpochBatches = { count, size, seed, epoch, drops, first in
  // A loader that would have no batch at all is refused by the chapter.
  if drops && count < size { return [] }
  let loader = DataLoader(count: count, batchSize: size, dropsLast: drops, seed: seed) { $0 }
  return Array(loader.batches(epoch: epoch, from: first))
}

private func order(_ count: Int, _ generator: RandomGenerator) -> [Int] {
  var generator = generator
  return generator.permutation(count)
}

private func order(_ count: Int, _ seed: UInt64, _ epoch: Int) -> [Int] {
  order(count, RandomGenerator(seed: seed).split(UInt64(epoch)))
}

/// Cuts an order, as it is right.
private func cut(_ order: [Int], _ size: Int, _ drops: Bool, _ first: Int) -> [[Int]] {
  let batches = stride(from: 0, to: order.count, by: size).map { start in
    Array(order[start..<min(start + size, order.count)])
  }
  return batches.filter { !drops || $0.count == size }.dropFirst(first).map { $0 }
}

/// 07.12: the batches of an epoch.
public let epochBatchesExercise = Exercise<EpochBatches>(
  "07.12",
  reference: right,
  alternatives: [
    .init(
      "all starts first, then the batches behind them",
      { count, size, seed, epoch, drops, first in
        cut(order(count, seed, epoch), size, drops, first)
      }),
    .init(
      "the rest of the order is eaten from the front",
      { count, size, seed, epoch, drops, first in
        var rest = order(count, seed, epoch).dropFirst(first * size)
        var batches: [[Int]] = []
        while rest.count >= (drops ? size : 1) {
          batches.append(Array(rest.prefix(size)))
          rest = rest.dropFirst(size)
        }
        return batches
      }),
  ],
  checks: [
    .init("how large the batches are") { batches, evidence in
      for (count, size, drops, wanted) in [
        (10, 4, false, [4, 4, 2]), (10, 4, true, [4, 4]), (8, 4, false, [4, 4]),
        (8, 4, true, [4, 4]), (3, 5, false, [3]), (3, 5, true, []), (3, 1, false, [1, 1, 1]),
      ] {
        evidence.expect(
          try batches(count, size, 1, 0, drops, 0).map(\.count), equals: wanted, "the sizes",
          in: "\(count) examples in batches of \(size)\(drops ? ", the last dropped" : "")")
      }
    },
    .init("every example once") { batches, evidence in
      for (count, size) in [(10, 4), (17, 5), (6, 6)] {
        let all = try batches(count, size, 3, 2, false, 0).joined()
        evidence.expect(
          all.sorted(), equals: Array(0..<count), "all positions, sorted",
          in: "\(count) examples in batches of \(size)")
      }
    },
    .init("the order is that of seed and epoch", points: 2) { batches, evidence in
      for (seed, epoch) in [(1, 0), (1, 1), (2, 0), (7, 12)] {
        let all = try batches(12, 5, UInt64(seed), epoch, false, 0).joined()
        evidence.expect(
          Array(all), equals: order(12, UInt64(seed), epoch), "the positions",
          in: "seed \(seed), epoch \(epoch)")
      }
    },
    .init("from a batch on", points: 2) { batches, evidence in
      for first in [1, 2, 3, 9] {
        let rest = try batches(14, 5, 4, 3, false, first)
        let wanted = try right(14, 5, 4, 3, false, first)
        evidence.expect(rest.count, equals: wanted.count, "the batches", in: "from \(first) on")
        evidence.expect(
          Array(rest.joined()), equals: Array(wanted.joined()), "the positions",
          in: "from batch \(first) on")
      }
    },
    .init("random settings", points: 2) { batches, evidence in
      var generator = evidence.generator(seed: 7121)
      for _ in 0..<20 {
        let (count, size) = (generator.integer(in: 1..<40), generator.integer(in: 1..<12))
        let (seed, epoch) = (generator.next(), generator.integer(in: 0..<30))
        let (drops, first) = (generator.integer(in: 0..<2) == 1, generator.integer(in: 0..<4))
        let found = try batches(count, size, seed, epoch, drops, first)
        let wanted = try right(count, size, seed, epoch, drops, first)
        let what = "\(count) examples in batches of \(size), epoch \(epoch), from \(first) on"
        evidence.expect(found.map(\.count), equals: wanted.map(\.count), "the sizes", in: what)
        evidence.expect(
          Array(found.joined()), equals: Array(wanted.joined()), "the positions", in: what)
      }
    },
  ],
  misconceptions: [
    .init(
      "does not shuffle",
      "Batches that always hold the same examples ask for the same compromise in every epoch.",
      { count, size, _, _, drops, first in cut(Array(0..<count), size, drops, first) }),
    .init(
      "has the same order in every epoch",
      "The generator of an epoch is split off with the number of the epoch.",
      { count, size, seed, _, drops, first in cut(order(count, seed, 0), size, drops, first) }),
    .init(
      "draws from the generator of the seed and never splits it",
      "That is one order for all epochs. Each epoch has a generator of its own: split(UInt64(epoch)).",
      { count, size, seed, _, drops, first in
        cut(order(count, RandomGenerator(seed: seed)), size, drops, first)
      }),
    .init(
      "adds the epoch to the seed",
      "Then epoch 1 of seed 1 is epoch 0 of seed 2, and runs with neighbouring seeds are hardly different.",
      { count, size, seed, epoch, drops, first in
        cut(order(count, RandomGenerator(seed: seed &+ UInt64(epoch))), size, drops, first)
      }),
    .init(
      "shuffles the batches instead of the examples",
      "Examples that are neighbours in the data would stay together in every batch of every epoch.",
      { count, size, seed, epoch, drops, first in
        let batches = cut(Array(0..<count), size, drops, 0)
        return order(batches.count, seed, epoch).dropFirst(first).map { batches[$0] }
      }),
    .init(
      "always drops the last batch if it is not full",
      "Only where that is asked for; otherwise the last batch is smaller.",
      { count, size, seed, epoch, _, first in cut(order(count, seed, epoch), size, true, first) }),
    .init(
      "never drops the last batch",
      "A batch that is not full is left out where that is asked for.",
      { count, size, seed, epoch, _, first in cut(order(count, seed, epoch), size, false, first) }),
    .init(
      "fills the last batch up from the beginning",
      "Then some examples are seen twice in an epoch. A ragged batch stays ragged.",
      { count, size, seed, epoch, drops, first in
        let order = order(count, seed, epoch)
        var batches = cut(order, size, drops, 0)
        if let last = batches.last, last.count < size {
          let missing = (0..<size - last.count).map { order[$0 % count] }
          batches[batches.count - 1] = last + missing
        }
        return Array(batches.dropFirst(first))
      }),
    .init(
      "takes `first` for a number of examples",
      "It counts batches: first · batchSize examples are passed over.",
      { count, size, seed, epoch, drops, first in
        cut(Array(order(count, seed, epoch).dropFirst(first)), size, drops, 0)
      }),
    .init(
      "shuffles anew when it begins at a later batch",
      "After a restart the epoch must go on in the order it had: some examples would come twice, others never.",
      { count, size, seed, epoch, drops, first in
        let left = max(0, count - first * size)
        return cut(order(left, seed, epoch), size, drops, 0)
      }),
  ])
