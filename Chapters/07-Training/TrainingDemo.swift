public import Plots

/// The demo of chapter 07.
public func trainingDemo(_ report: Report) throws {
  report.say("not written yet")
}
