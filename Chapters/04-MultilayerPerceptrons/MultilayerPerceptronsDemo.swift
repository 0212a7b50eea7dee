// The demo of the chapter: `swift run descent demo multilayer-perceptrons`.

import Datasets
public import Plots
import Tensors

/// Shows what layers with a bend between them can say, and what goes wrong without one ingredient.
///
/// Seven parts: exclusive or (by hand, and trained from 40 starts), the bends with their slopes, curves
/// from bumps and hinges, the gradient by hand, moons with their regions, tables and digits with the
/// three kinds of head, and what breaks. Among the results are the metrics `moons_worst_test_accuracy`
/// (of five seeds), `cancer_test_auc` and `digits_test_accuracy`.
///
/// Everything random follows from the report's seed. With a data directory that holds MNIST, or a set in
/// its form, its images take the place of the digits that ship with the package.
///
/// - Throws: `DataFileError`, when the files of the data directory cannot be read; `PlotsError`, when a
///   figure cannot be saved.
public func multilayerPerceptronsDemo(_ report: Report) throws {
  try exclusiveOrDemo(report)
  try bendsDemo(report)
  try curvesDemo(report)
  gradientDemo(report)
  try moonsDemo(report)
  try tablesDemo(report)
  let network = try imagesDemo(report)
  multilayerPerceptronsBreakIt(report)

  report.heading("Result")
  report.say("\(network) parameters read the digits")
  for (name, metric) in [
    ("moons, worst of the seeds, points never seen", "moons_worst_test_accuracy"),
    ("tumours, area under the curve, never seen", "cancer_test_auc"),
    ("digits never seen", "digits_test_accuracy"),
  ] {
    guard let value = report.metric(named: metric) else { continue }
    report.say("\(name): \(fixed(value, 4))")
  }
}

/// A stream of random numbers for one part of the demo.
func demoGenerator(_ report: Report, _ part: UInt64) -> RandomGenerator {
  RandomGenerator(seed: report.seed).split(part)
}
