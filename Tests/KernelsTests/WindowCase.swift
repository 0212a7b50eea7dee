import KernelInterface

/// One arrangement of windows, and the sums over them written as plainly as possible.
struct WindowCase {
  let windows: Windows
  let channels: Int

  init(
    _ channels: Int, _ height: Int, _ width: Int, _ window: (Int, Int), stride: (Int, Int) = (1, 1),
    padding: (Int, Int) = (0, 0), dilation: (Int, Int) = (1, 1)
  ) {
    self.channels = channels
    windows = Windows(
      vertical: WindowAxis(
        extent: height, window: window.0, stride: stride.0, padding: padding.0,
        dilation: dilation.0),
      horizontal: WindowAxis(
        extent: width, window: window.1, stride: stride.1, padding: padding.1,
        dilation: dilation.1))
  }

  /// Widths around those of vectors and tiles, every kind of movement, and more taps than one block.
  static let all = [
    WindowCase(1, 1, 1, (1, 1)), WindowCase(2, 3, 4, (3, 4)), WindowCase(3, 5, 5, (3, 3)),
    WindowCase(2, 5, 7, (3, 3), padding: (1, 1)), WindowCase(1, 6, 15, (1, 3), padding: (0, 1)),
    WindowCase(2, 4, 16, (2, 3), padding: (1, 1)), WindowCase(1, 3, 17, (3, 3), padding: (1, 1)),
    WindowCase(2, 3, 32, (3, 3), padding: (1, 1)), WindowCase(1, 4, 33, (2, 2)),
    WindowCase(1, 2, 70, (1, 5), padding: (0, 2)), WindowCase(1, 1, 200, (1, 7)),
    WindowCase(2, 9, 9, (3, 3), stride: (2, 2), padding: (1, 1)),
    WindowCase(1, 7, 66, (3, 3), stride: (2, 2), padding: (1, 1)),
    WindowCase(1, 5, 40, (2, 2), stride: (2, 2)),
    WindowCase(2, 10, 11, (3, 2), stride: (3, 3), padding: (2, 1)),
    WindowCase(1, 8, 50, (1, 3), stride: (1, 3), padding: (0, 2)),
    WindowCase(1, 9, 9, (2, 2), stride: (4, 5)),
    WindowCase(2, 9, 12, (3, 3), padding: (2, 2), dilation: (2, 2)),
    WindowCase(1, 9, 40, (2, 3), stride: (2, 2), padding: (1, 3), dilation: (3, 3)),
    WindowCase(2, 2, 3, (4, 5), padding: (3, 4)), WindowCase(1, 3, 2, (2, 2), padding: (5, 20)),
    WindowCase(45, 4, 5, (3, 3), padding: (1, 1)), WindowCase(1, 21, 23, (2, 3)),
  ]

  var imageCount: Int { channels * windows.planeCount }
  var terms: Int { channels * windows.taps }
  var columnsCount: Int { terms * windows.positions }
  var name: String { "\(channels) channels \(windows.vertical) \(windows.horizontal)" }

  /// The place in the image of row `term` and column `position` of the columns; nil for padding.
  func place(_ term: Int, _ position: Int) -> Int? {
    let (v, h) = (windows.vertical, windows.horizontal)
    let (channel, tap) = (term / windows.taps, term % windows.taps)
    let y =
      position / h.positions * v.stride - v.padding + tap / h.window * v.dilation
    let x = position % h.positions * h.stride - h.padding + tap % h.window * h.dilation
    guard (0..<v.extent).contains(y), (0..<h.extent).contains(x) else { return nil }
    return channel * windows.planeCount + y * h.extent + x
  }

  func columns(_ image: [Float]) -> [Float] {
    (0..<columnsCount).map { index in
      place(index / windows.positions, index % windows.positions).map { image[$0] } ?? 0
    }
  }

  func folded(_ columns: [Float]) -> [Float] {
    var image = [Float](repeating: 0, count: imageCount)
    for (index, value) in columns.enumerated() {
      if let place = place(index / windows.positions, index % windows.positions) {
        image[place] += value
      }
    }
    return image
  }
}

/// Small integers, whose sums of products are exact in any order.
func integers(_ count: Int, seed: UInt64) -> [Float] {
  noise(count, seed: seed).map { ($0 * 8).rounded() }
}

/// Working memory between marks, full of NaN: what is not written before it is read shows.
func spoiled(_ count: Int) -> Guarded { Guarded([Float](repeating: .nan, count: count)) }
