import MultilayerPerceptrons
import Tensors
import Testing
import Training

@Suite("07 What every layer of the chapter must do")
struct LayerChapterTests {
  static let layers: [(any Layer<Tensor, Tensor>, description: String, parameters: Int)] = {
    var generator = RandomGenerator(seed: 1)
    let linear = Linear(6, 6, using: &generator)
    let plain = Linear(6, 6, bias: false, using: &generator)
    return [
      (BatchNormalization(6), "BatchNormalization 6", 12),
      (LayerNormalization(6), "LayerNormalization 6", 12),
      (LayerNormalization(6, shift: false), "LayerNormalization 6, no shift", 6),
      (RootMeanSquareNormalization(6), "RootMeanSquareNormalization 6", 6),
      // Three numbers in a group: two would always become −1 and 1, with a cliff between.
      (GroupNormalization(6, groups: 2), "GroupNormalization 6 in 2 groups", 12),
      (GroupNormalization(6, groups: 1), "GroupNormalization 6 in 1 group", 12),
      (LocalResponseNormalization(size: 3), "LocalResponseNormalization over 3", 0),
      (WeightNormalizedLinear(linear), "WeightNormalizedLinear 6 → 6", 48),
      (WeightNormalizedLinear(plain), "WeightNormalizedLinear 6 → 6, no bias", 42),
      (
        SpectralNormalizedLinear(linear, using: &generator), "SpectralNormalizedLinear 6 → 6", 42
      ),
      (Dropout(0.5), "Dropout 0.5", 0),
      (Dropout(0.5, unit: .channel), "Dropout 0.5 of channels", 0),
      (AlphaDropout(0.25), "AlphaDropout 0.25", 0),
      (GaussianDropout(0.25), "GaussianDropout 0.25", 0),
      (GaussianNoise(standardDeviation: 0.5), "GaussianNoise 0.5", 0),
      (DropConnectLinear(linear, rate: 0.5), "DropConnectLinear 6 → 6, 0.5", 42),
      (StochasticDepth(linear, rate: 0.5), "StochasticDepth 0.5", 42),
    ]
  }()

  @Test("no tensor is forgotten, and no two have one name", arguments: layers.indices)
  func forgotten(index: Int) {
    func check(_ layer: some Layer<Tensor, Tensor>) {
      #expect(forgottenTensors(of: layer) == [], "\(layer)")
    }
    check(Self.layers[index].0)
  }

  @Test("the description, and the number of parameters", arguments: layers.indices)
  func descriptions(index: Int) {
    let (layer, description, parameters) = Self.layers[index]
    #expect("\(layer)" == description)
    #expect(layer.parameterCount == parameters)
  }

  @Test("the shape stays, in both phases", arguments: layers.indices)
  func shapes(index: Int) {
    let layer = Self.layers[index].0
    let x = numbers([5, 6], seed: 2)
    #expect(layer(x).shape == [5, 6])
    #expect(withPhase(.training) { layer(x) }.shape == [5, 6])
  }

  @Test("slopes are those that are measured", arguments: layers.indices)
  func slopes(index: Int) {
    func check(_ layer: some Layer<Tensor, Tensor>) {
      let (x, cotangent) = (numbers([5, 6], seed: 3), numbers([5, 6], seed: 4))
      // With a seed every call draws the same disturbance.
      func value(_ x: Tensor) -> Tensor {
        withSeed(5) { withPhase(.training) { (layer(x) * cotangent).sum() } }
      }
      let slope = gradient(at: x) { value($0) }
      let direction = numbers([5, 6], seed: 6)
      let step: Float = 1e-2
      let measured =
        (value(x + step * direction) - value(x - step * direction)).scalar / (2 * step)
      let wanted = (slope * direction).sum().scalar
      #expect(
        abs(measured - wanted) < 0.01 * max(abs(wanted), 1), "\(layer): \(measured), \(wanted)")
    }
    check(Self.layers[index].0)
  }
}
