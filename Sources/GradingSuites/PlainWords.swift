/// Says what an assertion of XCTest says in the words of the other messages: what was expected, what came.
///
///     XCTAssertGreaterThan failed: ("0.5") is not greater than ("0.9") - accuracy, seed 1
///     accuracy, seed 1: expected more than 0.9, got 0.5
///
/// What it cannot read it gives back as it is.
func plainWords(_ assertion: String) -> String {
  let form = /XCTAssert\w+ failed: \("(.*?)"\) is ([a-z ]+) \("(.*?)"\)(?: - (.*))?/
    .dotMatchesNewlines()
  guard let match = assertion.wholeMatch(of: form)?.output else { return assertion }
  let demands = [
    "not greater than": "more than ", "less than": "at least ", "not less than": "less than ",
    "greater than": "at most ", "not equal to": "",
  ]
  guard let demand = demands[String(match.2)] else { return assertion }
  let what = match.4.map { "\($0): " } ?? ""
  return "\(what)expected \(demand)\(rounded(match.3)), got \(rounded(match.1))"
}

/// A number with four decimals at most; anything else as it is.
private func rounded(_ text: Substring) -> String {
  guard let number = Double(text), abs(number) < 1e9 else { return String(text) }
  let short = (number * 1e4).rounded() / 1e4
  return short == short.rounded() ? "\(Int(short))" : "\(short)"
}
