#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Which mutant of a solution runs, when the author's audit tries whether the checks notice.
///
/// Only code that the audit generates asks for it.
package enum ActiveMutant {
  /// The environment variable that holds the mutant's number.
  package static let variable = "DESCENT_MUTANT"

  /// The number of the mutant, or 0 for the solution as it is.
  package static let number: Int = {
    guard let text = getenv(variable) else { return 0 }
    return Int(String(cString: text)) ?? 0
  }()
}
