// The demo of the chapter: `swift run descent demo optimization`.

public import Plots
import Tensors

/// Lets optimizers walk and race.
///
/// Six parts: walks on three landscapes, each with its best rate of a grid; what curvature is worth; a race on
/// handwritten digits, with the rate chosen on a part that is neither learnt nor tested on; schedules,
/// averages and the search for a rate; clipping; and what breaks. Among the results are the metrics
/// `race_adamw_test_accuracy` and `race_momentum_test_accuracy`.
///
/// Everything random follows from the report's seed.
///
/// - Throws: `PlotsError`, when a figure cannot be saved.
public func optimizationDemo(_ report: Report) throws {
  try walksDemo(report)
  curvatureDemo(report)
  let task = DigitsTask(report)
  try raceDemo(report, task)
  try schedulesDemo(report, task)
  clippingDemo(report, task)
  optimizationBreakIt(report, task)

  report.heading("Result")
  for (name, metric) in [
    ("momentum", "race_momentum_test_accuracy"), ("AdamW", "race_adamw_test_accuracy"),
  ] {
    guard let share = report.metric(named: metric) else { continue }
    report.say("\(name) at its best rate: \(percent(Float(share))) of the digits never seen")
  }
}
