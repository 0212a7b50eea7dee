import Foundation
import Tensors

/// The instructor's other random numbers.
///
/// Every random check runs with public seeds, which a student can read. Where the environment variable
/// `DESCENT_SALT` is set, the check runs once more with numbers that follow from the salt: an answer that
/// only knows the public cases fails there.
public enum PrivateNumbers {
  /// The environment variable that holds the salt: any text.
  public static let variable = "DESCENT_SALT"

  /// The salt of this process.
  ///
  /// In a grading process it is removed from the environment when it is first read, before the code under
  /// test runs, which shall not find it there.
  static let salt: String? = {
    guard let text = ProcessInfo.processInfo.environment[variable], !text.isEmpty else {
      return nil
    }
    if ChildRole.current != nil {
      // The kernel shows the first environment of a process for as long as it runs: overwrite it.
      if let value = getenv(variable) { memset(value, Int32(UInt8(ascii: " ")), strlen(value)) }
      unsetenv(variable)
    }
    return text
  }()

  /// Whether this process knows a salt.
  public static var areUsed: Bool { salt != nil }

  /// The number by which the seeds of one check are varied.
  static func variation(salt: String, exercise: String, check: String) -> UInt64 {
    var generator = RandomGenerator(seed: 0)
    for byte in "\(salt)/\(exercise)/\(check)".utf8 { generator = generator.split(UInt64(byte)) }
    return generator.next()
  }
}
