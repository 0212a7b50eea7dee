import Course
import Foundation

/// Exercise 06.9: gives the learning rate in a step of cosine waves that start again.
///
/// Each wave falls from `highest` to nearly `lowest` along half a cosine wave and then jumps back. The first one has
/// `first` steps, each of the others `growth` times as many as the one before. In the wave, at position `p` of
/// `length` steps:
///
///     rate = lowest + (highest − lowest) · ½ (1 + cos(π · p / length))
///
/// With `first` 2 and `growth` 2 the waves begin in steps 0, 2, 6 and 14. Between 0 and 1 the rates in steps 0 to 6
/// are 1, 0.5, 1, 0.8536, 0.5, 0.1464, 1.
///
/// - Parameters:
///   - step: The steps taken before, from 0.
///   - first: The steps of the first wave, at least 1.
///   - growth: How many times as long each next wave is, at least 1.
///   - highest: The rate at the start of a wave.
///   - lowest: The rate that a wave falls to.
/// - Returns: The learning rate.
public func warmRestarts(
  step: Int, first: Int, growth: Int, highest: Float, lowest: Float
) throws -> Float {
  throw NotImplemented()
}
