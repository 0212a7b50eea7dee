// What is said about repeated samples. A shared computer has good and bad moments, so a median is given
// (half of the samples were faster), and the minimum, which is what the computer can do undisturbed.

/// The middle of the samples, or halfway between the two in the middle.
func median(_ samples: [Double]) -> Double {
  precondition(!samples.isEmpty, "median: there are no samples")
  let sorted = samples.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// The median of the ratios of samples that were taken one right after the other.
///
/// What slows the whole computer for a while slows both of a pair, and cancels. It does not cancel in a
/// ratio of two medians.
func pairedRatio(_ samples: [Double], to others: [Double]) -> Double {
  precondition(samples.count == others.count, "pairedRatio: every sample needs a partner")
  return median(zip(samples, others).map { $0 / $1 })
}

/// The median and the minimum of samples, in seconds for one call.
struct Times: Equatable, Codable {
  let median: Double
  let minimum: Double

  init(_ samples: [Double]) {
    median = Benchmarks.median(samples)
    minimum = samples.min() ?? 0
  }
}
