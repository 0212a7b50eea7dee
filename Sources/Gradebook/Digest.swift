public import Foundation
import Grading

/// A short name for some bytes: the same bytes give the same name, others almost surely another.
public struct Digest: Hashable, Sendable, Codable {
  /// Sixteen hexadecimal digits.
  public let text: String

  /// Names some bytes.
  public init(_ bytes: some Sequence<UInt8>) {
    text = Seal.fixed.digest(Array(bytes))
  }

  /// Names several pieces, in order; where one ends and the next begins counts.
  public init(pieces: [(name: String, content: Data)]) {
    var bytes: [UInt8] = []
    for piece in pieces {
      let header = "\(piece.name.utf8.count) \(piece.content.count) \(piece.name)\n"
      bytes += Array(header.utf8) + Array(piece.content)
    }
    self.init(bytes)
  }
}
