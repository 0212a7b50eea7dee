import Tensors

/// Exercise 07.12: cuts the positions of an epoch's examples into batches.
///
/// The order of an epoch follows from the seed and the epoch alone:
/// `RandomGenerator(seed: seed).split(UInt64(epoch))` makes a generator, and its `permutation(count)` is the order.
/// A program that was killed after batch 11 can therefore ask for the batches from 12 on and gets those that it
/// would have had.
///
/// 10 examples in batches of 4 give batches of 4, 4 and 2 examples; if the last one shall be dropped when it is not
/// full, 4 and 4. From batch 1 on they are 4 and 2.
///
/// - Parameters:
///   - count: The number of examples, at least 1.
///   - batchSize: The number of examples in a full batch, at least 1.
///   - seed: The seed of the training run.
///   - epoch: The epoch, from 0.
///   - dropsLast: Whether a last batch that is not full is left out.
///   - first: The first batch that is wanted, from 0.
/// - Returns: The positions of the examples, batch by batch; none from behind the last batch on.
public func epochBatches(
  count: Int, batchSize: Int, seed: UInt64, epoch: Int, dropsLast: Bool, from first: Int
) throws -> [[Int]] {
  var generator = RandomGenerator(seed: seed).split(UInt64(epoch))
  let order = generator.permutation(count)
  var batches: [[Int]] = []
  var start = first * batchSize
  while start < count {
    let batch = Array(order[start...].prefix(batchSize))
    if dropsLast && batch.count < batchSize { break }
    batches.append(batch)
    start += batchSize
  }
  return batches
}
