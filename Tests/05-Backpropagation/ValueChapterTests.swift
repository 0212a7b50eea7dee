import Backpropagation
import Foundation
import Plots
import Tensors
import Testing

@Suite("05 The scalar engine")
struct ValueChapterTests {
  @Test("fits on a page: under 100 lines, comments included")
  func length() throws {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Chapters/05-Backpropagation/Value.swift")
    let lines = try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count - 1 < 100)
  }

  @Test("an expression of all operations agrees with PyTorch")
  func expression() throws {
    let recorded = try BackpropagationRecordedValues.read().scalar
    let x = recorded.inputs.map { Value($0) }
    let (a, b, c) = (x[0], x[1], x[2])
    let d = a * b + c
    let e = (d * a).tanh() / (b * b + 1)
    let y = (e.exp() + (c * c + 0.5).log() - a.power(3)) * d.relu() + a
    y.backward()
    #expect(abs(y.number - recorded.value) < 1e-12)
    for (value, slope) in zip(x, recorded.gradient) { #expect(abs(value.gradient - slope) < 1e-11) }
  }

  @Test("every operation's slope is what a measurement shows")
  func slopes() {
    let operations: [(String, (Value) -> Value)] = [
      ("+", { $0 + 2 }), ("-", { 3 - $0 }), ("×", { $0 * $0 }), ("/", { 1 / $0 }),
      ("power", { $0.power(2.5) }), ("exp", { $0.exp() }), ("log", { $0.log() }),
      ("tanh", { $0.tanh() }), ("relu", { $0.relu() }),
    ]
    for (name, operation) in operations {
      let x = Value(0.8)
      operation(x).backward()
      let measured = centralDifference(at: 0.8, step: 1e-5) { operation(Value($0)).number }
      #expect(abs(x.gradient - measured) < 1e-9, "\(name)")
    }
  }

  @Test("a number that is used several times gets the sum of its slopes")
  func fanOut() {
    let x = Value(3)
    let y = x * x
    (y + y * y).backward()
    #expect(x.gradient == 114)  // 2 x + 4 x³
    let a = Value(2)
    (a + a + a).backward()
    #expect(a.gradient == 3)
  }

  @Test("two ways back add up at the inputs, and only there")
  func twice() {
    let x = Value(3)
    let y = x * x
    let z = y * 2
    z.backward()
    #expect(x.gradient == 12 && y.gradient == 2)
    z.backward()
    #expect(x.gradient == 24 && y.gradient == 2)
    x.gradient = 0
    z.backward()
    #expect(x.gradient == 12)
    x.gradient = 0
    x.backward()
    #expect(x.gradient == 1)
  }

  @Test("history lists operands first, each number once")
  func history() {
    let x = Value(1)
    let y = x * x + x
    let z = y * y + x * y
    let order = z.history()
    let place = Dictionary(
      uniqueKeysWithValues: order.enumerated().map { (ObjectIdentifier($1), $0) })
    #expect(place.count == order.count && order.last === z)
    for value in order {
      for operand in value.operands {
        #expect(place[ObjectIdentifier(operand)]! < place[ObjectIdentifier(value)]!)
      }
    }
  }

  @Test("a chain of 100,000 operations neither goes back nor is freed by recursion")
  func longChain() {
    let x = Value(1)
    var y = x
    for _ in 0..<100_000 { y = y + x }
    y.backward()
    #expect(x.gradient == 100_001)
  }

  @Test("40 squarings have 2⁴⁰ paths, but 41 numbers")
  func manyPaths() {
    let x = Value(1)
    var y = x
    for _ in 0..<40 { y = y + y }
    y.backward()
    #expect(x.gradient == 1_099_511_627_776)
  }

  @Test("a network of single numbers has the gradients of the library")
  func network() {
    var generator = RandomGenerator(seed: 3)
    let network = ValueNetwork([3, 4, 2], using: &generator)
    let x: [Double] = [0.5, -1, 2]
    let outputs = network(x)
    (outputs[0] * 2 - outputs[1]).backward()
    let p = network.parameters
    func tensor(_ range: Range<Int>, _ units: Int) -> (Tensor, Tensor) {
      let rows = p[range].map { Float($0.number) }
      let matrix = Tensor(rows, shape: [units, range.count / units])
      let inputs = range.count / units - 1
      return (
        Tensor.stack((0..<units).map { matrix[$0][0..<inputs] }).transposed(),
        Tensor((0..<units).map { matrix[$0, inputs] })
      )
    }
    let (w1, b1) = tensor(0..<16, 4)
    let (w2, b2) = tensor(16..<26, 2)
    let input = Tensor([x.map { Float($0) }])
    let slopes = gradient(at: [w1, b1, w2, b2]) { q in
      let y = matmul(tanh(matmul(input, q[0]) + q[1]), q[2]) + q[3]
      return (y * Tensor([2, -1])).sum()
    }
    for unit in 0..<4 {
      for input in 0..<3 {
        #expect(abs(p[unit * 4 + input].gradient - Double(slopes[0][input, unit])) < 1e-5)
      }
      #expect(abs(p[unit * 4 + 3].gradient - Double(slopes[1].scalars[unit])) < 1e-5)
    }
  }

  @Test("its drawing has a box for every number and an arrow for every operand")
  func diagram() {
    let a = Value(2, "a")
    let b = a * a + 1
    b.backward()
    let diagram = b.diagram(title: "b")
    #expect(diagram.nodes.count == 4 && diagram.edges.count == 4)
    #expect(diagram.nodes.first { $0.label == "a" }?.details == ["value 2", "gradient 4"])
  }
}
