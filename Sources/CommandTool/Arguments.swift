/// What a verb takes: its options, and what it says in `--help`.
struct Synopsis: Sendable {
  /// An option, as in `--json FILE` or `--reduced`.
  struct Option: Sendable {
    let name: String
    /// The placeholder of its value, or `nil` for a switch.
    let value: String?
    let help: String

    init(_ name: String, _ value: String? = nil, _ help: String) {
      self.name = name
      self.value = value
      self.help = help
    }
  }

  /// The verb, as in `grade`.
  let verb: String
  /// What stands behind it, as in `[CHAPTER|EXERCISE ...]`.
  let operands: String
  /// How many words may stand behind it.
  let operandCount: ClosedRange<Int>
  /// One sentence.
  let summary: String
  let options: [Option]

  static let helpOption = Option("--help", "print this")
}

extension Synopsis.Option {
  init(_ name: String, _ help: String) { self.init(name, nil, help) }
}

/// A command line, taken apart.
struct Arguments: Equatable {
  var operands: [String] = []
  private(set) var values: [String: String] = [:]
  private(set) var switches: Set<String> = []

  /// Whether a switch was given.
  func has(_ name: String) -> Bool { switches.contains(name) }

  /// The value of an option, if it was given.
  subscript(_ name: String) -> String? { values[name] }

  /// Takes `words` apart as `synopsis` says.
  ///
  /// Options may stand before, between and behind the operands; `--name=value` is the same as
  /// `--name value`, and `--` ends the options.
  init(_ words: [String], for synopsis: Synopsis) throws(UsageError) {
    let options = synopsis.options + [Synopsis.helpOption]
    var rest = words[...]
    var onlyOperands = false
    while let word = rest.popFirst() {
      if onlyOperands || !word.hasPrefix("-") || word == "-" {
        operands.append(word)
        continue
      }
      if word == "--" {
        onlyOperands = true
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let name = parts[0] == "-h" ? "--help" : parts[0]
      guard let option = options.first(where: { $0.name == name }) else {
        throw UsageError(
          "\(synopsis.verb) has no option \(name).", near: name, among: options.map(\.name),
          verb: synopsis.verb)
      }
      guard let placeholder = option.value else {
        guard parts.count == 1 else {
          throw UsageError("\(name) takes no value.", verb: synopsis.verb)
        }
        switches.insert(name)
        continue
      }
      guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
        throw UsageError("\(name) needs a value: \(name) \(placeholder).", verb: synopsis.verb)
      }
      values[name] = value
    }
    guard switches.contains("--help") || synopsis.operandCount.contains(operands.count) else {
      let wanted = synopsis.operands.isEmpty ? "nothing" : synopsis.operands
      throw UsageError(
        "\(synopsis.verb) takes \(wanted) behind it, not \(operands.count) words.",
        verb: synopsis.verb)
    }
  }

  /// A whole number that an option was given.
  func number(_ name: String) throws(UsageError) -> UInt64? {
    guard let text = values[name] else { return nil }
    guard let number = UInt64(text) else {
      throw UsageError("\(name) takes a whole number, not \"\(text)\".")
    }
    return number
  }
}

/// A command line that cannot be carried out: the tool exits with 2.
struct UsageError: Error, Equatable, CustomStringConvertible {
  let description: String

  /// Makes the error.
  ///
  /// - Parameters:
  ///   - problem: What is wrong, as a sentence.
  ///   - word: What was typed, if something like it may have been meant.
  ///   - candidates: What may have been meant.
  ///   - verb: The verb whose help is pointed to.
  init(
    _ problem: String, near word: String = "", among candidates: [String] = [], verb: String? = nil
  ) {
    var text = problem
    if let close = closest(to: word, among: candidates) { text += " Did you mean \(close)?" }
    text += "\nTry: swift run descent \(verb.map { $0 + " " } ?? "")--help"
    description = text
  }
}

/// The candidate that differs from `word` in the fewest letters, if it is close enough to have been meant.
func closest(to word: String, among candidates: [String]) -> String? {
  guard !word.isEmpty else { return nil }
  let best = candidates.map { (candidate: $0, distance: editDistance(word, $0)) }
    .min { $0.distance < $1.distance }
  guard let best, best.distance <= max(1, (word.count + 1) / 3) else { return nil }
  return best.candidate
}

/// The number of letters to insert, delete or replace (Levenshtein 1966).
func editDistance(_ a: String, _ b: String) -> Int {
  let b = Array(b)
  var row = Array(0...b.count)
  for (i, letter) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let replaced = diagonal + (letter == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
    }
  }
  return row[b.count]
}
