import Foundation
import MultilayerPerceptrons
import Tensors
import Testing

/// What PyTorch computed with a layer, see Tests/Fixtures/training-layers/record.py.
struct LayerCase: Decodable {
  struct Listed: Decodable {
    let shape: [Int]
    let scalars: [Double]
  }

  let kind: String
  let settings: [String: Double]
  let tensors: [String: Listed]

  static let all: [LayerCase] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/training-layers/layers.json")
    do {
      return try JSONDecoder().decode([LayerCase].self, from: Data(contentsOf: file))
    } catch {
      fatalError("\(file.path): \(error)")
    }
  }()

  /// The cases of a kind; there must be some.
  static func all(_ kind: String) -> [LayerCase] {
    let cases = all.filter { $0.kind == kind }
    #expect(!cases.isEmpty, "no case of kind \(kind)")
    return cases
  }

  subscript(_ name: String) -> Tensor {
    guard let listed = tensors[name] else { fatalError("\(kind): no tensor called \(name)") }
    return Tensor(listed.scalars.map(Float.init), shape: listed.shape)
  }

  func setting(_ name: String) -> Float {
    guard let value = settings[name] else { fatalError("\(kind): no setting called \(name)") }
    return Float(value)
  }

  /// Compares with a recorded tensor, in units of its largest number.
  func expect(
    _ got: Tensor?, _ name: String, within tolerance: Double = 4e-6,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let got, let wanted = tensors[name] else {
      Issue.record("\(kind): \(name) is missing", sourceLocation: sourceLocation)
      return
    }
    #expect(got.shape == wanted.shape, "\(kind): \(name)", sourceLocation: sourceLocation)
    guard got.shape == wanted.shape else { return }
    let largest = wanted.scalars.map(abs).max() ?? 0
    let gap = zip(got.scalars, wanted.scalars).map { abs(Double($0) - $1) }.max() ?? 0
    #expect(
      gap <= tolerance * max(largest, 0.1), "\(kind): \(name) is off by \(gap) of \(largest)",
      sourceLocation: sourceLocation)
  }
}

/// A layer and its input, so that one gradient shows both.
struct Probe<Probed: Layer<Tensor, Tensor>>: Parameterized {
  var layer: Probed
  var x: Tensor

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&layer, "layer")
    visitor.visit(&x, "x")
  }

  /// A training step without the optimizer: buffers change.
  mutating func train(_ cotangent: Tensor) -> (result: Tensor, gradient: Probe) {
    var result = Tensor(0)
    let gradient = valueWithGradient(at: &self) { probe in
      let y = probe.layer(probe.x)
      result = stopGradient(y)
      return (y * cotangent).sum()
    }.gradient
    return (result, gradient)
  }

  /// The same in evaluation.
  func evaluate(_ cotangent: Tensor) -> (result: Tensor, gradient: Probe) {
    let gradient = gradient(at: self) { probe in (probe.layer(probe.x) * cotangent).sum() }
    return (layer(x), gradient)
  }
}

/// Draws normal numbers.
func numbers(_ shape: [Int], seed: UInt64) -> Tensor {
  var generator = RandomGenerator(seed: seed)
  return .normal(shape, using: &generator)
}

/// The mean of all numbers, in double precision.
func mean(_ x: Tensor) -> Double { x.scalars.reduce(0) { $0 + Double($1) } / Double(x.count) }

/// The mean of the squared distances from the mean, in double precision.
func variance(_ x: Tensor) -> Double {
  let middle = mean(x)
  return x.scalars.reduce(0) { $0 + (Double($1) - middle) * (Double($1) - middle) }
    / Double(x.count)
}
