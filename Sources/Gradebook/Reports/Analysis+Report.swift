public import Plots

extension Analysis {
  /// How many submissions reached which share of the points, in ten steps.
  public var histogram: [Int] {
    var bins = Array(repeating: 0, count: 10)
    for score in scores where maximum > 0 {
      bins[min(9, max(0, 10 * score / maximum))] += 1
    }
    return bins
  }

  /// The histogram as a picture: the outline of its bars.
  public var figure: LineChart {
    var (x, y): ([Float], [Float]) = ([0], [0])
    for (bin, count) in histogram.enumerated() {
      x += [Float(10 * bin), Float(10 * bin + 10), Float(10 * bin + 10)]
      y.append(contentsOf: [Float(count), Float(count), 0])
      // Down to the ground and up again, so that every bar stands alone.
      x.insert(Float(10 * bin), at: x.count - 3)
      y.insert(0, at: y.count - 3)
    }
    return LineChart(
      title: "Scores of \(submissions) submissions", series: [.init("", x: x, y: y)],
      xLabel: "share of the \(maximum) points, in percent", yLabel: "submissions",
      yRange: 0...Float(max(1, histogram.max() ?? 1)))
  }

  /// The analysis for a person, as Markdown.
  public var report: String {
    var lines = [
      "# Analysis", "",
      "\(submissions) submissions, \(maximum) points. Mean \(Self.text(mean, 1)), median "
        + "\(Self.text(median, 1)), standard deviation \(Self.text(deviation, 1)).", "",
      "![How many submissions reached which share of the points](histogram.svg)", "",
      "| exercise | attempted | difficulty | discrimination | commonest misconception |",
      "|---|---|---|---|---|",
    ]
    for item in items {
      let wrong = item.misconceptions.first.map { "\($0.name) (\($0.count))" } ?? ""
      lines.append(
        "| \(item.id) \(item.title) | \(item.attempts) | \(Self.text(item.difficulty, 2)) | "
          + "\(item.discrimination.map { Self.text($0, 2) } ?? "–") | \(Feedback.inline(wrong)) |")
    }
    lines += [
      "", "Difficulty is the mean share of the points: 1 means that everybody had all of them.",
      "Discrimination is the correlation with the points everywhere else: below 0.2 the exercise tells",
      "little about who can do the rest; below 0 look at its checks.", "",
    ]
    lines += resemblanceLines
    return lines.joined(separator: "\n")
  }

  private var resemblanceLines: [String] {
    var lines = ["## Submissions that look alike", ""]
    if resemblance.pairs.isEmpty && resemblance.files.isEmpty {
      return lines + ["None beyond what most of the class has in common.", ""]
    }
    lines += [
      "A list for a person to look at. Few tokens and one good way to write them look alike too.",
      "",
    ]
    if !resemblance.pairs.isEmpty {
      lines += ["| first | second | in common | prints |", "|---|---|---|---|"]
      for pair in resemblance.pairs.prefix(100) {
        lines.append(
          "| \(Feedback.inline(pair.first)) | \(Feedback.inline(pair.second)) | "
            + "\(Self.text(100 * pair.share, 0)) % | \(pair.prints) |")
      }
      lines.append("")
    }
    for file in resemblance.files.prefix(100) {
      let names = file.submissions.map(Feedback.inline).joined(separator: ", ")
      lines.append("- the same `\(file.file)`: \(names)")
    }
    return lines + [""]
  }

  /// A number with so many decimals.
  static func text(_ value: Double, _ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let whole = Int((abs(value) * scale).rounded())
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard decimals > 0 else { return "\(sign)\(whole)" }
    let digits = "\(whole % Int(scale))"
    let zeros = String(repeating: "0", count: decimals - digits.count)
    return "\(sign)\(whole / Int(scale)).\(zeros)\(digits)"
  }
}
