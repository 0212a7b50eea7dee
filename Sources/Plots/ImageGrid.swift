public import Tensors

/// Small images side by side: digits, filters, the weights of a layer.
///
/// All images share one colour scale, which is stated below them, so that they can be compared.
/// Values that are not finite are drawn in yellow.
///
/// The SVG drawing is made of lines, one for every run of equal pixels: about 15,000 pixels of pure
/// noise, or several times as many of handwriting, fill 100 kB.
public struct ImageGrid: Figure {
  /// The heading above the images.
  public var title: String
  /// One line of text below each image; may be fewer than there are images.
  public var captions: [String]
  /// How numbers become colours.
  public var colourMap: ColourMap
  /// The number of images in a row.
  public var columns: Int

  let images: [[Float]]
  let imageHeight: Int
  let imageWidth: Int
  let range: ClosedRange<Double>

  /// Makes a grid of the images `[n, height, width]`.
  ///
  /// - Parameters:
  ///   - columns: images in a row; nil takes as many as fit a page.
  ///   - range: the values at the ends of the colour scale; nil takes the smallest and the largest.
  public init(
    title: String, images: Tensor, captions: [String] = [], columns: Int? = nil,
    colourMap: ColourMap = .grey, range: ClosedRange<Float>? = nil
  ) {
    require(
      images.rank == 3,
      "ImageGrid: expected images of shape [n, height, width], found \(images.shape)")
    let (height, width) = (images.shape[1], images.shape[2])
    let scalars = images.scalars
    let size = height * width
    self.init(
      title: title,
      pixels: (0..<images.shape[0]).map { Array(scalars[$0 * size..<($0 + 1) * size]) },
      height: height, width: width, captions: captions, columns: columns, colourMap: colourMap,
      range: range)
  }

  /// Makes a grid of images `[height, width]`, all of the same shape.
  public init(
    title: String, images: [Tensor], captions: [String] = [], columns: Int? = nil,
    colourMap: ColourMap = .grey, range: ClosedRange<Float>? = nil
  ) {
    let shape = images.first?.shape ?? [1, 1]
    require(shape.count == 2, "ImageGrid: expected images of shape [height, width], found \(shape)")
    for image in images {
      require(
        image.shape == shape, "ImageGrid: images of shapes \(shape) and \(image.shape) in one grid")
    }
    self.init(
      title: title, pixels: images.map(\.scalars), height: shape[0], width: shape[1],
      captions: captions, columns: columns, colourMap: colourMap, range: range)
  }

  private init(
    title: String, pixels: [[Float]], height: Int, width: Int, captions: [String], columns: Int?,
    colourMap: ColourMap, range: ClosedRange<Float>?
  ) {
    require(
      columns ?? 1 > 0, "ImageGrid: the number of columns \(columns ?? 0) must be positive")
    self.title = title
    self.captions = captions
    self.colourMap = colourMap
    images = pixels
    imageHeight = height
    imageWidth = width
    if let range, range.lowerBound < range.upperBound {
      self.range = Double(range.lowerBound)...Double(range.upperBound)
    } else {
      self.range = colourMap.range(of: pixels.joined())
    }
    let scale = Self.pixelScale(height: height, width: width)
    let fitting = max(1, (640 - 28 + Self.gap) / (width * scale + Self.gap))
    self.columns = max(1, min(columns ?? fitting, pixels.count))
    if columns == nil && pixels.count > fitting {
      // Rows of equal length look better than a full one and a rest.
      let rows = (pixels.count + fitting - 1) / fitting
      self.columns = (pixels.count + rows - 1) / rows
    }
  }

  static let gap = 12

  /// The side of a pixel of an image in pixels of the drawing: images come out about 112 wide.
  static func pixelScale(height: Int, width: Int) -> Int {
    max(1, min(14, 112 / max(1, height, width)))
  }

  var rows: Int { (images.count + columns - 1) / columns }

  /// Where a value lies on the colour scale, 0 to 1; nil if it is not finite.
  func fraction(_ value: Float) -> Double? {
    guard value.isFinite else { return nil }
    let share = (Double(value) - range.lowerBound) / (range.upperBound - range.lowerBound)
    return min(1, max(0, share))
  }

  /// The numbers at the ends and the middle of the colour scale.
  var scaleLabels: [String] {
    let middle = (range.lowerBound + range.upperBound) / 2
    let values =
      colourMap == .grey
      ? [range.lowerBound, range.upperBound]
      : [
        range.lowerBound, middle, range.upperBound,
      ]
    return values.map { NumberText.short($0) }
  }

  var notes: [String] {
    let missing = images.joined().count { !$0.isFinite }
    return missing == 0 ? [] : ["\(missing) values are not finite (yellow)"]
  }

  /// Says in words what the grid shows.
  var summary: String {
    let labels = scaleLabels
    var parts = ["\(images.count) images of \(imageHeight) by \(imageWidth) pixels"]
    parts.append(
      colourMap == .grey
        ? "Black is \(labels[0]), white is \(labels[1])"
        : "Blue is \(labels[0]), white is \(labels[1]), red is \(labels[2])")
    return (parts + notes).joined(separator: ". ") + "."
  }
}
