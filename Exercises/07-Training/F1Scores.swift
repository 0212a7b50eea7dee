import Course

/// Exercise 07.16: computes macro and micro F1 of answers that come in batches.
///
/// For a class, let `hits` be the examples of the class that were answered with it, `falseAlarms` the examples of
/// other classes that were answered with it, `missed` the examples of the class that were answered otherwise, all of
/// them over the whole data:
///
///     F1 = 2 · hits / (2 · hits + falseAlarms + missed)
///
/// A class without any of the three has F1 0. *Macro* F1 is the mean of F1 over all `classes`. *Micro* F1 adds up
/// hits, false alarms and missed over the classes first and computes one F1 of the sums.
///
/// Answers `[0, 0, 1]` for the labels `[0, 1, 1]` and, in a second batch, `[1]` for `[0]`: class 0 has 1 hit, 1 false
/// alarm, 1 missed, class 1 the same. Both have F1 0.5, macro and micro are 0.5.
///
/// - Parameters:
///   - batches: Answers and right labels, in `0..<classes`, equally many of both in each batch.
///   - classes: The number of classes, at least 1.
/// - Returns: Macro and micro F1 of all batches together; 0 if there are no answers.
public func f1Scores(
  batches: [(predicted: [Int], labels: [Int])], classes: Int
) throws -> (macro: Float, micro: Float) {
  throw NotImplemented()
}
