#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the body of an exercise throws until somebody attempts it.
///
///     public func area(_ radius: Float) throws -> Float {
///       throw NotImplemented()
///     }
public struct NotImplemented: Error, Sendable, CustomStringConvertible {
  /// Names the function that is still to be written, with its file and line.
  public let description: String

  /// Makes the error; the default arguments describe the place where it is thrown.
  public init(_ function: String = #function, file: String = #fileID, line: Int = #line) {
    let name = function.prefix { $0 != "(" }
    description = "not attempted: \(name) (\(file):\(line))"
  }

  /// Finds exercises that are still stubs.
  ///
  /// ```swift
  /// NotImplemented.exercises(among: ["06.7": { _ = try clipGlobalNorm([one], to: 1) }])
  /// ```
  ///
  /// - Parameter probes: The id of each exercise, and a small call of its function.
  /// - Returns: The ids whose call throws this error.
  public static func exercises(
    among probes: KeyValuePairs<String, () throws -> Void>
  ) -> [String] {
    probes.filter { probe in
      do {
        try probe.value()
        return false
      } catch { return error is NotImplemented }
    }.map(\.key)
  }

  /// The exit code of a process in which ``notImplemented(_:file:line:)`` was reached.
  package static let exitCode: Int32 = 77
}

/// Ends the process as "not attempted": the body of a stub in a place that cannot throw, such as an
/// operator or an initializer.
///
/// The grader runs every exercise in a process of its own and reads the exit code. Where `throws` is
/// possible, throw ``NotImplemented`` instead.
public func notImplemented(
  _ function: String = #function, file: String = #fileID, line: Int = #line
) -> Never {
  let message = NotImplemented(function, file: file, line: line).description + "\n"
  _ = message.withCString { write(2, $0, strlen($0)) }
  exit(NotImplemented.exitCode)
}
