import Foundation
import Tensors

/// The place of a file that is shipped with this module.
func resource(_ name: String) -> URL {
  // Where the folder ends up inside the bundle depends on the platform's form of bundles.
  let bundle = Bundle.module
  let candidates = [bundle.bundleURL, bundle.resourceURL ?? bundle.bundleURL].flatMap {
    [$0.appendingPathComponent("Resources/\(name)"), $0.appendingPathComponent(name)]
  }
  return candidates.first { FileManager.default.fileExists(atPath: $0.path) } ?? candidates[0]
}

/// Reads a file that is shipped with this module; that it can be read is a promise of the module.
func bundled<Value>(_ read: () throws(DataFileError) -> Value) -> Value {
  do {
    return try read()
  } catch {
    fatalError("The data shipped with Descent is damaged or missing: \(error)")
  }
}
