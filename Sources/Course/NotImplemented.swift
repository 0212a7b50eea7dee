#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the body of an exercise throws until somebody attempts it.
public struct NotImplemented: Error, Sendable, CustomStringConvertible {
  /// Names the function that is still to be written, with its file and line.
  public let description: String

  /// Makes the error. The arguments describe the place where it is thrown.
  public init(_ function: String = #function, file: String = #fileID, line: Int = #line) {
    description = "not attempted: \(function) (\(file):\(line))"
  }
}
