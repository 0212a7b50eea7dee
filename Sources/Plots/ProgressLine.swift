/// The text of a progress bar at one moment.
struct ProgressLine {
  var label: String
  var done: Int
  var total: Int
  var elapsed: Duration
  var message: String
  var isFinished = false

  private var seconds: Double {
    let parts = elapsed.components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }

  private var share: Double {
    total > 0 ? min(1, Double(done) / Double(total)) : isFinished ? 1 : 0
  }

  /// Steps per second, or seconds per step if that is more than one.
  private var rate: String? {
    guard done > 0, seconds > 0 else { return nil }
    let perSecond = Double(done) / seconds
    return perSecond >= 1
      ? NumberText.short(perSecond) + "/s" : NumberText.short(1 / perSecond) + " s each"
  }

  private var times: String {
    let elapsed = Self.time(seconds)
    guard !isFinished, done > 0, done < total else { return elapsed }
    return "\(elapsed), \(Self.time(seconds / Double(done) * Double(total - done))) left"
  }

  private func facts(withRate: Bool = true) -> String {
    ["\(done)/\(total)", withRate ? rate : nil, times].compactMap { $0 }.joined(separator: "  ")
  }

  /// One line of a log.
  var logText: String {
    let percent = "\(Int(share * 100))%"
    return ([label + (label.isEmpty ? "" : ":"), percent, facts(), message])
      .filter { !$0.isEmpty }.joined(separator: "  ")
  }

  /// One line of a terminal, at most so many columns wide.
  ///
  /// When room is short, the bar shrinks to ten columns, then the rate is left out, then the message
  /// is cut; when that is not enough, the bar goes.
  func text(columns: Int, isUnicode: Bool) -> String {
    let head = label.isEmpty ? "" : label + " "
    let room = columns - TextMeasure.columns(head) - 3
    let tails = [true, false].map { withRate in
      [facts(withRate: withRate), message].filter { !$0.isEmpty }.joined(separator: "  ")
    }
    let tail = tails.first { room - TextMeasure.columns($0) >= 10 } ?? tails[1]
    let shortest = facts(withRate: false)
    guard room - TextMeasure.columns(shortest) >= 10 else {
      // Less than a word of the message would say nothing.
      let rest = columns - TextMeasure.columns(head + shortest)
      return TextMeasure.truncated(
        head + (rest < 7 ? shortest : tail), columns: columns, isUnicode: isUnicode)
    }
    let length = min(20, max(10, room - TextMeasure.columns(tail)))
    return TextMeasure.truncated(
      head + bar(columns: length, isUnicode: isUnicode) + " " + tail, columns: columns,
      isUnicode: isUnicode)
  }

  private func bar(columns: Int, isUnicode: Bool) -> String {
    let length = share * Double(columns)
    let full = Int(length)
    if !isUnicode {
      return "[" + String(repeating: "#", count: full)
        + String(repeating: ".", count: columns - full) + "]"
    }
    let parts: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    var bar = String(repeating: "█", count: full)
    let eighths = Int((length - Double(full)) * 8)
    if full < columns && eighths > 0 { bar.append(parts[eighths - 1]) }
    return "│" + TextMeasure.padded(bar, columns: columns) + "│"
  }

  /// A span of time as minutes and seconds, with hours where there are any: `0:07`, `1:02:03`.
  static func time(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "?" }
    let whole = Int(max(0, seconds).rounded())
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    return hours > 0
      ? "\(hours):\(two(minutes)):\(two(whole % 60))" : "\(minutes):\(two(whole % 60))"
  }
}
