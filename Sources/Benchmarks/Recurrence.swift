import Tensors

// A training step of an LSTM, named T50-B64-H128: length, batch, hidden units and as many inputs.

/// An LSTM (Hochreiter and Schmidhuber 1997), and ten classes from its last state.
struct LongShortTermMemory: Parameterized {
  /// The weights of the inputs, `[inputs, 4 hidden]`, a quarter for each of the input gate, the forget
  /// gate, the candidate and the output gate.
  var input: Dense
  /// The weights of the state, in the same order, `[hidden, 4 hidden]`.
  var recurrent: Tensor
  var head: Dense

  init(inputs: Int, hidden: Int, classes: Int, using generator: inout RandomGenerator) {
    input = Dense(inputs, 4 * hidden, using: &generator)
    recurrent = Dense(hidden, 4 * hidden, using: &generator).weight
    head = Dense(hidden, classes, using: &generator)
  }

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&input, "input")
    visitor.visit(&recurrent, "recurrent")
    visitor.visit(&head, "head")
  }

  /// Computes the scores `[batch, classes]` for inputs `[length, batch, inputs]`.
  func callAsFunction(_ x: Tensor) -> Tensor {
    let hidden = recurrent.shape[0]
    // What the inputs add to the gates does not depend on the state: one product for all times.
    let fromInputs = input(x)
    var state = Tensor.zeros([x.shape[1], hidden])
    var cell = state
    for time in 0..<x.shape[0] {
      let gates = (fromInputs[time] + matmul(state, recurrent)).chunked(4, axis: 1)
      cell = sigmoid(gates[1]) * cell + sigmoid(gates[0]) * tanh(gates[2])
      state = sigmoid(gates[3]) * tanh(cell)
    }
    return head(state)
  }
}

extension Suite {
  static let recurrence: [Benchmark] = [
    Benchmark(
      "lstm-step", "T\(length)-B\(batch)-H\(hidden)", group: "training steps",
      work: .arithmetic(Double(products)), prepare: longShortTermMemoryStep)
  ]

  private static let (length, batch, hidden) = (50, 64, 128)

  /// The products with the inputs have no gradient for them; those with the state do.
  private static let products = (2 + 3) * 2 * length * batch * hidden * 4 * hidden

  @Sendable
  private static func longShortTermMemoryStep() -> () -> Void {
    var generator = RandomGenerator(seed: 12)
    var model = LongShortTermMemory(
      inputs: hidden, hidden: hidden, classes: 10, using: &generator)
    let x = Tensor.normal([length, batch, hidden], using: &generator)
    let labels = (0..<batch).map { $0 % 10 }
    return { keep(model.step { softmaxCrossEntropy(logits: $0(x), labels: labels).mean() }) }
  }
}
