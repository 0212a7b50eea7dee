import Course
import Foundation

/// Exercise 06.8: gives the learning rate in a step: up in a straight line, then down along half a cosine wave.
///
/// From 0 in step 0 it reaches `peak` in step `warmUp`, and from there `floor` in step `total`. After that it stays
/// at `floor`:
///
///     rising:   peak · step / warmUp
///     falling:  floor + (peak − floor) · ½ (1 + cos(π · share))
///
/// where the share of the way down is `(step − warmUp) / (total − warmUp)`.
///
/// With a warm-up of 2 steps, 6 in all, a peak of 0.8 and a floor of 0 the rates in steps 0 to 7 are 0, 0.4, 0.8,
/// 0.6828, 0.4, 0.1172, 0, 0.
///
/// - Parameters:
///   - step: The steps taken before, from 0.
///   - warmUp: The steps on the way up; with 0 the first rate is the peak.
///   - total: All steps, more than `warmUp`.
///   - peak: The highest rate.
///   - floor: The last rate.
/// - Returns: The learning rate.
public func warmUpCosine(
  step: Int, warmUp: Int, total: Int, peak: Float, floor: Float
) throws -> Float {
  throw NotImplemented()
}
