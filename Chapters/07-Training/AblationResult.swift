public import Plots
import Tensors

/// What came out of an ablation.
public struct AblationResult: Sendable, Equatable {
  /// The recipe, or one change of it.
  public struct Variant: Sendable, Equatable {
    /// What is different.
    public let name: String
    /// The measure after every epoch, for every seed; `nil` for a run that failed.
    public let curves: [[Float]?]

    /// The measure at the end, for every seed; `nil` for a run that failed.
    public var values: [Float?] { curves.map { $0?.last } }
    /// The number of runs that failed.
    public var failures: Int { curves.count { $0 == nil } }
    /// The mean of the measure at the end, over the runs that did not fail.
    public var mean: Float { statistics(values.compactMap { $0 }).mean }
    /// The standard deviation of the measure over the seeds, divided by their count less one; `nil` for fewer
    /// than two.
    public var spread: Float? { statistics(values.compactMap { $0 }).spread }
    /// The mean over the seeds after every epoch.
    public var meanCurve: [Float] {
      let curves = curves.compactMap { $0 }
      return (0..<(curves.map(\.count).min() ?? 0)).map { epoch in
        statistics(curves.map { $0[epoch] }).mean
      }
    }
  }

  /// What was compared.
  public let measure: String
  /// The seeds.
  public let seeds: [UInt64]
  /// The unchanged recipe, then one for every change.
  public let variants: [Variant]

  /// By how much a change alters the measure, seed by seed: the mean and the spread of the differences to the
  /// unchanged recipe.
  ///
  /// `nil` where no seed has both. A mean difference that is not a few times its spread divided by the root of
  /// the number of seeds may be luck.
  public func difference(of variant: Variant) -> (mean: Float, spread: Float?)? {
    let pairs = zip(variant.values, variants[0].values)
    let differences = pairs.compactMap { new, old in new.flatMap { new in old.map { new - $0 } } }
    return differences.isEmpty ? nil : statistics(differences)
  }

  /// Writes a table: a row per variant, with the mean and the spread of the measure and of its difference.
  ///
  /// - Parameter digits: The digits after the point.
  public func table(in report: Report, digits: Int = 4) {
    func text(_ value: Float?) -> String {
      value.map { fixed($0, digits) } ?? ""
    }
    report.table(
      header: [measure, "mean", "± seeds", "difference", "± paired", "failed"],
      rows: variants.enumerated().map { index, variant in
        let difference = index == 0 ? nil : difference(of: variant)
        return [
          variant.name, text(variant.failures == seeds.count ? nil : variant.mean),
          text(variant.spread), text(difference?.mean), text(difference?.spread),
          variant.failures == 0 ? "" : "\(variant.failures) of \(seeds.count)",
        ]
      })
  }

  /// The mean over the seeds after every epoch, as a line per variant.
  public var chart: LineChart {
    LineChart(
      title: "\(measure), mean of \(seeds.count) seeds",
      series: variants.map { variant in
        let curve = variant.meanCurve
        return .init(variant.name, x: curve.indices.map { Float($0 + 1) }, y: curve)
      }, xLabel: "epoch", yLabel: measure)
  }

  /// Shows the table and the chart.
  ///
  /// - Parameter name: The name of the figure's file.
  /// - Throws: `PlotsError` if the figure cannot be saved.
  public func show(in report: Report, named name: String, digits: Int = 4) throws {
    table(in: report, digits: digits)
    try report.show(chart, named: name)
  }
}

/// The mean, and the standard deviation that divides by the count less one.
private func statistics(_ values: [Float]) -> (mean: Float, spread: Float?) {
  let numbers = values.map(Double.init)
  let mean = numbers.reduce(0, +) / Double(numbers.count)
  guard numbers.count > 1 else { return (Float(mean), nil) }
  let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (Float(mean), Float((squares / Double(numbers.count - 1)).squareRoot()))
}
