// The demo of the chapter: `swift run descent demo multilayer-perceptrons`.

public import Plots

/// Shows what layers with a bend between them can learn.
public func multilayerPerceptronsDemo(_ report: Report) throws {
  report.heading("1 Exclusive or")
}
