#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

public import Tensors

// What the activation takes away
//
// The next layer does not hear the score s but φ(s). What counts for its variance is the mean square of
// φ(s). If the scores are normal with variance 1, the weights must be larger by
//
//     gain = 1 / √(mean of φ(z)²),     z normal with mean 0 and variance 1
//
// to bring the next scores back to variance 1. For ReLU the mean square is ½: half of the numbers are cut
// off, and the other half has the mean square 1. Hence gain = √2, and He's rule.

/// The factor by which an activation makes the signal smaller, to be made up for by larger weights.
///
/// These are the values that are in common use. ``measured(_:)`` computes them from the activation.
public enum Gain {
  /// Nothing is taken away.
  public static let linear: Float = 1
  /// `√2`: half of the power is gone.
  public static let relu = Float(2).squareRoot()
  /// `5/3`, a habit.
  ///
  /// 1.59 keeps the variance at 1.
  public static let tanh: Float = 5 / 3
  /// `1`, a habit.
  ///
  /// No gain helps the sigmoid: see ``measured(_:)``.
  public static let sigmoid: Float = 1
  /// `3/4`, a habit.
  ///
  /// SELU is made so that 1 keeps the variance.
  public static let selu: Float = 3 / 4

  /// `√(2 / (1 + slope²))` for a ReLU that keeps `slope` of what is negative.
  public static func leakyReLU(slope: Float = 0.01) -> Float {
    (2 / (1 + slope * slope)).squareRoot()
  }

  /// Computes `1 / √(mean of activation(z)²)` for normal numbers `z`, by the trapezoid rule from −10 to 10.
  ///
  /// It gives 1.4142 for ReLU, 1.5925 for `tanh`, 1.5335 for GELU, 1.6765 for SiLU and 1.0000 for SELU. For the
  /// sigmoid it gives 1.8462, which is right and no help: what it keeps is the mean of ½ that all units share,
  /// while the differences between examples die out.
  public static func measured(_ activation: (Tensor) -> Tensor) -> Float {
    let (bound, count) = (10.0, 4001)
    let step = 2 * bound / Double(count - 1)
    let places = (0..<count).map { -bound + Double($0) * step }
    let values = withoutRecording { activation(Tensor(places.map(Float.init))).scalars }
    let meanSquare = zip(places, values).reduce(0) { sum, pair in
      sum + Double(pair.1 * pair.1) * exp(-pair.0 * pair.0 / 2) * step
    }
    return Float(1 / (meanSquare / (2 * Double.pi).squareRoot()).squareRoot())
  }
}
