public import Foundation
import Synchronization

/// What a running demo tells its reader: lines, tables, progress, figures and results.
///
/// A demo is a function of a report. It takes its seed and its settings from the report and writes
/// everything through it, so that the same demo runs in a terminal, in a log and in a test.
public final class Report: Sendable {
  /// A named result.
  public struct Metric: Sendable, Equatable {
    /// The name, for example "test accuracy".
    public var name: String
    /// The value.
    public var value: Double
  }

  private struct State {
    var metrics: [Metric] = []
    var figures: [URL] = []
    weak var bar: ProgressBar?
  }

  /// The seed of everything random.
  public let seed: UInt64
  /// Where the user keeps real data sets, if at all.
  public let dataDirectory: URL?
  /// Where figures are saved; nil saves none.
  public let outputDirectory: URL?
  /// Whether a short run is wanted, which shows that everything works but not the stated result.
  public let isReduced: Bool
  /// Whether nothing is to be written but the figures' files.
  public let isQuiet: Bool
  /// What the output can show.
  public let style: TerminalStyle

  private let output: TextOutput
  private let progressOutput: TextOutput
  private let state = Mutex(State())

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - outputDirectory: made when the first figure is saved.
  ///   - style: nil decides by the output and the environment, once.
  public init(
    seed: UInt64 = 42, outputDirectory: URL? = nil, dataDirectory: URL? = nil,
    isReduced: Bool = false, isQuiet: Bool = false, output: TextOutput = .standardOutput,
    progressOutput: TextOutput = .standardError, style: TerminalStyle? = nil
  ) {
    self.seed = seed
    self.outputDirectory = outputDirectory
    self.dataDirectory = dataDirectory
    self.isReduced = isReduced
    self.isQuiet = isQuiet
    self.output = output
    self.progressOutput = progressOutput
    self.style = style ?? .detected(isTerminal: output.isTerminal)
  }

  /// The results so far, in the order of their first mention.
  public var metrics: [Metric] { state.withLock { $0.metrics } }

  /// The files of the figures saved so far, in order.
  public var figures: [URL] { state.withLock { $0.figures } }

  /// Gives the value of a result, nil if there is none of that name.
  public func metric(named name: String) -> Double? {
    metrics.first { $0.name == name }?.value
  }

  /// Writes a line.
  public func say(_ line: String = "") { emit(line + "\n") }

  /// Writes a heading with an empty line before it.
  public func heading(_ text: String) {
    let rule = String(
      repeating: style.usesUnicode ? "─" : "-", count: min(columns, TextMeasure.columns(text)))
    emit(style.usesColour ? "\n\u{1B}[1m\(text)\u{1B}[0m\n\(rule)\n" : "\n\(text)\n\(rule)\n")
  }

  /// Writes a table; columns of numbers stand at the right.
  public func table(header: [String], rows: [[String]]) {
    let lines = TextTable(header: header, rows: rows).lines(columns: columns, style: style)
    emit(lines.map { $0 + "\n" }.joined())
  }

  /// Starts a progress bar.
  ///
  /// Lines written while it runs appear above it.
  public func progress(total: Int, label: String = "") -> ProgressBar {
    let bar = ProgressBar(
      total: total, label: label, output: progressOutput, presentation: isQuiet ? .hidden : nil,
      style: style)
    attach(bar)
    return bar
  }

  /// Makes lines appear above a bar for as long as it runs.
  package func attach(_ bar: ProgressBar) {
    state.withLock { $0.bar = bar }
  }

  /// Shows a figure, and saves it as `name.svg` if the report has an output directory.
  ///
  /// - Parameters:
  ///   - name: letters, digits, `-`, `_` and `.`; a later figure of that name replaces the file.
  ///   - caption: what there is to see.
  /// - Throws: `PlotsError`, when the file or its folder cannot be written.
  public func show(
    _ figure: any Figure, named name: String, caption: String = ""
  ) throws(PlotsError) {
    guard Self.isFileName(name) else { throw .badFigureName(name) }
    var text = "\n" + figure.terminal(columns: columns, style: style)
    if !caption.isEmpty { text += caption + "\n" }
    emit(text)
    guard let outputDirectory else { return }
    do {
      try FileManager.default.createDirectory(
        at: outputDirectory, withIntermediateDirectories: true)
    } catch {
      throw .cannotCreateDirectory(outputDirectory, reason: PlotsError.reason(error))
    }
    let url = outputDirectory.appendingPathComponent(name + ".svg")
    try figure.write(svgTo: url)
    state.withLock { state in
      if !state.figures.contains(url) { state.figures.append(url) }
    }
    say("saved \(url.path)")
  }

  /// Writes a result and keeps it.
  ///
  /// A later value of the same name takes the place of the earlier one.
  public func metric(_ name: String, _ value: Double) {
    state.withLock { state in
      if let index = state.metrics.firstIndex(where: { $0.name == name }) {
        state.metrics[index].value = value
      } else {
        state.metrics.append(Metric(name: name, value: value))
      }
    }
    say("\(name): \(NumberText.short(value, significant: 4))")
  }

  private var columns: Int { output.columns() }

  private func emit(_ text: String) {
    guard !isQuiet else { return }
    let bar = state.withLock { $0.bar }
    if let bar {
      bar.interrupted { output.write(text) }
    } else {
      output.write(text)
    }
  }

  private static func isFileName(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".")
      && name.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
  }
}
