public import Foundation
public import Tensors

extension Parameterized {
  /// Sets every parameter and every buffer to the tensor of its name.
  ///
  /// All of them or none: if a name is missing, unexpected or of wrong shape, the model is
  /// unchanged.
  ///
  /// - Parameter tensors: For every name of the model a tensor of the same shape, and nothing else.
  /// - Throws: `ParameterMismatch`, which lists all that does not fit.
  public mutating func load(_ tensors: [String: Tensor]) throws(ParameterMismatch) {
    try checkFit(tensors.mapValues(\.shape))
    set { tensors[$0] }
  }

  /// Sets every parameter and every buffer to the tensor of its name in a safetensors file.
  ///
  /// All of them or none: if a name is missing, unexpected or of wrong shape, or the file is
  /// damaged, the model is unchanged. The file may have been written by `save(to:)` or by another
  /// program.
  ///
  /// - Parameter url: The file.
  /// - Returns: The text that was saved with the parameters.
  /// - Throws: `ModelFileError`.
  @discardableResult
  public mutating func load(from url: URL) throws(ModelFileError) -> [String: String] {
    let file: SafetensorsFile
    do throws(SafetensorsError) {
      file = try readSafetensors(at: url)
    } catch {
      throw .file(error)
    }
    do throws(ParameterMismatch) {
      try checkFit(file.arrays.mapValues(\.shape))
    } catch {
      throw .mismatch(error, file: url.lastPathComponent)
    }
    set { file.arrays[$0]?.tensor }
    return file.metadata
  }

  /// Compares names and shapes with the model's.
  private func checkFit(_ shapes: [String: [Int]]) throws(ParameterMismatch) {
    var unseen = Set(shapes.keys)
    var names: Set<String> = []
    var repeated: Set<String> = []
    var missing: [String] = []
    var wrongShapes: [ParameterMismatch.Shapes] = []
    visitTensors { tensor, name in
      guard names.insert(name).inserted else {
        repeated.insert(name)
        return
      }
      unseen.remove(name)
      guard let found = shapes[name] else {
        missing.append(name)
        return
      }
      if found != tensor.shape {
        wrongShapes.append(
          ParameterMismatch.Shapes(name: name, model: tensor.shape, found: found))
      }
    }
    let mismatch = ParameterMismatch(
      missing: missing.sorted(), unexpected: unseen.sorted(),
      wrongShapes: wrongShapes.sorted { $0.name < $1.name }, repeated: repeated.sorted())
    if !mismatch.isEmpty { throw mismatch }
  }

  /// Sets every parameter and buffer for which there is a tensor.
  private mutating func set(_ tensor: (String) -> Tensor?) {
    withoutActuallyEscaping(tensor) { tensor in
      let replace = { (old: inout Tensor, name: String) in old = tensor(name) ?? old }
      var visitor = ParameterVisitor(namedParameters: replace, namedBuffers: replace)
      visitParameters(&visitor)
    }
  }
}
