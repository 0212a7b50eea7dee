/// Where a kernel reads integers.
public typealias IndexInput = UnsafePointer<Int32>
/// Where a kernel writes integers.
public typealias IndexOutput = UnsafeMutablePointer<Int32>

/// Convolutions: products of a weight matrix with the windows of an image.
///
/// An image is contiguous, `[channels, height, width]`. The *columns* of an image are the matrix
/// `[channels * taps, positions]` whose column `p` holds the elements of window `p`.
public protocol WindowKernels: SendableMetatype {
  /// Writes the columns of an image: `[channels, height, width] -> [channels * taps, positions]`.
  static func unfold(
    _ windows: Windows, channels: Int, _ image: Input, _ columns: Output, scratch: Output)

  /// Adds every element of the columns to the place that it came from:
  /// `[channels * taps, positions] -> [channels, height, width]`.
  static func fold(
    _ windows: Windows, channels: Int, _ columns: Input, _ image: Output, scratch: Output)

  /// Computes the product of `weight [outputs, channels * taps]` with the columns of an image, for the
  /// windows `first..<first + count`.
  ///
  /// Element `(o, p)` is written to `result[o * positions + p]`. It is the same sequence of additions
  /// whatever `outputs`, `first` and `count` are.
  static func convolve(
    _ windows: Windows, channels: Int, _ image: Input, outputs: Int, weight: Matrix,
    first: Int, count: Int, _ result: Output, scratch: Output)

  /// Adds the product of the columns of an image with the transpose of `gradient [outputs, positions]`
  /// to `result [channels * taps, outputs]`.
  static func addWeightGradient(
    _ windows: Windows, channels: Int, _ image: Input, outputs: Int, gradient: Input,
    _ result: Output, scratch: Output)

  /// The floats of working memory that the kernels above need.
  static func scratchCount(_ windows: Windows, channels: Int, outputs: Int) -> Int

  /// The floats of working memory that the kernels for one plane need, those for pooling included.
  static func planeScratchCount(_ windows: Windows) -> Int

  /// Convolves one plane with one window of weights: `[height, width], [taps] -> [positions]`.
  static func convolvePlane(
    _ windows: Windows, _ plane: Input, weight: Input, _ result: Output, scratch: Output)

  /// Adds the gradient of a plane's convolution: `[positions], [taps] -> [height, width]`.
  static func addPlaneGradient(
    _ windows: Windows, gradient: Input, weight: Input, _ result: Output, scratch: Output)

  /// Adds the gradient of the weights of a plane's convolution:
  /// `[height, width], [positions] -> [taps]`.
  static func addPlaneWeightGradient(
    _ windows: Windows, _ plane: Input, gradient: Input, _ result: Output, scratch: Output)
}

/// Pooling: one number for every window of a plane.
public protocol PoolingKernels: SendableMetatype {
  /// Finds the largest element of every window of a plane, and its position in the plane.
  ///
  /// Padding does not take part. Of equal elements the first one counts; a NaN is larger than everything.
  static func poolLargest(
    _ windows: Windows, _ plane: Input, _ result: Output, positions: IndexOutput,
    scratch: Output)

  /// Adds `count` numbers to the elements of a plane at the given positions.
  static func scatter(_ values: Input, positions: IndexInput, count: Int, _ plane: Output)

  /// Averages every window of a plane: `[height, width] -> [positions]`.
  ///
  /// The sum is divided by the number of elements of the window, with or without those in the padding.
  static func poolAverage(
    _ windows: Windows, countsPadding: Bool, _ plane: Input, _ result: Output, scratch: Output)

  /// Writes the gradient of a plane from that of its averages: `[positions] -> [height, width]`.
  static func averageGradient(
    _ windows: Windows, countsPadding: Bool, _ gradient: Input, _ plane: Output,
    scratch: Output)
}

/// Rows of a table that are picked by number.
public protocol GatherKernels: SendableMetatype {
  /// Copies rows of a table: row `i` of the result is row `rows[i]` of `table [_, columns]`.
  static func gatherRows(
    _ rows: UnsafePointer<Int>, count: Int, columns: Int, _ table: Input, _ result: Output)

  /// Adds the columns `first..<first + count` of `values [rowCount, columns]`, row by row in their
  /// order, to the rows `rows` of `table [_, columns]`.
  static func addRows(
    _ rows: UnsafePointer<Int>, rowCount: Int, columns: Int, first: Int, count: Int,
    _ values: Input, _ table: Output)
}
