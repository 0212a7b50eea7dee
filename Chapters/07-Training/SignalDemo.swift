// Part 2 of the demo: how large a signal is after thirty layers, and a gradient on its way back.

public import Plots
import Tensors

/// Sends noise through thirty layers and back, and shows how large it is on the way, by the first weights.
///
/// - Throws: `PlotsError`, when a figure cannot be saved.
public func trainingSignalDemo(_ report: Report) throws {
  report.heading("2 First weights: the size of a signal in thirty layers")
  let width = report.isReduced ? 32 : 256
  report.say("\(width) units with ReLU in each layer; root mean square of scores and gradients")
  let starts: [(name: String, key: String, Initializer, normalization: ((Tensor) -> Tensor)?)] = [
    ("normal, spread 1", "large", .normal(standardDeviation: 1), nil),
    ("He", "he", .heNormal, nil),
    ("orthogonal, gain √2", "orthogonal", .orthogonal(gain: Float(2).squareRoot()), nil),
    ("Glorot", "glorot", .glorotNormal, nil),
    ("normal, spread 0.01", "small", .normal(standardDeviation: 0.01), nil),
    (
      "spread 0.01, batch norm", "small_normalized", .normal(standardDeviation: 0.01),
      { x in withPhase(.training) { BatchNormalization(width)(x) } }
    ),
  ]
  var rows: [[String]] = []
  var (signals, gradients): ([LineChart.Series], [LineChart.Series]) = ([], [])
  for (name, key, initializer, normalization) in starts {
    var generator = demoGenerator(report, 2)
    let sizes = signalPropagation(
      initializer, activation: { relu($0) }, normalization: normalization, depth: 30, width: width,
      using: &generator)
    let layers = (1...30).map { Float($0) }
    signals.append(.init(name, x: layers, y: sizes.signals))
    gradients.append(.init(name, x: layers, y: sizes.gradients))
    rows.append(
      [name] + [0, 9, 29].map { NumberText.short(sizes.signals[$0]) }
        + [9, 0].map { NumberText.short(sizes.gradients[$0]) })
    report.metric("signal_\(key)_ratio", Double(sizes.signalRatio))
  }
  report.table(
    header: ["first weights", "signal 1", "10", "30", "gradient 10", "1"], rows: rows)
  func chart(_ title: String, _ series: [LineChart.Series]) -> LineChart {
    LineChart(
      title: title, series: series, xLabel: "layer", yLabel: "root mean square",
      yScale: .logarithmic)
  }
  try report.show(
    FigureGrid(figures: [
      chart("A signal on its way through thirty layers", signals),
      chart("A gradient on its way back", gradients),
    ]), named: "signal", caption: "He's variance neither blows the signal up nor lets it fade.")
}
