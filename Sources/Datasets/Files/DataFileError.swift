public import Foundation

/// A data file that cannot be used: what was expected, what was found instead, and where.
///
/// Every reader of this module throws this one type, so that a program needs one `catch`.
public struct DataFileError: Error, Equatable, Sendable {
  /// What is wrong, in one word.
  public enum Kind: Sendable, Equatable {
    /// There is no such file.
    case missing
    /// The file exists but cannot be read.
    case unreadable
    /// The file ends too early.
    case truncated
    /// The file contradicts itself: a checksum, a code or a size is wrong.
    case corrupt
    /// The file is more than it says it is: bytes follow its end, or it unpacks to too much.
    case oversized
    /// The file may be right but holds something that this reader does not read.
    case unsupported
    /// A table has a wrong shape, or a field does not hold what its column needs.
    case malformed
    /// Two files, each right by itself, do not belong together.
    case mismatched
  }

  /// A place in a file.
  public enum Position: Sendable, Equatable {
    /// Counted in bytes from 0.
    case byte(Int)
    /// A line of a text file, counted from 1.
    case line(Int)
    /// The file as a whole.
    case whole
  }

  /// The kind of fault.
  public let kind: Kind
  /// The name of the file.
  public let file: String
  /// The place of the fault.
  public let position: Position
  /// What a right file has at that place.
  public let expected: String
  /// What this file has there.
  public let found: String
  /// What to try next.
  public let advice: String

  /// Describes a fault; without `advice` the kind of fault chooses it.
  public init(
    _ kind: Kind, file: String, at position: Position = .whole, expected: String, found: String,
    advice: String? = nil
  ) {
    self.kind = kind
    self.file = file
    self.position = position
    self.expected = expected
    self.found = found
    self.advice = advice ?? kind.advice
  }
}

extension DataFileError.Kind {
  fileprivate var advice: String {
    switch self {
    case .missing: "Check the path."
    case .unreadable: "Check that it is a file and that you may read it."
    case .truncated: "The file is incomplete: download or copy it again."
    case .corrupt: "The file is damaged: download or copy it again."
    case .oversized: "Check that it is the right file, and that nothing was added to it."
    case .unsupported: "Convert the file to a form that this reader knows."
    case .malformed: "Open the file in an editor and correct it."
    case .mismatched: "Check that both files come from the same data set."
    }
  }
}

extension DataFileError: CustomStringConvertible, LocalizedError {
  /// One or two sentences for a person.
  public var description: String {
    let place =
      switch position {
      case .byte(let offset): ", byte \(offset)"
      case .line(let number): ", line \(number)"
      case .whole: ""
      }
    return "\(file)\(place): expected \(expected), found \(found). \(advice)"
  }

  /// The same text, for code that prints any error through Foundation.
  public var errorDescription: String? { description }
}
