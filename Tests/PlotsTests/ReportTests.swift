import Foundation
import Plots
import Testing

@Suite("Reports")
struct ReportTests {
  private let chart = LineChart(title: "loss", series: [.init("", [3, 2, 1])])

  private func freshFolder() -> URL {
    FileManager.default.temporaryDirectory.appendingPathComponent(
      "plots-\(UUID().uuidString)", isDirectory: true)
  }

  @Test("write lines, headings, tables and results")
  func text() {
    let recorder = TextRecorder()
    let report = Report(output: recorder.output(), style: .plain)
    report.heading("Results")
    report.say("Two models.")
    report.table(
      header: ["model", "accuracy"], rows: [["perceptron", "9.5"], ["MLP", "97.25"], ["none"]])
    report.metric("test accuracy", 0.97254)
    #expect(
      recorder.text == """

        Results
        -------
        Two models.
        model       accuracy
        ----------  --------
        perceptron       9.5
        MLP            97.25
        none
        test accuracy: 0.9725

        """)
  }

  @Test("remember results in order, the latest value of each")
  func metrics() {
    let report = Report(output: .discarded)
    report.metric("a", 1)
    report.metric("b", 2)
    report.metric("a", 3)
    #expect(report.metrics.map(\.name) == ["a", "b"])
    #expect(report.metric(named: "a") == 3 && report.metric(named: "c") == nil)
  }

  @Test("save a figure into a folder that does not exist yet, and replace it")
  func saving() throws {
    let root = freshFolder()
    defer { try? FileManager.default.removeItem(at: root) }
    let folder = root.appendingPathComponent("a/b")
    let recorder = TextRecorder()
    let report = Report(outputDirectory: folder, output: recorder.output(), style: .plain)
    try report.show(chart, named: "first", caption: "It falls.")
    let url = folder.appendingPathComponent("first.svg")
    #expect(report.figures == [url])
    #expect(try String(contentsOf: url, encoding: .utf8) == chart.svg())
    #expect(recorder.text.contains("It falls.\nsaved \(url.path)\n"))
    #expect(recorder.text.contains(chart.terminal(columns: 80, style: .plain)))

    var other = chart
    other.title = "other"
    try report.show(other, named: "first")
    #expect(try String(contentsOf: url, encoding: .utf8) == other.svg())
    #expect(report.figures == [url])
    // Nothing half-written is left beside it.
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["first.svg"])
  }

  @Test("name the folder that cannot be made, and the reason")
  func unwritableFolder() throws {
    let file = freshFolder()
    try Data("in the way".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let folder = file.appendingPathComponent("figures")
    let report = Report(outputDirectory: folder, output: .discarded)
    let error = #expect(throws: PlotsError.self) { try report.show(chart, named: "loss") }
    guard case .cannotCreateDirectory(folder, _) = error else {
      Issue.record("expected cannotCreateDirectory, found \(String(describing: error))")
      return
    }
    #expect(error?.description.contains(folder.path) == true)
    #expect(report.figures.isEmpty)
  }

  @Test("name the file that cannot be written, and leave what is there")
  func unwritableFile() throws {
    let folder = freshFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let occupied = folder.appendingPathComponent("loss.svg/occupied")
    try FileManager.default.createDirectory(at: occupied, withIntermediateDirectories: true)
    let report = Report(outputDirectory: folder, output: .discarded)
    let error = #expect(throws: PlotsError.self) { try report.show(chart, named: "loss") }
    guard case .cannotWriteFile(let url, _) = error else {
      Issue.record("expected cannotWriteFile, found \(String(describing: error))")
      return
    }
    #expect(url.lastPathComponent == "loss.svg")
    #expect(FileManager.default.fileExists(atPath: occupied.path))
    let missing = folder.appendingPathComponent("no/such/folder/x.svg")
    #expect(throws: PlotsError.self) { try chart.write(svgTo: missing) }
  }

  @Test(
    "refuse names that are no file names", arguments: ["", "a/b", "..", ".hidden", "a b", "a\n"])
  func names(name: String) {
    let report = Report(output: .discarded)
    #expect(throws: PlotsError.badFigureName(name)) { try report.show(chart, named: name) }
  }

  @Test("say nothing when quiet, but keep results and figures")
  func quiet() throws {
    let folder = freshFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let recorder = TextRecorder()
    let report = Report(
      seed: 7, outputDirectory: folder, isReduced: true, isQuiet: true, output: recorder.output(),
      progressOutput: recorder.output())
    report.heading("h")
    report.say("s")
    report.table(header: ["a"], rows: [["1"]])
    report.metric("m", 1)
    let bar = report.progress(total: 3)
    bar.advance(by: 3)
    bar.finish()
    try report.show(chart, named: "loss")
    #expect(recorder.text.isEmpty)
    #expect(report.metrics.count == 1 && report.figures.count == 1)
    #expect(report.seed == 7 && report.isReduced)
  }

  @Test("write lines above a running bar")
  func aboveBar() {
    let recorder = TextRecorder()
    let terminal = recorder.output(isTerminal: true)
    let report = Report(output: terminal, progressOutput: terminal, style: .unicode)
    let bar = ProgressBar(
      total: 2, output: terminal, presentation: .live, style: .unicode, clock: { .seconds(1) })
    report.attach(bar)
    bar.advance()
    let before = recorder.text
    report.say("note")
    #expect(recorder.text == before + "\r\u{1B}[Knote\n" + before)
    bar.finish()
    let after = recorder.text
    report.say("end")
    #expect(recorder.text == after + "end\n")
  }

  @Test("align wide letters and cut tables to the width")
  func tables() {
    let recorder = TextRecorder()
    let report = Report(output: recorder.output(columns: 20), style: .unicode)
    report.table(header: [], rows: [["漢字", "1.5x"], ["ab", "10x"], ["c", "a very long cell"]])
    #expect(
      recorder.text == "漢字  1.5x\nab    10x\nc     a very long c…\n")
  }
}
