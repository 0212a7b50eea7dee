import Grading

/// The class as JUnit XML: a suite for every submission, a case for every check.
struct JUnitReport {
  let results: [SubmissionResult]

  private enum Verdict {
    case passed
    case failed(String)
    case error(type: String, String)
    case skipped(String)
  }

  /// The document.
  var text: String {
    let suites = results.map { ($0, cases($0)) }
    let all = suites.flatMap(\.1)
    var lines = [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      "<testsuites name=\"descent\" \(counts(all.map(\.verdict)))>",
    ]
    for (result, cases) in suites {
      let time = "\((result.seconds * 1000).rounded() / 1000)"
      lines.append(
        "  <testsuite name=\"\(Self.escaped(result.name))\" "
          + "\(counts(cases.map(\.verdict))) time=\"\(time)\">")
      for (group, name, verdict) in cases {
        let start =
          "    <testcase classname=\"\(Self.escaped(group))\" name=\"\(Self.escaped(name))\""
        switch verdict {
        case .passed: lines.append(start + "/>")
        case .skipped(let reason):
          lines.append(start + "><skipped message=\"\(Self.escaped(reason))\"/></testcase>")
        case .failed(let message):
          lines.append(start + ">" + element("failure", "check", message) + "</testcase>")
        case .error(let type, let message):
          lines.append(start + ">" + element("error", type, message) + "</testcase>")
        }
      }
      lines.append("  </testsuite>")
    }
    return (lines + ["</testsuites>", ""]).joined(separator: "\n")
  }

  private func element(_ name: String, _ type: String, _ message: String) -> String {
    let first = message.split(separator: "\n").first.map(String.init) ?? ""
    return "<\(name) type=\"\(type)\" message=\"\(Self.escaped(first))\">"
      + "\(Self.escaped(message))</\(name)>"
  }

  private func counts(_ verdicts: [Verdict]) -> String {
    var (failures, errors, skipped) = (0, 0, 0)
    for verdict in verdicts {
      switch verdict {
      case .passed: break
      case .failed: failures += 1
      case .error: errors += 1
      case .skipped: skipped += 1
      }
    }
    return
      "tests=\"\(verdicts.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
  }

  private func cases(
    _ result: SubmissionResult
  ) -> [(group: String, name: String, verdict: Verdict)] {
    (result.exercises + result.projects).flatMap { grade in
      let group = "\(grade.id) \(grade.title)"
      switch grade.status {
      case .notAttempted: return [(group, grade.title, Verdict.skipped("not attempted"))]
      case .doesNotCompile, .refused:
        let message = grade.note ?? grade.result
        return [(group, grade.title, .error(type: grade.status.rawValue, message))]
      case .passed, .failed, .crashed, .timedOut, .exited:
        if grade.checks.isEmpty {
          let message = grade.note ?? grade.result
          return [(group, grade.title, .error(type: grade.status.rawValue, message))]
        }
        return grade.checks.map { check in
          (group, check.name, check.passed ? .passed : .failed(check.message ?? "did not run"))
        }
      }
    }
  }

  /// A text as it may stand in XML: without the characters that XML 1.0 has no way to write.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result += "&#\(scalar.value);"
      default:
        let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        result.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
      }
    }
    return result
  }
}
