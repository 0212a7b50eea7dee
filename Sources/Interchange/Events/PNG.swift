import Datasets
public import Foundation
public import Tensors

/// Writes a picture as a PNG file.
///
/// ```swift
/// try writePNG(weights.reshaped([28, 28]), range: -1...1, to: url)
/// ```
///
/// - Parameters:
///   - image: `[height, width]` in grey, or `[channels, height, width]` with 1 channel (grey), 3
///     (red, green, blue) or 4 (and opacity); at least one pixel.
///   - range: The values that become black and full light; those beyond are cut off, and what is no
///     number becomes black.
///   - url: The file; it is replaced in one step.
/// - Throws: `FileWriteError`.
public func writePNG(
  _ image: Tensor, range: ClosedRange<Float> = 0...1, to url: URL
) throws(FileWriteError) {
  try writeAtomically(PNG.encode(image, range: range).data, to: url)
}

/// Portable Network Graphics (Boutell, RFC 2083, 1997), the part that is needed to write one.
///
/// A file is a signature and a row of chunks: length, name, content, CRC-32. The header chunk has
/// the size, the data chunk the rows, each behind a byte 0 ("not filtered"), packed by zlib.
/// Nothing is compressed here: the pictures are small.
enum PNG {
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  static func encode(
    _ image: Tensor, range: ClosedRange<Float>
  ) -> (data: Data, width: Int, height: Int) {
    require(
      image.rank == 2 || image.rank == 3 && [1, 3, 4].contains(image.shape[0]),
      "PNG: \(image.shape): expected [height, width] or [1, 3 or 4, height, width]")
    require(image.count > 0, "PNG: \(image.shape): there is no pixel")
    require(
      range.lowerBound < range.upperBound && (range.upperBound - range.lowerBound).isFinite,
      "PNG: the range \(range) has no width")
    let (height, width) = (image.shape[image.rank - 2], image.shape[image.rank - 1])
    let channels = image.rank == 2 ? 1 : image.shape[0]
    let scalars = image.scalars
    let scale = 255 / (range.upperBound - range.lowerBound)

    var rows: [UInt8] = []
    rows.reserveCapacity(height * (width * channels + 1))
    for row in 0..<height {
      rows.append(0)
      for column in 0..<width {
        for channel in 0..<channels {
          let value = scalars[(channel * height + row) * width + column]
          let level = ((value - range.lowerBound) * scale).rounded()
          rows.append(level >= 255 ? 255 : level > 0 ? UInt8(level) : 0)
        }
      }
    }

    let colourType: UInt8 = channels == 1 ? 0 : channels == 3 ? 2 : 6
    let header = bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, colourType, 0, 0, 0]
    let bytes =
      signature + chunk("IHDR", header) + chunk("IDAT", zlib(rows)) + chunk("IEND", [])
    return (Data(bytes), width, height)
  }

  /// The number of channels that the header of a PNG file states.
  static func channels(of png: Data) -> Int {
    switch png.dropFirst(25).first {
    case 2: 3
    case 6: 4
    default: 1
    }
  }

  private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let named = Array(name.utf8) + content
    return bigEndian(UInt32(content.count)) + named + bigEndian(crc32(named[...]))
  }

  /// Wraps bytes, not compressed, as zlib does (Deutsch and Gailly, RFC 1950, 1996).
  private static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let end = min(bytes.count, start + 0xFFFF)
      let length = UInt16(end - start)
      result.append(end == bytes.count ? 1 : 0)  // the last block says so
      result += length.littleEndianBytes + (~length).littleEndianBytes + bytes[start..<end]
      start = end
    } while start < bytes.count
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return result + bigEndian(b << 16 | a)
  }

  private static func bigEndian(_ number: UInt32) -> [UInt8] { number.littleEndianBytes.reversed() }
}
