import Foundation
import Plots
import Tensors

/// One figure of every kind, with data like a chapter's.
enum Gallery {
  static let figures: [(name: String, figure: any Figure)] = {
    [
      ("losses", losses), ("losses-log", logarithmicLosses), ("moons", moons),
      ("perceptron", perceptron), ("weights", weights), ("digits", digits),
      ("confusion", confusion), ("named-confusion", namedConfusion), ("panel", panel),
      ("empty", LineChart(title: "Nothing yet", series: [], xLabel: "epoch", yLabel: "loss")),
      ("diverged", diverged), ("accuracy", accuracy), ("graph", graph),
    ]
  }()

  static func lossCurve(rate: Double, floor: Double, noise: Float, seed: UInt64) -> [Float] {
    var generator = RandomGenerator(seed: seed)
    return (0..<600).map { step in
      let clean = floor + (2.3 - floor) * exp(-rate * Double(step))
      return Float(clean) * (1 + noise * generator.normal())
    }
  }

  static var losses: LineChart {
    LineChart(
      title: "Training loss of three optimizers on the digits",
      series: [
        .init("SGD", lossCurve(rate: 0.004, floor: 0.3, noise: 0.03, seed: 1)),
        .init("SGD with momentum", lossCurve(rate: 0.012, floor: 0.18, noise: 0.05, seed: 2)),
        .init("Adam", lossCurve(rate: 0.03, floor: 0.1, noise: 0.08, seed: 3)),
      ], xLabel: "step", yLabel: "cross-entropy (nats)",
      referenceLines: [.init("guessing, ln 10", at: 2.3026)])
  }

  static var logarithmicLosses: LineChart {
    var chart = losses
    chart.title = "The same losses on a logarithmic axis"
    chart.yScale = .logarithmic
    return chart
  }

  static var diverged: LineChart {
    let exploding = (0..<40).map { step -> Float in
      step < 25 ? Float(0.5 * pow(1.5, Double(step))) : .nan
    }
    let fine = (0..<40).map { Float(2 * exp(-0.1 * Double($0))) }
    return LineChart(
      title: "A learning rate that is too large",
      series: [.init("rate 0.1", fine), .init("rate 1.5", exploding)], xLabel: "step",
      yLabel: "loss", yRange: 0...10)
  }

  static var accuracy: LineChart {
    let epochs: [Float] = [1, 2, 3, 4, 5, 6, 7, 8]
    return LineChart(
      title: "Accuracy",
      series: [
        .init("train", x: epochs, y: [0.71, 0.83, 0.88, 0.91, 0.935, 0.95, 0.962, 0.97]),
        .init("validation", x: epochs, y: [0.70, 0.81, 0.86, 0.885, 0.90, 0.903, 0.905, 0.901]),
      ], xLabel: "epoch", yLabel: "share of correct answers")
  }

  static var moonPoints: (points: Tensor, labels: [Int]) {
    var generator = RandomGenerator(seed: 7)
    var points: [[Float]] = []
    var labels: [Int] = []
    for index in 0..<200 {
      let angle = Double(index / 2) / 99 * Double.pi
      let noise = (generator.normal() * 0.12, generator.normal() * 0.12)
      if index % 2 == 0 {
        points.append([Float(cos(angle)) + noise.0, Float(sin(angle)) + noise.1])
      } else {
        points.append([1 - Float(cos(angle)) + noise.0, 0.5 - Float(sin(angle)) + noise.1])
      }
      labels.append(index % 2)
    }
    return (Tensor(points), labels)
  }

  /// Classes by the nearest of all points.
  static func nearest(_ places: Tensor, _ points: Tensor, _ labels: [Int]) -> [Int] {
    let (p, q) = (points.scalars, places.scalars)
    return (0..<places.shape[0]).map { place in
      let best = labels.indices.min {
        hypotf(p[2 * $0] - q[2 * place], p[2 * $0 + 1] - q[2 * place + 1])
          < hypotf(p[2 * $1] - q[2 * place], p[2 * $1 + 1] - q[2 * place + 1])
      }
      return labels[best ?? 0]
    }
  }

  static var moons: ScatterPlot {
    let (points, labels) = moonPoints
    return ScatterPlot(
      title: "Two moons, classified by the nearest neighbour", points: points, labels: labels,
      classNames: [0: "upper moon", 1: "lower moon"], xLabel: "first feature",
      yLabel: "second feature"
    ).withRegions { nearest($0, points, labels) }
  }

  static var perceptron: ScatterPlot {
    var generator = RandomGenerator(seed: 3)
    var points: [[Float]] = []
    var labels: [Int] = []
    for index in 0..<60 {
      let sign: Float = index % 2 == 0 ? 1 : -1
      points.append([sign * 1.2 + generator.normal() * 0.6, sign + generator.normal() * 0.6])
      labels.append(Int(sign))
    }
    return ScatterPlot(
      title: "A perceptron's line after 1 and after 7 mistakes", points: Tensor(points),
      labels: labels, xLabel: "x1", yLabel: "x2",
      lines: [
        .init("after 7 mistakes", weights: [1.3, 1.1], bias: 0.1),
        .init("after 1 mistake", weights: [0.2, 1.1], bias: 0.6),
      ])
  }

  static var weights: ImageGrid {
    var generator = RandomGenerator(seed: 5)
    let images = (0..<10).map { digit in
      Tensor(
        (0..<64).map { index -> Float in
          let (x, y) = (Float(index % 8) - 3.5, Float(index / 8) - 3.5)
          let wave = sin(x * Float(digit + 1) * 0.25) * cos(y * 0.5) * 0.3
          return wave + generator.normal() * 0.05
        }, shape: [8, 8])
    }
    return ImageGrid(
      title: "The weights of ten perceptrons", images: images,
      captions: (0..<10).map { "digit \($0)" }, colourMap: .diverging)
  }

  static var digits: ImageGrid {
    // Blurred rings and bars, mostly black, like handwriting on 28 x 28 pixels.
    var generator = RandomGenerator(seed: 9)
    let images = (0..<20).map { index -> Tensor in
      let radius = 4 + generator.uniform() * 5
      return Tensor(
        (0..<784).map { place -> Float in
          let (x, y) = (Float(place % 28) - 13.5, Float(place / 28) - 13.5)
          let distance = index % 2 == 0 ? abs(hypotf(x, y) - radius) : abs(x + y * 0.2)
          return abs(y) > 11 ? 0 : max(0, min(1, 2 - distance))
        }, shape: [28, 28])
    }
    return ImageGrid(
      title: "Twenty images that the network gets wrong", images: images,
      captions: (0..<20).map { "\($0 % 10), read as \(($0 * 3) % 10)" })
  }

  static var confusion: MatrixChart {
    var generator = RandomGenerator(seed: 11)
    let counts = (0..<10).map { row in
      (0..<10).map { column in
        row == column
          ? 90 + generator.integer(in: 0..<30) : max(0, generator.integer(in: 0..<12) - 8)
      }
    }
    return MatrixChart(title: "Digits: what was shown and what was read", counts: counts)
  }

  static var namedConfusion: MatrixChart {
    MatrixChart(
      title: "Iris flowers", counts: [[50, 0, 0], [0, 47, 3], [0, 1, 49]],
      rowNames: ["setosa", "versicolor", "virginica"])
  }

  static var graph: GraphDiagram {
    GraphDiagram(
      title: "A recurrent cell",
      nodes: [
        .init("x", details: ["[8, 3]"], kind: 0), .init("h", details: ["[8, 5]"], kind: 0),
        .init("W · x + U · h", kind: 1), .init("tanh", kind: 1), .init("output", kind: 2),
      ],
      edges: [
        .init(from: 0, to: 2), .init(from: 1, to: 2), .init(from: 2, to: 3),
        .init(from: 3, to: 4), .init(from: 3, to: 1, label: "next step"),
      ], kindNames: [0: "input", 1: "operation", 2: "output"])
  }

  static var panel: FigureGrid {
    FigureGrid(
      title: "One run, four views", figures: [losses, moons, weights, confusion], columns: 2)
  }
}
