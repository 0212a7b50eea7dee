// The demo of the chapter: `swift run descent demo training`.

public import Plots
import Tensors

/// Trains with everything that this chapter has, and then without one thing at a time.
///
/// Seven parts, each of which also is a demo of its own: the losses and a line through outliers, the size of a
/// signal in thirty layers, the whole recipe on handwritten digits, what each ingredient is worth, tumours
/// ranked, a run that is killed, and mistakes without an error message. Among the results are
/// `digits_worst_test_accuracy` and `tumours_worst_auc`, the worst of five seeds.
///
/// Everything random follows from the report's seed. With a data directory that holds MNIST, or a set in its
/// form, the recipe reads its images too.
///
/// - Throws: `DataFileError`, when the files of the data directory cannot be read; `PlotsError`, when a
///   figure cannot be saved.
public func trainingDemo(_ report: Report) throws {
  try trainingLossesDemo(report)
  try trainingSignalDemo(report)
  try trainingRecipeDemo(report)
  try trainingAblationDemo(report)
  try trainingTumoursDemo(report)
  try trainingResumeDemo(report)
  try trainingMistakesDemo(report)

  report.heading("Result")
  for (name, metric) in [
    ("digits never seen, worst of the seeds", "digits_worst_test_accuracy"),
    ("images of the data directory, worst of the seeds", "images_worst_test_accuracy"),
    ("tumours, area under the curve, worst of the seeds", "tumours_worst_auc"),
  ] {
    guard let value = report.metric(named: metric) else { continue }
    report.say("\(name): \(fixed(value, 4))")
  }
  if let difference = report.metric(named: "resume_different_numbers") {
    report.say("numbers that a killed run got wrong: \(NumberText.grouped(Int(difference)))")
  }
}

/// A stream of random numbers for one part of the demo.
func demoGenerator(_ report: Report, _ part: UInt64) -> RandomGenerator {
  RandomGenerator(seed: report.seed).split(70).split(part)
}

/// Mean and spread of some shares as percentages: `98.2 ± 0.4 %`.
func spreadText(_ shares: [Float]) -> String {
  let (mean, deviation) = meanAndDeviation(shares)
  return "\(fixed(mean * 100, 1)) ± "
    + percent(deviation)
}

/// The mean, and the standard deviation that divides by the count less one.
func meanAndDeviation(_ values: [Float]) -> (mean: Float, deviation: Float) {
  let mean = values.reduce(0, +) / Float(max(1, values.count))
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (mean, (squares / Float(max(1, values.count - 1))).squareRoot())
}
