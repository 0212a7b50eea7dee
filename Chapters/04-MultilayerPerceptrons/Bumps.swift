// One hidden layer is enough for any curve
//
// The universal approximation theorem (Cybenko 1989; Hornik et al. 1989; for every activation that is no
// polynomial, Leshno et al. 1993): one hidden layer comes as close as one likes to any continuous function
// on a bounded region, if it is wide enough. It says nothing about how wide, nor that training will find
// the weights. In one dimension the weights can be written down.
//
// A BUMP of two steep sigmoids. One climbs at a, the other comes down at b:
//
//     height · (σ(k (x − a)) − σ(k (x − b)))
//
// For a large k that is `height` between a and b and 0 elsewhere. A curve is a row of bumps, each as high
// as the curve in its middle. n bumps side by side need 2n units. The error is at most what the curve
// changes within half a bump, so it halves when n doubles.
//
// HINGES of rectifiers do better: max(x − t, 0) is 0 up to t and climbs with slope 1 from there. A broken
// line through the points (t₀, y₀), (t₁, y₁), … starts with the slope of its first piece, and at every
// inner point a hinge adds the change of slope:
//
//     y = y₀ + m₀ max(x − t₀, 0) + (m₁ − m₀) max(x − t₁, 0) + …     mᵢ = (yᵢ₊₁ − yᵢ) / (tᵢ₊₁ − tᵢ)
//
// n pieces need n units. A curve with a bounded second derivative is at most h²/8 · max |f″| away from its
// broken line with pieces of length h: the error falls to a quarter when n doubles.

import Tensors

/// Networks with one hidden layer whose weights are written down to follow a curve.
public enum Approximation {
  /// What both functions here make: a hidden layer, a bend, and a layer that adds up.
  public typealias Network = Sequential<Chain<Chain<Linear, Activation>, Linear>>

  /// Follows a curve with bumps of equal width, two sigmoid units for each.
  ///
  /// - Parameters:
  ///   - function: The curve.
  ///   - range: Where it is followed. Outside the network is 0.
  ///   - bumps: The number of bumps, at least 1.
  ///   - steepness: How fast a side climbs, in units of one over the width of a bump: from 20 on the
  ///     sides are steep.
  /// - Returns: `[n, 1] -> [n, 1]`
  public static func bumps(
    of function: (Float) -> Float, over range: ClosedRange<Float>, bumps: Int,
    steepness: Float = 50
  ) -> Network {
    require(
      bumps > 0 && range.lowerBound < range.upperBound,
      "Approximation.bumps: \(bumps) bumps over \(range)")
    let width = (range.upperBound - range.lowerBound) / Float(bumps)
    let edges = (0...bumps).map { range.lowerBound + Float($0) * width }
    let heights = (0..<bumps).map { function(edges[$0] + width / 2) }
    // Units 0..<n climb at the left edges, units n..<2n at the right edges; the latter count negative.
    let places = Tensor(Array(edges.dropLast()) + Array(edges.dropFirst()))
    let slope = steepness / width
    return Sequential {
      Linear(weight: .full([1, 2 * bumps], slope), bias: -slope * places)
      Activation.sigmoid
      Linear(
        weight: Tensor(heights + heights.map { -$0 }).reshaped([2 * bumps, 1]), bias: Tensor([0]))
    }
  }

  /// Draws a broken line through points, with one rectifier unit for each piece.
  ///
  /// Left of the first point the network stays at its value; right of the last it goes straight on.
  ///
  /// - Parameters:
  ///   - places: Where the points lie, rising, at least two.
  ///   - values: How high they lie, as many.
  /// - Returns: `[n, 1] -> [n, 1]`
  public static func brokenLine(places: [Float], values: [Float]) -> Network {
    require(
      places.count >= 2 && places.count == values.count
        && zip(places, places.dropFirst()).allSatisfy(<),
      "Approximation.brokenLine: \(places.count) places and \(values.count) values; "
        + "at least two of each are expected, the places rising")
    let slopes = places.indices.dropLast().map {
      (values[$0 + 1] - values[$0]) / (places[$0 + 1] - places[$0])
    }
    let turns = slopes.indices.map { $0 == 0 ? slopes[0] : slopes[$0] - slopes[$0 - 1] }
    return Sequential {
      Linear(weight: .ones([1, slopes.count]), bias: -Tensor(Array(places.dropLast())))
      Activation.relu
      Linear(weight: Tensor(turns).reshaped([slopes.count, 1]), bias: Tensor([values[0]]))
    }
  }

  /// Follows a curve with a broken line of pieces of equal length, one rectifier unit for each.
  public static func brokenLine(
    of function: (Float) -> Float, over range: ClosedRange<Float>, pieces: Int
  ) -> Network {
    require(
      pieces > 0 && range.lowerBound < range.upperBound,
      "Approximation.brokenLine: \(pieces) pieces over \(range)")
    let length = (range.upperBound - range.lowerBound) / Float(pieces)
    let places = (0...pieces).map { range.lowerBound + Float($0) * length }
    return brokenLine(places: places, values: places.map(function))
  }
}
