public import Foundation

/// Tensors by name that do not fit a model: all that is wrong, not only the first.
public struct ParameterMismatch: Error, Equatable, Sendable {
  /// A tensor that the model and the file have in different shapes.
  public struct Shapes: Equatable, Sendable {
    /// The name of the tensor.
    public let name: String
    /// The shape that the model has.
    public let model: [Int]
    /// The shape that was found.
    public let found: [Int]
  }

  /// Names that the model has and that were not found, sorted.
  public let missing: [String]
  /// Names that were found and that the model does not have, sorted.
  public let unexpected: [String]
  /// Tensors of wrong shapes, sorted by name.
  public let wrongShapes: [Shapes]
  /// Names that several tensors of the model have, sorted; such a model cannot be saved either.
  public let repeated: [String]

  /// Whether nothing is wrong.
  var isEmpty: Bool {
    missing.isEmpty && unexpected.isEmpty && wrongShapes.isEmpty && repeated.isEmpty
  }
}

extension ParameterMismatch: CustomStringConvertible, LocalizedError {
  /// What is wrong, a line for each kind, and what to try.
  public var description: String {
    var lines = ["the tensors do not fit the model, which is unchanged:"]
    if !repeated.isEmpty {
      lines.append("  names that several parameters of the model have: \(Self.list(repeated))")
    }
    if !missing.isEmpty { lines.append("  missing: \(Self.list(missing))") }
    if !unexpected.isEmpty { lines.append("  unexpected: \(Self.list(unexpected))") }
    if !wrongShapes.isEmpty {
      lines.append(
        "  of wrong shape: "
          + Self.list(
            wrongShapes.map { entry in
              let isTransposed = entry.model.count > 1 && entry.model == entry.found.reversed()
              return "\(Self.shown(entry.name)): expected \(entry.model), found \(entry.found)"
                + (isTransposed ? " (the transpose)" : "")
            }, areNames: false))
    }
    lines.append(
      "Make the model with the settings with which it was saved, or give every part its name.")
    return lines.joined(separator: "\n")
  }

  /// The same text, for code that prints any error through Foundation.
  public var errorDescription: String? { description }

  private static func shown(_ name: String) -> String { name.isEmpty ? "\"\"" : name }

  /// The first names of a list that may be long.
  private static func list(_ items: [String], areNames: Bool = true) -> String {
    let limit = 20
    let first = items.prefix(limit).map { areNames ? shown($0) : $0 }.joined(separator: ", ")
    return items.count > limit ? "\(first) and \(items.count - limit) more" : first
  }
}

/// Why a model could not be loaded, or saved; it is unchanged.
public enum ModelFileError: Error, Equatable, Sendable, CustomStringConvertible, LocalizedError {
  /// The file cannot be read or written.
  case file(SafetensorsError)
  /// The file holds other tensors than the model has.
  case mismatch(ParameterMismatch, file: String)

  /// What was expected, what came, and what to try.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .mismatch(let mismatch, let file): "\(file): \(mismatch)"
    }
  }

  /// The same text, for code that prints any error through Foundation.
  public var errorDescription: String? { description }
}
