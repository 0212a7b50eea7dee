import Descent
import Testing

// A recurrent language model with truncated backpropagation through time: the state goes on from window to window,
// its history does not.

private struct LanguageModel: Parameterized {
  typealias State = (hidden: Tensor, cell: Tensor)

  var table = Tensor.normal([4, 8])
  var input = Linear(8, 64)
  var recurrent = Linear(16, 64, bias: false)
  var head = Linear(16, 4)

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&table, "table")
    visitor.visit(&input, "input")
    visitor.visit(&recurrent, "recurrent")
    visitor.visit(&head, "head")
  }

  func callAsFunction(_ tokens: [[Int]], _ state: inout State) -> Tensor {
    Tensor.concatenate(
      tokens.map { token in
        let gates = (input(embedding(table, token)) + recurrent(state.hidden)).chunked(4, axis: 1)
        state.cell = sigmoid(gates[0]) * state.cell + sigmoid(gates[1]) * tanh(gates[2])
        state.hidden = sigmoid(gates[3]) * tanh(state.cell)
        return head(state.hidden)
      })
  }
}

@Test("call site: an LSTM language model with truncated backpropagation through time")
func languageModel() {
  withSeed(1) {
    let text = (0..<400).map { [0, 1, 2, 1, 3][$0 % 5] }
    var model = LanguageModel()
    var optimizer = Adam(for: model, learningRate: 0.02)
    var state = (hidden: Tensor.zeros([1, 16]), cell: Tensor.zeros([1, 16]))
    let losses = stride(from: 0, to: 390, by: 10).map { start in
      return optimizer.step(&model) { model in
        let logits = model(text[start..<start + 10].map { [$0] }, &state)
        return softmaxCrossEntropy(
          logits: logits, labels: Array(text[start + 1..<start + 11])
        ).mean()
      }
    }
    #expect(losses[0] > 1.1 && losses[38] < 0.3 * losses[0])
  }
}
