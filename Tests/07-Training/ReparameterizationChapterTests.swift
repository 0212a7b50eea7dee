import MultilayerPerceptrons
import Tensors
import Testing
import Training

@Suite("07 Weights that are computed from what is trained")
struct ReparameterizationChapterTests {
  @Test("weight normalization against PyTorch")
  func weightNormalization() {
    for recorded in LayerCase.all("weight") {
      let hasBias = recorded.tensors["bias"] != nil
      var layer = WeightNormalizedLinear(
        Linear(weight: recorded["direction"], bias: hasBias ? recorded["bias"] : nil))
      layer.length = recorded["length"]
      var probe = Probe(layer: layer, x: recorded["x"])
      let (result, gradient) = probe.train(recorded["cotangent"])
      recorded.expect(result, "result")
      recorded.expect(gradient.x, "gradient x")
      recorded.expect(gradient.layer.direction, "gradient direction")
      recorded.expect(gradient.layer.length, "gradient length")
      if hasBias { recorded.expect(gradient.layer.bias, "gradient bias") }
    }
  }

  @Test("it begins with what the linear layer computes, and only the length can stretch")
  func lengthAndDirection() {
    var generator = RandomGenerator(seed: 1)
    let linear = Linear(5, 3, using: &generator)
    var layer = WeightNormalizedLinear(linear)
    let x = numbers([4, 5], seed: 2)
    #expect(layer(x).isClose(to: linear(x)))
    let slope = gradient(at: layer) { square($0(x)).sum() }
    let along = (slope.direction * layer.direction).sum(axis: 0)
    #expect(abs(along).max().scalar < 1e-5 * abs(slope.direction).max().scalar)
    layer.direction *= 7
    #expect(layer(x).isClose(to: linear(x)))
    layer.length *= 2
    #expect((layer(x) - linear(x)).isClose(to: matmul(x, linear.weight)))
  }

  @Test("spectral normalization against PyTorch, from a given direction")
  func spectral() {
    for recorded in LayerCase.all("spectral") {
      var layer = SpectralNormalizedLinear(
        Linear(weight: recorded["0 weight"], bias: recorded["bias"]),
        mostStretched: recorded["start"])
      for step in 0..<Int(recorded.setting("steps")) {
        layer.weight = recorded["\(step) weight"]
        var probe = Probe(layer: layer, x: recorded["\(step) x"])
        let (result, gradient) = probe.train(recorded["\(step) cotangent"])
        layer = probe.layer
        recorded.expect(result, "\(step) result")
        recorded.expect(gradient.x, "\(step) gradient x")
        recorded.expect(gradient.layer.weight, "\(step) gradient weight")
        recorded.expect(gradient.layer.bias, "\(step) gradient bias")
        recorded.expect(layer.mostStretched, "\(step) direction")
      }
    }
  }

  @Test("nothing is stretched by more than 1, and something by 1")
  func lipschitz() {
    var generator = RandomGenerator(seed: 3)
    let linear = Linear(weight: 3 * .normal([6, 4], using: &generator), bias: nil)
    var layer = SpectralNormalizedLinear(linear, using: &generator)
    for _ in 0..<100 {
      _ = valueWithGradient(at: &layer) { $0(Tensor.ones([1, 6])).sum() }
    }
    let weight = layer(.identity(6))
    let largest = svd(weight).s[0].scalar
    #expect(abs(largest - 1) < 1e-4)
    #expect(layer.weight == linear.weight)
  }
}
