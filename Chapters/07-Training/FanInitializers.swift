import Tensors

// The variance that fits the size of the layer
//
//     variance(weight) = gain² / fan
//
// The fan is the number of terms in the sum; the gain makes up for what the activation takes away (see
// Gains.swift). The named rules are three choices of the two:
//
//     LeCun  1 / fanIn                     forward, no loss in the activation
//     He     2 / fanIn                     forward, ReLU: half of the power is gone
//     Glorot 1 / ((fanIn + fanOut) / 2)    half-way between forward and backward

/// The sum whose terms are counted.
public enum Fan: Sendable {
  /// The numbers that a unit hears: signals keep their size on the way forward.
  case fanIn
  /// The units that hear a number: gradients keep their size on the way back.
  case fanOut
  /// The mean of both.
  case average
}

/// The form of the distribution that weights are drawn from; the variance is the same for each.
public enum WeightDistribution: Sendable {
  /// The bell.
  case normal
  /// The bell without what is further out than two of its standard deviations, made wider so that the
  /// variance stays.
  case truncatedNormal
  /// All numbers between −√3 σ and √3 σ alike.
  case uniform
}

extension Initializer {
  /// Draws weights of variance `gain² / fan`.
  ///
  /// - Parameters:
  ///   - gain: Makes up for the activation that follows: see ``Gain``.
  ///   - fan: The sum whose terms are counted.
  ///   - distribution: The form; the variance is the same for each.
  public static func scaled(
    gain: Float = Gain.linear, by fan: Fan = .fanIn, _ distribution: WeightDistribution = .normal
  ) -> Initializer {
    scaled("scaled", gain: gain, by: fan, distribution)
  }

  /// Computes the standard deviation `gain / √fan`.
  public static func standardDeviation(
    of shape: [Int], gain: Float = Gain.linear, by fan: Fan = .fanIn
  ) -> Float {
    let (fanIn, fanOut) = fans(of: shape)
    let terms: Float
    switch fan {
    case .fanIn: terms = Float(fanIn)
    case .fanOut: terms = Float(fanOut)
    case .average: terms = Float(fanIn + fanOut) / 2
    }
    return gain / max(terms, 1).squareRoot()
  }

  /// Computes the bound `gain · √(3 / fan)`: numbers between −b and b have the variance b²/3.
  public static func bound(
    of shape: [Int], gain: Float = Gain.linear, by fan: Fan = .fanIn
  ) -> Float {
    Float(3).squareRoot() * standardDeviation(of: shape, gain: gain, by: fan)
  }

  private static func scaled(
    _ name: String, gain: Float = Gain.linear, by fan: Fan = .fanIn,
    _ distribution: WeightDistribution
  ) -> Initializer {
    Initializer(name) { shape, generator in
      let deviation = standardDeviation(of: shape, gain: gain, by: fan)
      switch distribution {
      case .normal:
        return .normal(shape, standardDeviation: deviation, using: &generator)
      case .truncatedNormal:
        return .truncatedNormal(
          shape, standardDeviation: deviation / truncatedDeviation, using: &generator)
      case .uniform:
        let bound = bound(of: shape, gain: gain, by: fan)
        return .uniform(shape, in: -bound..<bound, using: &generator)
      }
    }
  }

  /// The standard deviation that is left of 1 when the bell is cut at ±2.
  ///
  /// Its square is `1 − 4 φ(2) / (2 Φ(2) − 1)` with the bell's height `φ(2)` and the share `2 Φ(2) − 1` inside.
  static let truncatedDeviation: Float = 0.879_625_7
}

// MARK: The named rules

extension Initializer {
  /// Variance `2 / (fanIn + fanOut)`: for `tanh` and the like, half-way between what the signal and what the
  /// gradient needs.
  ///
  /// Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010).
  public static let glorotNormal = scaled("Glorot normal", by: .average, .normal)
  /// The same variance with bounds `±√(6 / (fanIn + fanOut))`.
  public static let glorotUniform = scaled("Glorot uniform", by: .average, .uniform)

  /// Variance `2 / fanIn`: ReLU throws half of the signal's power away.
  ///
  /// He et al., "Delving Deep into Rectifiers" (2015).
  public static let heNormal = scaled("He normal", gain: Gain.relu, .normal)
  /// The same variance with bounds `±√(6 / fanIn)`.
  public static let heUniform = scaled("He uniform", gain: Gain.relu, .uniform)

  /// Variance `1 / fanIn`: for SELU, and for layers without an activation.
  ///
  /// LeCun et al., "Efficient BackProp" (1998).
  public static let leCunNormal = scaled("LeCun normal", .normal)
  /// The same variance with bounds `±√(3 / fanIn)`.
  public static let leCunUniform = scaled("LeCun uniform", .uniform)
}
