import Foundation
import Interchange
import Tensors
import Testing

@Suite("Models in files") struct ModelFileTests {
  private struct Layer: Parameterized, Equatable {
    var weight: Tensor
    var bias: Tensor?
    var mean: Tensor

    init(_ inputs: Int, _ outputs: Int, value: Float) {
      weight = Tensor.full([outputs, inputs], value)
      bias = Tensor.full([outputs], value + 0.5)
      mean = Tensor.full([outputs], value + 0.25)
    }

    mutating func visitParameters(_ visitor: inout ParameterVisitor) {
      visitor.visit(&weight, "weight")
      visitor.visit(&bias, "bias")
      visitor.visitBuffer(&mean, "mean")
    }
  }

  private struct Model: Parameterized, Equatable {
    var layers: [Layer]
    var scale = Tensor(2)

    init(_ sizes: [Int], value: Float = 0) {
      layers = zip(sizes, sizes.dropFirst()).enumerated().map {
        Layer($1.0, $1.1, value: value + Float($0))
      }
    }

    mutating func visitParameters(_ visitor: inout ParameterVisitor) {
      visitor.visit(&layers, "layers")
      visitor.visit(&scale, "scale")
    }
  }

  @Test("parameters and buffers come back under their names, with the metadata")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("model.safetensors")
    let model = Model([3, 4, 2], value: 1)
    try model.save(to: url, metadata: ["epoch": "3"])
    #expect(
      try readSafetensors(at: url).arrays.keys.sorted() == [
        "layers.0.bias", "layers.0.mean", "layers.0.weight", "layers.1.bias", "layers.1.mean",
        "layers.1.weight", "scale",
      ])
    var other = Model([3, 4, 2], value: 7)
    let copy = other
    #expect(other != model)
    #expect(try other.load(from: url) == ["epoch": "3"])
    #expect(other == model)
    #expect(copy == Model([3, 4, 2], value: 7))
    try model.save(to: url, as: .bfloat16)
    try other.load(from: url)
    #expect(other == model)
  }

  @Test("names and numbers that PyTorch's users know: the recorded file is loaded by name")
  func recorded() throws {
    var model = Recorded()
    try model.load(from: Fixtures.url("safetensors/model.safetensors"))
    #expect(try model.namedTensors() == SafetensorsTests.model)
  }

  private struct Recorded: Parameterized {
    var weight = Tensor.zeros([2, 3])
    var bias = Tensor.zeros([2])
    var mean = Tensor.zeros([0, 4])
    var scale = Tensor(0)

    mutating func visitParameters(_ visitor: inout ParameterVisitor) {
      visitor.visit(&weight, "layers.0.weight")
      visitor.visit(&bias, "layers.0.bias")
      visitor.visitBuffer(&mean, "mean")
      visitor.visit(&scale, "scale")
    }
  }

  @Test("all that does not fit is listed, and the model stays as it was")
  func mismatch() throws {
    let folder = try TemporaryFolder()
    var saved = Model([3, 4, 2], value: 1)
    saved.layers[0].bias = nil
    saved.layers[1].weight = saved.layers[1].weight.transposed()
    saved.layers.append(Layer(1, 1, value: 0))
    try saved.save(to: folder.file("a.safetensors"))
    var model = Model([3, 4, 2], value: 9)
    let error = failure { () throws(ModelFileError) in
      try model.load(from: folder.file("a.safetensors"))
    }
    #expect(model == Model([3, 4, 2], value: 9))
    #expect(
      error?.description == """
        a.safetensors: the tensors do not fit the model, which is unchanged:
          missing: layers.0.bias
          unexpected: layers.2.bias, layers.2.mean, layers.2.weight
          of wrong shape: layers.1.weight: expected [2, 4], found [4, 2] (the transpose)
        Make the model with the settings with which it was saved, or give every part its name.
        """)
    guard case .mismatch(let mismatch, _) = error else {
      Issue.record("not a mismatch")
      return
    }
    #expect(mismatch.missing == ["layers.0.bias"])
    #expect(mismatch.wrongShapes.map(\.found) == [[4, 2]])
    let same = failure { () throws(ParameterMismatch) in try model.load(saved.namedTensors()) }
    #expect(same == mismatch)
  }

  @Test("a damaged file leaves the model as it was")
  func damaged() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("a.safetensors")
    try Model([3, 4, 2], value: 1).save(to: url)
    let data = try Data(contentsOf: url)
    try data.dropLast().write(to: url)
    var model = Model([3, 4, 2], value: 9)
    let error = failure { () throws(ModelFileError) in try model.load(from: url) }
    guard case .file(let file) = error else {
      Issue.record("not a damaged file")
      return
    }
    #expect(file.fault == .outOfRange)
    #expect(model == Model([3, 4, 2], value: 9))
  }

  private struct Twins: Parameterized {
    var first = Tensor(1)
    var second = Tensor(2)

    mutating func visitParameters(_ visitor: inout ParameterVisitor) {
      visitor.visit(&first, "same")
      visitor.visit(&second, "same")
    }
  }

  @Test("a model with two parameters of one name is neither saved nor loaded")
  func twins() throws {
    let folder = try TemporaryFolder()
    var twins = Twins()
    let save = failure { () throws(ModelFileError) in try twins.save(to: folder.file("a")) }
    #expect(save?.description.contains("several parameters of the model have: same") == true)
    #expect(try folder.names.isEmpty)
    let load = failure { () throws(ParameterMismatch) in try twins.load(["same": Tensor(3)]) }
    #expect(load?.repeated == ["same"])
    #expect(twins.first.scalar == 1)
  }
}
