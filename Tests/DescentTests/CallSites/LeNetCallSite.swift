import Descent
import Testing

// A convolutional network: a layer of one's own, and a chain of layers.

private struct Convolution: Layer {
  var weight: Tensor
  var bias: Tensor

  init(_ inputs: Int, _ outputs: Int, kernel: Int) {
    let bound = 1 / Float(inputs * kernel * kernel).squareRoot()
    weight = .uniform([outputs, inputs, kernel, kernel], in: -bound..<bound)
    bias = .zeros([outputs])
  }

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&weight, "weight")
    visitor.visit(&bias, "bias")
  }

  func callAsFunction(_ x: Tensor) -> Tensor { convolution2D(x, weight: weight, bias: bias) }
}

@Test("call site: LeNet on small pictures")
func leNet() {
  withSeed(1) {
    let data = digits(scaled: true)
    var model = Sequential {
      Reshape(to: [1, 8, 8])
      Convolution(1, 6, kernel: 3)
      Activation.tanh
      Function("pool") { averagePooling2D($0, window: 2) }
      Convolution(6, 16, kernel: 2)
      Activation.tanh
      Flatten()
      Linear(64, 10)
    }
    var optimizer = Adam(for: model, learningRate: 0.01)
    let losses = (0..<30).map { step in
      let batch = Array(step * 32..<step * 32 + 32)
      return optimizer.step(&model) { model in
        softmaxCrossEntropy(
          logits: model(data.features[batch]), labels: batch.map { data.labels[$0] }
        ).mean()
      }
    }
    #expect(losses[0] > 2 && losses[29] < 0.8 * losses[0])
  }
}
