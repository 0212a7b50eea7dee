/// Reductions along the middle axis of a contiguous array: `[outer, axis, inner] -> [outer, inner]`.
public protocol AxisKernels: SendableMetatype {
  /// Sums along the axis.
  static func sumAxis(outer: Int, axis: Int, inner: Int, _ x: Input, _ result: Output)

  /// Multiplies along the axis.
  static func productAxis(outer: Int, axis: Int, inner: Int, _ x: Input, _ result: Output)

  /// Finds extremes along an axis of at least one element, and where the first of them is.
  ///
  /// `positions`, if wanted, counts along the axis.
  static func findAxis(
    _ extreme: Extreme, outer: Int, axis: Int, inner: Int, _ x: Input, _ values: Output,
    _ positions: UnsafeMutablePointer<Int>?)

  /// Computes means along an axis of at least one element, and variances around them.
  ///
  /// The sum of the squared deviations is divided by `axis - correction`.
  static func varianceAxis(
    outer: Int, axis: Int, inner: Int, correction: Int, _ x: Input, means: Output,
    variances: Output)

  /// Computes running sums along the axis, from its other end if `reversed`:
  /// `[outer, axis, inner] -> [outer, axis, inner]`.
  static func cumulativeSumAxis(
    outer: Int, axis: Int, inner: Int, reversed: Bool, _ x: Input, _ result: Output)
}
