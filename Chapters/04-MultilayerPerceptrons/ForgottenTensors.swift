// A parameter that a layer does not show is never trained, never saved, and nobody complains. Swift can
// list the properties of a value, so the two lists can be compared.

public import Tensors

/// Finds the tensors of a layer or model that `visitParameters` does not show.
///
/// For tests of one's own layers: the list must be empty.
///
/// ```swift
/// #expect(forgottenTensors(of: MyLayer(3, 4)).isEmpty)
/// ```
///
/// Every tensor among the properties is expected to be shown, as a parameter or as a buffer, exactly once;
/// so are those in layers, structs, arrays, dictionaries and optionals inside. What a closure has captured
/// cannot be seen.
///
/// - Parameters:
///   - model: What is searched.
///   - exceptions: Paths of tensors that are meant to stay hidden, for instance a table of constants.
/// - Returns: The paths of forgotten tensors, such as `hidden.bias`, and the names under which two
///   tensors are shown, such as `two tensors are called weight`.
public func forgottenTensors(
  of model: some Parameterized, except exceptions: Set<String> = []
) -> [String] {
  // Whatever is shown is filled with a number that no tensor of a model holds; the rest is not. Two
  // rounds, so that a tensor that happens to hold the first number is not missed.
  var forgotten: Set<String>?
  var problems: [String] = []
  for mark: Float in [0x1.5A5A5Ap+37, -0x1.3C3C3Cp+41] {
    var copy = model
    var names: [String: Int] = [:]
    func show(_ tensor: inout Tensor, _ name: String) {
      tensor = .full(tensor.shape, mark)
      names[name, default: 0] += 1
    }
    var visitor = ParameterVisitor(namedParameters: show, namedBuffers: show)
    copy.visitParameters(&visitor)
    var unmarked: Set<String> = []
    for (path, tensor) in tensors(in: copy, at: "")
    where !tensor.scalars.allSatisfy({ $0 == mark }) && !exceptions.contains(path) {
      unmarked.insert(path)
    }
    forgotten = forgotten.map { $0.union(unmarked) } ?? unmarked
    problems = names.filter { $0.value > 1 }.keys.sorted().map { "two tensors are called \($0)" }
  }
  return (forgotten ?? []).sorted() + problems
}

/// All tensors inside a value, with their paths.
private func tensors(in value: Any, at path: String) -> [(path: String, tensor: Tensor)] {
  if let tensor = value as? Tensor { return [(path, tensor)] }
  let mirror = Mirror(reflecting: value)
  let isOptional = mirror.displayStyle == .optional
  return mirror.children.enumerated().flatMap { index, child in
    let name = isOptional ? "" : child.label ?? "\(index)"
    return tensors(
      in: child.value, at: [path, name].filter { !$0.isEmpty }.joined(separator: "."))
  }
}
