import MultilayerPerceptrons
import Tensors
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("04 Networks: by hand, collapsed, summarized")
struct NetworkChapterTests {
  @Test("the gradient by hand is PyTorch's, and the library's")
  func gradientByHand() throws {
    let recorded = try RecordedValues.read().twoLayers
    let parameters = recorded.parameters.map(\.tensor)
    let network = TwoLayerNetwork(
      hidden: Linear(weight: parameters[0], bias: parameters[1]),
      output: Linear(weight: parameters[2], bias: parameters[3]))
    let (x, y) = (recorded.x.tensor, recorded.y.tensor)
    #expect(firstDifference([network.loss(x, y).scalar], [recorded.loss]) == nil)
    let byHand = network.gradientByHand(x, y)
    let byLibrary = gradient(at: network) { $0.loss(x, y) }
    for (hand, (library, expected)) in zip(
      byHand.parameters, zip(byLibrary.parameters, recorded.gradients))
    {
      #expect(hand.isClose(to: expected.tensor, absolute: 2e-6))
      #expect(library.isClose(to: expected.tensor, absolute: 2e-6))
    }
  }

  @Test("without biases the gradient has none either")
  func gradientWithoutBias() {
    var generator = RandomGenerator(seed: 6)
    let network = TwoLayerNetwork(
      hidden: Linear(2, 3, bias: false, using: &generator),
      output: Linear(3, 1, bias: false, using: &generator))
    let x = Tensor.normal([4, 2], using: &generator)
    let y = Tensor.normal([4, 1], using: &generator)
    let byHand = network.gradientByHand(x, y)
    let byLibrary = gradient(at: network) { $0.loss(x, y) }
    #expect(byHand.parameters.count == 2)
    for (hand, library) in zip(byHand.parameters, byLibrary.parameters) {
      #expect(hand.isClose(to: library, absolute: 1e-6))
    }
  }

  @Test("two linear layers are one, with any choice of biases", arguments: [true, false])
  func collapse(bias: Bool) {
    var generator = RandomGenerator(seed: 7)
    for other in [true, false] {
      let first = Linear(3, 5, bias: bias, using: &generator)
      let second = Linear(5, 2, bias: other, using: &generator)
      let one = Linear(collapsing: first, second)
      #expect((one.bias == nil) == (!bias && !other))
      let x = Tensor.normal([20, 3], using: &generator)
      #expect(one(x).isClose(to: second(first(x)), absolute: 1e-5))
    }
  }

  @Test("exclusive or by hand, and parity of up to six inputs")
  func logic() {
    let corners = Tensor([[0, 0], [0, 1], [1, 0], [1, 1]])
    #expect(LogicByHand.exclusiveOr(corners).scalars == [0, 1, 1, 0])
    for inputs in 1...6 {
      let rows = (0..<(1 << inputs)).map { number in
        (0..<inputs).map { Float(number >> $0 & 1) }
      }
      let odd = rows.map { row in Float(row.count { $0 == 1 } % 2) }
      #expect(LogicByHand.parity(inputs: inputs)(Tensor(rows)).scalars == odd)
    }
  }

  @Test("a broken line goes through its points, straight in between, and is within h²/8 · max|f″|")
  func brokenLine() {
    let (places, values): ([Float], [Float]) = ([-1, 0, 0.5, 2], [3, -1, 1, 1])
    let line = Approximation.brokenLine(places: places, values: values)
    func at(_ x: [Float]) -> [Float] { line(Tensor(x).reshaped([x.count, 1])).scalars }
    #expect(at(places) == values)
    #expect(at([-5, -0.5, 0.25, 1, 3]) == [3, 1, 0, 1, 1])
    #expect(line.parameterCount == 3 * 3 + 1)
    for pieces in [8, 32] {
      let network = Approximation.brokenLine(of: { sinf($0) }, over: 0...6, pieces: pieces)
      let x = Tensor.linearlySpaced(from: 0, through: 6, count: 1001)
      let error = abs(network(x.reshaped([1001, 1])).flattened() - sin(x)).max().scalar
      let bound = 36 / Float(pieces * pieces) / 8
      #expect(error <= bound + 1e-5 && error > bound / 2)
    }
  }

  @Test("bumps are as high as the curve in their middle, and twice as many are twice as near")
  func bumps() {
    let steps = Approximation.bumps(of: { $0 }, over: 0...4, bumps: 4)
    let middles = Tensor([[0.5], [1.5], [2.5], [3.5], [-1], [5]])
    #expect(
      steps(middles).flattened()
        .isClose(to: Tensor([0.5, 1.5, 2.5, 3.5, 0, 0]), absolute: 1e-4))
    #expect(steps.parameterCount == 3 * 8 + 1)
    let x = Tensor.linearlySpaced(from: 0, through: 6.28, count: 2001)
    let errors = [16, 32, 64].map { count in
      let network = Approximation.bumps(of: { sinf($0) }, over: 0...6.2831855, bumps: count)
      return abs(network(x.reshaped([2001, 1])).flattened() - sin(x)).max().scalar
    }
    #expect(errors[0] / errors[1] > 1.8 && errors[1] / errors[2] > 1.8)
  }

  @Test("784-128-64-10 has 109,386 parameters, and the summary says where")
  func summary() {
    let network = Sequential {
      Linear(784, 128)
      Activation.relu
      Linear(128, 64)
      Activation.relu
      Linear(64, 10)
    }
    #expect(network.parameterCount == 109_386)
    #expect(
      network.summary(of: .zeros([1, 784])).description == """
        Sequential               [1, 10]    109,386
        ├─ 0  Linear 784 → 128   [1, 128]   100,480
        ├─ 1  relu               [1, 128]         0
        ├─ 2  Linear 128 → 64    [1, 64]      8,256
        ├─ 3  relu               [1, 64]          0
        └─ 4  Linear 64 → 10     [1, 10]        650
        """)
  }

  /// A model of one's own, with parts that are layers, an array of them, and one that is missing.
  struct Own: Layer {
    var trunk = Sequential {
      Linear(4, 3)
      Activation.tanh
    }
    var heads = [Linear(3, 1), Linear(3, 2)]
    var extra: Linear?
    var scale = Tensor([1, 1])

    mutating func visitParameters(_ visitor: inout ParameterVisitor) {
      visitor.visit(&trunk, "trunk")
      visitor.visit(&heads, "heads")
      visitor.visit(&extra, "extra")
      visitor.visit(&scale, "scale")
    }

    func callAsFunction(_ x: Tensor) -> Tensor { heads[1](trunk(x)) * scale }
  }

  @Test("the summary of a model of one's own shows its parts, and adds up")
  func ownSummary() {
    #expect(forgottenTensors(of: Own()) == [])
    #expect(
      Own().summary.description
        == """
        Own                        29
        ├─ trunk  Sequential       15
        │  ├─ 0  Linear 4 → 3      15
        │  └─ 1  tanh               0
        ├─ heads.0  Linear 3 → 1    4
        └─ heads.1  Linear 3 → 2    8
        """)
    let nested = Sequential {
      Residual { Linear(2, 2) }
      for _ in 0..<2 { Linear(2, 2) }
      if true { Activation.relu }
      Own()
    }
    let tree = nested.summary
    #expect(tree.root.parameterCount == 6 + 12 + 29)
    #expect(tree.root.parts.map(\.name) == ["0", "1", "2", "3", "4"])
    let shapes = Sequential {
      Linear(2, 6)
      Sequential {
        GatedLinearUnit()
        Linear(3, 4)
      }
    }.summary(of: .zeros([5, 2]))
    #expect(shapes.root.outputShape == [5, 4])
    #expect(shapes.root.parts[1].parts.map(\.outputShape) == [[5, 3], [5, 4]])
  }
}
