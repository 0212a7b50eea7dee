// Parts 3 and 4 of the demo: curves whose weights are written down, and the gradient by hand.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Plots
import Tensors

func curvesDemo(_ report: Report) throws {
  report.heading("3 Curves from bumps and hinges")
  let range: ClosedRange<Float> = 0...(2 * .pi)
  let places = Tensor.linearlySpaced(from: 0, through: 2 * .pi, count: 2001)
  let truth = places.scalars.map { sinf($0) }
  func error(_ network: Approximation.Network) -> Float {
    abs(network(places.reshaped([2001, 1])).flattened() - Tensor(truth)).max().scalar
  }
  var rows: [[String]] = []
  for pieces in [4, 8, 16, 32, 64] {
    let bumps = Approximation.bumps(of: { sinf($0) }, over: range, bumps: pieces)
    let line = Approximation.brokenLine(of: { sinf($0) }, over: range, pieces: pieces)
    rows.append([
      "\(pieces)", "\(bumps.parameterCount)", fixed(error(bumps), 4), "\(line.parameterCount)",
      fixed(error(line), 5),
    ])
    report.metric("bumps_\(pieces)_error", Double(error(bumps)))
    report.metric("broken_line_\(pieces)_error", Double(error(line)))
  }
  report.say("one wave of the sine, largest error:")
  report.table(
    header: ["pieces", "parameters", "bumps", "parameters", "broken line"], rows: rows)

  let coarse = Tensor.linearlySpaced(from: -0.4, through: 6.7, count: 240)
  let column = coarse.reshaped([240, 1])
  try report.show(
    LineChart(
      title: "A sine from 8 bumps and from 8 hinges",
      series: [
        .init("sin x", x: coarse.scalars, y: coarse.scalars.map { sinf($0) }),
        .init(
          "16 sigmoid units", x: coarse.scalars,
          y: Approximation.bumps(of: { sinf($0) }, over: range, bumps: 8)(column).scalars),
        .init(
          "8 rectifier units", x: coarse.scalars,
          y: Approximation.brokenLine(of: { sinf($0) }, over: range, pieces: 8)(column).scalars),
      ], xLabel: "x", yLabel: "y"),
    named: "curves", caption: "The weights were written down; nothing was trained.")
}

/// The example that the chapter works out on paper.
enum HandExample {
  static let network = TwoLayerNetwork(
    hidden: Linear(weight: Tensor([[0.5, -0.5], [1, 0.5]]), bias: Tensor([0, 0.25])),
    output: Linear(weight: Tensor([[1], [-2]]), bias: Tensor([0.5])))
  static let examples = Tensor([[1, 0.5], [-1, 1]])
  static let targets = Tensor([[1], [0]])
}

func gradientDemo(_ report: Report) {
  report.heading("4 The gradient of two layers, by hand")
  let network = HandExample.network
  let (x, y) = (HandExample.examples, HandExample.targets)
  let scores = network.hidden(x)
  report.say("hidden scores   \(decimals(scores.scalars))")
  report.say("hidden outputs  \(decimals(tanh(scores).scalars))")
  report.say("the network says \(decimals(network(x).scalars)), the targets are 1 and 0")
  report.say("loss \(fixed(network.loss(x, y).scalar, 4))")
  let byHand = network.gradientByHand(x, y)
  let byLibrary = gradient(at: network) { $0.loss(x, y) }
  let names = ["hidden.weight", "hidden.bias", "output.weight", "output.bias"]
  report.table(
    header: ["parameter", "by hand", "by the library"],
    rows: zip(names, zip(byHand.parameters, byLibrary.parameters)).map { name, pair in
      [name, decimals(pair.0.scalars), decimals(pair.1.scalars)]
    })
  let gap = zip(byHand.parameters, byLibrary.parameters).map { abs($0 - $1).max().scalar }
  report.metric("gradient_by_hand_gap", Double(gap.max() ?? 0))

  // Measured in Float, a slope agrees with the computed one to about three digits.
  let step: Float = 0.01
  func loss(_ shift: Float) -> Float {
    var moved = network
    moved.hidden.weight[0, 0] += Tensor(shift)
    return moved.loss(x, y).scalar
  }
  let measured = (loss(step) - loss(-step)) / (2 * step)
  report.say(
    "slope of the first weight: by hand \(fixed(byHand.hidden.weight.scalars[0], 4)), "
      + "measured \(fixed(measured, 4))")

  let digits = withSeed(report.seed) {
    Sequential {
      Linear(784, 128)
      Activation.relu
      Linear(128, 64)
      Activation.relu
      Linear(64, 10)
    }
  }
  report.say("\nparameters of a network for images of 28 x 28 pixels:")
  report.say("\(digits.summary(of: .zeros([1, 784])))")
  report.metric("parameters_784_128_64_10", Double(digits.parameterCount))
}
