/// How windows slide along one axis of an image.
///
/// Window `i` covers the elements `i * stride - padding + j * dilation` for `j` in `0..<window`;
/// elements outside `0..<extent` are padding.
public struct WindowAxis: Sendable {
  /// The elements of the image along the axis.
  public let extent: Int
  /// The elements of a window.
  public let window: Int
  /// The distance from one window to the next.
  public let stride: Int
  /// The elements that are added before the first and after the last one.
  public let padding: Int
  /// The distance between the elements of a window.
  public let dilation: Int
  /// The number of windows: `(extent + 2 padding - dilation (window - 1) - 1) / stride + 1`.
  public let positions: Int
  /// The elements from the first one of the first window to the last one of the last window.
  public let reach: Int

  /// Describes the windows along an axis; at least one window must fit.
  public init(extent: Int, window: Int, stride: Int, padding: Int, dilation: Int) {
    self.extent = extent
    self.window = window
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    let span = dilation * (window - 1) + 1
    positions = (extent + 2 * padding - span) / stride + 1
    reach = (positions - 1) * stride + span
  }
}

/// How windows slide over the planes `[height, width]` of an image `[channels, height, width]`.
///
/// Kernels first lay a plane out so that padding and stride are no longer in the way. Rows and columns
/// of padding are written out, and the columns of a row are sorted by their remainder modulo the stride:
/// for stride 2 first columns 0, 2, 4, …, then columns 1, 3, 5, …. Then the elements that neighbouring
/// windows need at the same place are neighbours in memory. This is the *spread* plane.
public struct Windows: Sendable {
  /// Along the height.
  public let vertical: WindowAxis
  /// Along the width.
  public let horizontal: WindowAxis
  /// The windows of a plane.
  public let positions: Int
  /// The elements of a window.
  public let taps: Int
  /// The elements of a plane.
  public let planeCount: Int
  /// The columns of one remainder in a spread plane.
  public let phaseLength: Int
  /// The elements of a row of a spread plane.
  public let spreadRow: Int
  /// The elements of a spread plane.
  public let spreadCount: Int

  /// Describes windows by their movement along both axes.
  public init(vertical: WindowAxis, horizontal: WindowAxis) {
    self.vertical = vertical
    self.horizontal = horizontal
    positions = vertical.positions * horizontal.positions
    taps = vertical.window * horizontal.window
    planeCount = vertical.extent * horizontal.extent
    phaseLength = (horizontal.reach + horizontal.stride - 1) / horizontal.stride
    spreadRow = phaseLength * horizontal.stride
    spreadCount = vertical.reach * spreadRow
  }
}
