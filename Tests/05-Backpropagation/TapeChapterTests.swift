import Backpropagation
import Plots
import Tensors
import Testing

@Suite("05 The tape and its pullbacks")
struct TapeChapterTests {
  typealias Operation = ([Tracked]) -> Tracked

  func operations(_ labels: [Int]) -> [(String, Operation, ([Tensor]) -> Tensor)] {
    [
      ("add", { $0[0] + $0[1] }, { $0[0] + $0[1] }),
      ("add column", { $0[0] + $0[1] }, { $0[0] + $0[1] }),
      ("multiply", { $0[0] * $0[1] }, { $0[0] * $0[1] }),
      ("multiply scalar", { $0[0] * $0[1] }, { $0[0] * $0[1] }),
      ("matmul", { $0[0].matmul($0[1]) }, { matmul($0[0], $0[1]) }),
      ("relu", { $0[0].relu() }, { relu($0[0]) }),
      ("tanh", { $0[0].tanh() }, { tanh($0[0]) }),
      ("sum", { $0[0].sum() }, { $0[0].sum() }),
      ("sum 1", { $0[0].sum(axis: 1) }, { $0[0].sum(axis: 1) }),
      ("mean", { $0[0].mean() }, { $0[0].mean() }),
      ("mean 0", { $0[0].mean(axis: 0) }, { $0[0].mean(axis: 0) }),
      ("softmax", { $0[0].softmax() }, { softmax($0[0], axis: 1) }),
      (
        "cross-entropy", { $0[0].softmaxCrossEntropy(labels) },
        { softmaxCrossEntropy(logits: $0[0], labels: labels).mean() }
      ),
    ]
  }

  @Test("every operation and its pullback agree with PyTorch and with the library")
  func parity() throws {
    let recorded = try BackpropagationRecordedValues.read()
    #expect(operations(recorded.labels).count == recorded.cases.count)
    for (name, operation, library) in operations(recorded.labels) {
      let expected = try #require(recorded.cases[name])
      let inputs = expected.inputs.map(\.tensor)
      let seed = expected.seed.tensor
      let tape = Tape()
      let tracked = inputs.map { tape.variable($0) }
      let result = operation(tracked)
      #expect(result.value.isClose(to: expected.value.tensor), "\(name)")
      let found = tape.gradients(of: result, seed: seed)
      let own = gradient(at: inputs) { (library($0) * seed).sum() }
      for (index, variable) in tracked.enumerated() {
        let slope = found[variable]
        #expect(slope.isClose(to: expected.gradients[index].tensor), "\(name), operand \(index)")
        #expect(slope.isClose(to: own[index]), "\(name), operand \(index), library")
      }
    }
  }

  @Test("a whole network has the library's gradient, with a parameter used twice")
  func network() {
    var generator = RandomGenerator(seed: 11)
    let x = Tensor.normal([7, 4], using: &generator)
    let labels = (0..<7).map { _ in generator.integer(in: 0..<3) }
    let p = [
      Tensor.normal([4, 4], using: &generator), .normal([4], using: &generator),
      .normal([4, 3], using: &generator),
    ]
    let tape = Tape()
    let q = p.map { tape.variable($0) }
    let first = (tape.variable(x).matmul(q[0]) + q[1]).tanh()
    let second = (first.matmul(q[0]) + q[1]).relu()
    let loss = second.matmul(q[2]).softmaxCrossEntropy(labels)
    let found = tape.gradients(of: loss)
    let expected = gradient(at: p) { p in
      let first = tanh(matmul(x, p[0]) + p[1])
      let second = relu(matmul(first, p[0]) + p[1])
      return softmaxCrossEntropy(logits: matmul(second, p[2]), labels: labels).mean()
    }
    for (variable, slope) in zip(q, expected) { #expect(found[variable].isClose(to: slope)) }
  }

  @Test("what the result does not depend on has the gradient 0")
  func unused() {
    let tape = Tape()
    let (a, b) = (tape.variable(Tensor([1, 2])), tape.variable(Tensor([[3]])))
    let loss = (a * a).sum()
    let later = tape.variable(Tensor([5, 6, 7]))
    let found = tape.gradients(of: loss)
    #expect(found[a] == Tensor([2, 4]))
    #expect(found[b] == Tensor.zeros([1, 1]) && found[later] == Tensor.zeros([3]))
  }

  @Test("a tape can be run backwards twice, with the same result")
  func twice() {
    let tape = Tape()
    let a = tape.variable(Tensor([1, 2]))
    let loss = (a * a).sum()
    #expect(tape.gradients(of: loss)[a] == tape.gradients(of: loss)[a])
    #expect(tape.diagram(title: "").edges.count == 3)
  }

  @Test("the fused pullback stays finite where the two-step one does not")
  func confidentMistake() {
    let logits = Tensor([[200, 0]])
    let tape = Tape()
    let x = tape.variable(logits)
    let loss = x.softmaxCrossEntropy([1])
    #expect(loss.value.scalar == 200)
    #expect(tape.gradients(of: loss)[x] == Tensor([[1, -1]]))
  }
}
