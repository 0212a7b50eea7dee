public import Foundation

/// What one person has handed in.
public struct Submission: Sendable, Equatable {
  /// The folder's name, for a person to read.
  public let name: String
  /// A name for files about this submission: the folder's own where that is harmless, and unique.
  public let key: String
  /// The answers, by the exercise's file inside the chapters, as in `03-Perceptrons/Sigmoid.swift`.
  public internal(set) var answers: [String: Answer] = [:]
  /// Further Swift files beside the answers of a chapter, by their path inside the chapters.
  public internal(set) var helpers: [String: Data] = [:]
  /// What was found and not used, in sentences.
  public internal(set) var notes: [String] = []

  /// A file in the place of an exercise's.
  public enum Answer: Sendable, Equatable {
    /// The file's text.
    case text(Data)
    /// Why the file is not used, as it follows the file's name.
    case refused(String)
  }

  init(name: String, key: String) {
    self.name = name
    self.key = key
  }
}

/// What an answer may be.
public enum IntakeLimits {
  /// The size of the largest file that is read, in bytes.
  ///
  /// The longest solution has a few kilobytes.
  public static let fileSize = 256 << 10
  /// How many names are looked at in one submission.
  static let entries = 4000
  /// How deep folders may lie in each other.
  static let depth = 8
  /// How many files may stand beside the exercises' own.
  static let helpers = 40
}
