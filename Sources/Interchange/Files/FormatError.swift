public import Foundation

/// What can be wrong with a file of one format.
public protocol FormatFault: Sendable, Equatable {
  /// The file cannot be opened or read.
  static var unreadable: Self { get }
  /// The file could not be written; what was there before is unchanged.
  static var notWritten: Self { get }
  /// What to try, where nothing more particular is known.
  var advice: String { get }
}

/// A file that cannot be used: what is wrong, what was expected, what came, at which byte.
///
/// Every format has its own list of faults, and so its own error type: `NumPyError`,
/// `SafetensorsError`, `EventFileError`.
public struct FormatError<Fault: FormatFault>: Error, Equatable, Sendable {
  /// What is wrong.
  public let fault: Fault
  /// The name of the file.
  public let file: String
  /// Where the fault is, counted in bytes from 0; nil where it concerns the file as a whole.
  public let byte: Int?
  /// What a right file has at that place.
  public let expected: String
  /// What this file has there.
  public let found: String
  /// What to try next.
  public let advice: String

  /// Describes a fault; without `advice` the fault chooses it.
  public init(
    _ fault: Fault, file: String, byte: Int? = nil, expected: String, found: String,
    advice: String? = nil
  ) {
    self.fault = fault
    self.file = file
    self.byte = byte
    self.expected = expected
    self.found = found
    self.advice = advice ?? fault.advice
  }

  /// Describes a file that could not be written.
  init(_ error: FileWriteError) {
    self.init(
      .notWritten, file: error.file, expected: error.expected, found: error.found,
      advice: error.advice)
  }
}

extension FormatError: CustomStringConvertible, LocalizedError {
  /// One or two sentences for a person.
  public var description: String {
    let place = byte.map { ", byte \($0)" } ?? ""
    return "\(file)\(place): expected \(expected), found \(found). \(advice)"
  }

  /// The same text, for code that prints any error through Foundation.
  public var errorDescription: String? { description }
}

/// A text from a file as a message shows it: quoted, short, and without control characters.
func quoted(_ text: String) -> String {
  let safe = text.unicodeScalars.prefix(60).map { $0.value < 32 || $0.value == 127 ? "?" : "\($0)" }
  return "\"" + safe.joined() + (text.unicodeScalars.count > 60 ? "…" : "") + "\""
}

/// Bytes as a message shows them, in the form `1f 8b`.
func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
  let shown = bytes.prefix(8).map { byte in
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }
  return bytes.isEmpty ? "nothing" : shown.joined(separator: " ")
}
