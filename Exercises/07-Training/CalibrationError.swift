import Course

/// Exercise 07.17: computes the expected calibration error.
///
/// The range from 0 to 1 is cut into `bins` bins of equal width. Bin `b`, from 0, holds the answers with a confidence
/// above `b / bins` up to and including `(b + 1) / bins`; the first holds confidence 0 too. In each bin, the mean
/// confidence is compared with the share of answers that are right. The error is the mean of these distances,
/// weighted by the number of answers in each bin:
///
///     error = Σ count / n · |mean confidence − share of right answers|
///
/// Confidences 0.9, 0.9, 0.6, 0.6, of which the first three are right, in 10 bins: one bin has confidence 0.9 and
/// all right, another 0.6 and half right. The error is ½ · 0.1 + ½ · 0.1 = 0.1.
///
/// - Parameters:
///   - confidences: How sure each answer is, from 0 to 1.
///   - isRight: Whether it is right; as many as there are confidences, at least one.
///   - bins: The number of bins, at least 1.
/// - Returns: From 0 to 1; bins without answers count nothing.
public func calibrationError(confidences: [Float], isRight: [Bool], bins: Int) throws -> Float {
  throw NotImplemented()
}
