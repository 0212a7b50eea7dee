/// Layer, root-mean-square and batch normalization.
///
/// An inverse deviation is `1 / sqrt(variance + epsilon)`, where the variance divides by the number of
/// elements. Means and inverse deviations are kept for the gradient. `scale` and `shift` may be nil for
/// 1 and 0.
public protocol NormalizationKernels: SendableMetatype {
  // MARK: Rows

  /// Normalizes every row to mean 0 and variance 1, then applies `scale` and `shift`, which are
  /// `[columns]` (Ba, Kiros and Hinton, 2016).
  static func layerNorm(
    rows: Int, columns: Int, _ x: Input, scale: Input?, shift: Input?, epsilon: Float,
    _ result: Output, means: Output, inverseDeviations: Output)

  /// Computes the gradient of `layerNorm` with respect to `x`.
  static func layerNormGradient(
    rows: Int, columns: Int, _ gradient: Input, _ x: Input, scale: Input?, means: Input,
    inverseDeviations: Input, _ result: Output)

  /// Computes the gradients of `layerNorm` with respect to scale and shift: sums over rows,
  /// `[rows, columns] -> [columns]`.
  static func layerNormParameterGradients(
    rows: Int, columns: Int, _ gradient: Input, _ x: Input, means: Input,
    inverseDeviations: Input, scaleGradient: Output, shiftGradient: Output)

  /// Divides every row by its root mean square, then applies `scale` (Zhang and Sennrich, 2019).
  ///
  /// The inverse deviation is that from 0.
  static func rootMeanSquareNorm(
    rows: Int, columns: Int, _ x: Input, scale: Input?, epsilon: Float, _ result: Output,
    inverseDeviations: Output)

  /// Computes the gradient of `rootMeanSquareNorm` with respect to `x`.
  static func rootMeanSquareNormGradient(
    rows: Int, columns: Int, _ gradient: Input, _ x: Input, scale: Input?,
    inverseDeviations: Input, _ result: Output)

  /// Computes the gradient of `rootMeanSquareNorm` with respect to the scale:
  /// `[rows, columns] -> [columns]`.
  static func rootMeanSquareNormParameterGradient(
    rows: Int, columns: Int, _ gradient: Input, _ x: Input, inverseDeviations: Input,
    scaleGradient: Output)

  // MARK: Channels

  // Element (sample, channel, i) of a batch is `x[sample * sampleStep + channel * inner + i]`. A part of
  // the channels can thus be handled alone. There is at least one sample and one inner element.

  /// Computes mean and variance of every channel over samples and inner elements:
  /// `[samples, channels, inner] -> [channels]`, in two passes.
  static func channelMoments(
    samples: Int, channels: Int, inner: Int, sampleStep: Int, _ x: Input, means: Output,
    variances: Output)

  /// Normalizes every channel by the given moments, then applies `scale` and `shift`, which are
  /// `[channels]` (Ioffe and Szegedy, 2015).
  static func batchNorm(
    samples: Int, channels: Int, inner: Int, sampleStep: Int, _ x: Input, means: Input,
    inverseDeviations: Input, scale: Input?, shift: Input?, _ result: Output)

  /// Computes the gradients of `batchNorm` with respect to scale and shift:
  /// `[samples, channels, inner] -> [channels]`.
  static func batchNormParameterGradients(
    samples: Int, channels: Int, inner: Int, sampleStep: Int, _ gradient: Input, _ x: Input,
    means: Input, inverseDeviations: Input, scaleGradient: Output, shiftGradient: Output)

  /// Computes the gradient of `batchNorm` with respect to `x`, which the moments depend on.
  ///
  /// `scaleGradient` and `shiftGradient` are the results of `batchNormParameterGradients`.
  static func batchNormGradient(
    samples: Int, channels: Int, inner: Int, sampleStep: Int, _ gradient: Input, _ x: Input,
    means: Input, inverseDeviations: Input, scale: Input?, scaleGradient: Input,
    shiftGradient: Input, _ result: Output)
}
