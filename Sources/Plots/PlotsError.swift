public import Foundation

/// What can go wrong when a figure is saved.
public enum PlotsError: Error, Equatable, CustomStringConvertible {
  /// The folder for the figures neither exists nor could be made.
  case cannotCreateDirectory(URL, reason: String)
  /// The file could not be written.
  case cannotWriteFile(URL, reason: String)
  /// The name of a figure is no plain file name.
  case badFigureName(String)

  /// What was to be done, where, what came instead, and what to try.
  public var description: String {
    switch self {
    case .cannotCreateDirectory(let url, let reason):
      "cannot create the folder \(url.path) for figures: \(reason). "
        + "Choose a folder that you may write to."
    case .cannotWriteFile(let url, let reason):
      "cannot write the figure \(url.path): \(reason). Check that its folder exists, "
        + "that you may write to it and that the disk is not full."
    case .badFigureName(let name):
      "\"\(name)\" cannot name a figure: expected letters, digits, '-', '_' and '.', for example "
        + "\"loss-curve\", without a folder and without the ending .svg."
    }
  }

  /// Says in few words why a file operation failed.
  static func reason(_ error: any Error) -> String {
    let details = error as NSError
    if let cause = details.userInfo[NSUnderlyingErrorKey] as? NSError,
      cause.domain == NSPOSIXErrorDomain
    {
      return String(cString: strerror(Int32(cause.code)))
    }
    var text = details.localizedDescription
    while text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
