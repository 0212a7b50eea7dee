public import Foundation
public import Tensors

extension Parameterized {
  /// Every parameter and every buffer by its name, such as `layers.0.weight`.
  ///
  /// - Throws: `ParameterMismatch` if two of them have one name.
  public func namedTensors() throws(ParameterMismatch) -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    var repeated: Set<String> = []
    visitTensors { tensor, name in
      if tensors.updateValue(tensor, forKey: name) != nil { repeated.insert(name) }
    }
    guard repeated.isEmpty else {
      throw ParameterMismatch(
        missing: [], unexpected: [], wrongShapes: [], repeated: repeated.sorted())
    }
    return tensors
  }

  /// Writes every parameter and every buffer by its name to a safetensors file.
  ///
  /// ```swift
  /// try model.save(to: url, metadata: ["epoch": "3"])
  /// try model.load(from: url)
  /// ```
  ///
  /// - Parameters:
  ///   - url: The file; it is replaced in one step, so that a program that is killed while it saves
  ///     leaves the old file.
  ///   - metadata: Text to keep with the parameters.
  ///   - elementType: The type to write. `float16` and `bfloat16` halve the file and round.
  /// - Throws: `ModelFileError`.
  public func save(
    to url: URL, metadata: [String: String] = [:],
    as elementType: StoredArray.ElementType = .float32
  ) throws(ModelFileError) {
    let tensors: [String: Tensor]
    do throws(ParameterMismatch) {
      tensors = try namedTensors()
    } catch {
      throw .mismatch(error, file: url.lastPathComponent)
    }
    do throws(SafetensorsError) {
      try writeSafetensors(tensors, metadata: metadata, to: url, as: elementType)
    } catch {
      throw .file(error)
    }
  }

  /// Calls `body` with every parameter and buffer.
  func visitTensors(_ body: (Tensor, String) -> Void) {
    // A visitor may change what it sees, so it needs a copy; the copy shares all elements.
    var copy = self
    withoutActuallyEscaping(body) { body in
      var visitor = ParameterVisitor(
        namedParameters: { body($0, $1) }, namedBuffers: { body($0, $1) })
      copy.visitParameters(&visitor)
    }
  }
}
