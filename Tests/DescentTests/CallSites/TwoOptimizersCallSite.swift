import Descent
import Testing

// One model, two optimizers: Muon for the matrices inside, AdamW for the rest, without decay on biases, and a
// part that stays as it is.

private struct Mixed: Parameterized {
  var table = Tensor.normal([5, 8])
  var hidden = Linear(8, 16)
  var head = Linear(16, 3)

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&table, "table")
    visitor.visit(&hidden, "hidden")
    visitor.visit(&head, "head")
  }

  func callAsFunction(_ tokens: [Int]) -> Tensor { head(relu(hidden(embedding(table, tokens)))) }
}

@Test("call site: two optimizers and parameter groups")
func twoOptimizers() {
  withSeed(1) {
    var model = Mixed()
    let start = model
    var optimizer = Both(
      Muon(
        for: model, learningRate: 0.02,
        groups: ParameterGroups { name, _ in name == "hidden.weight" ? .init() : .frozen }),
      Adam.decoupled(
        for: model, learningRate: 0.01,
        groups: ParameterGroups { name, shape in
          if ["hidden.weight", "table"].contains(name) { return .frozen }
          return ParameterGroup(decayFactor: shape.count < 2 ? 0 : 1)
        }))
    let (tokens, labels) = ([0, 1, 2, 3, 4], [2, 0, 1, 1, 0])
    for _ in 0..<60 {
      optimizer.step(&model) { model in
        softmaxCrossEntropy(logits: model(tokens), labels: labels).mean()
      }
    }
    #expect(model.table == start.table)
    #expect(model.hidden.weight != start.hidden.weight)
    #expect(model(tokens).argmax(axis: 1) == labels)
  }
}
