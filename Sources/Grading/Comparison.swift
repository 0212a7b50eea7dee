import Tensors

/// Says in words how an answer differs from what was expected.
struct Comparison {
  /// Where the two differ first and how, or `nil` where they agree.
  let difference: (place: String, text: String)?

  init(_ actual: Tensor, _ expected: Tensor, _ tolerance: Float) {
    guard actual.shape == expected.shape else {
      difference = ("", Self.shapes(actual.shape, expected.shape))
      return
    }
    let (a, e) = (actual.scalars, expected.scalars)
    guard let i = a.indices.first(where: { !Self.close(a[$0], e[$0], tolerance) }) else {
      difference = nil
      return
    }
    var text = "expected \(Self.number(e[i])), got \(Self.number(a[i]))"
    if a.count > 1 {
      let wrong = a.indices.filter { !Self.close(a[$0], e[$0], tolerance) }.count
      text += "; right shape, \(wrong) of \(a.count) elements differ"
    }
    if let special = Self.special(a, e, shape: expected.shape, first: i) {
      text += ". \(special)"
    } else if let relation = Self.relation(a, e, expected.shape, tolerance) {
      text += ". Your answer is \(relation)"
    }
    difference = (Self.place(i, in: expected.shape), text)
  }

  /// Says which shape was expected and which came, and how one could become the other.
  static func shapes(_ actual: [Int], _ expected: [Int]) -> String {
    var text = "expected the shape \(expected), got \(actual)"
    if actual.count > 1, Array(actual.reversed()) == expected {
      text += ". It is transposed"
    } else if actual.filter({ $0 != 1 }) == expected.filter({ $0 != 1 }) {
      text +=
        actual.count > expected.count
        ? ". An axis of size 1 is too many" : ". An axis of size 1 is missing"
    } else if actual.reduce(1, *) == expected.reduce(1, *) {
      text += ". The number of elements is right"
    }
    return text
  }

  /// Equal within the tolerance, where the same infinity equals itself and not-a-number nothing but itself.
  static func close(_ a: Float, _ e: Float, _ tolerance: Float) -> Bool {
    if e.isNaN { return a.isNaN }
    guard a.isFinite, e.isFinite else { return a == e }
    return abs(a - e) <= tolerance * max(1, abs(e))
  }

  /// `[1, 2]` for the sixth element of a `[2, 3]` tensor, nothing for a single number.
  static func place(_ index: Int, in shape: [Int]) -> String {
    guard !shape.isEmpty else { return "" }
    var rest = index
    var place: [Int] = []
    for extent in shape.reversed() {
      place.insert(rest % extent, at: 0)
      rest /= extent
    }
    return "[\(place.map(String.init).joined(separator: ", "))]"
  }

  /// `weights[0]`, `f(1, 2)[0]`, but `the slope, at [0]`: an index behind a word of a sentence says nothing.
  static func name(_ what: String, at place: String) -> String {
    if place.isEmpty { return what }
    return what.contains(" ") && !what.hasSuffix(")") ? "\(what), at \(place)" : what + place
  }

  /// Calls not-a-number and infinity by name, wherever they came up first.
  private static func special(
    _ a: [Float], _ e: [Float], shape: [Int], first: Int
  ) -> String? {
    if let i = a.indices.first(where: { a[$0].isNaN && !e[$0].isNaN }) {
      let place = i == first ? "" : ", here at \(place(i, in: shape)),"
      return
        "Not a number (nan)\(place) comes from 0 / 0, ∞ − ∞, ∞ · 0, or a root or logarithm of a negative number."
    }
    if let i = a.indices.first(where: { a[$0].isInfinite && a[$0] != e[$0] }) {
      let place = i == first ? "" : ", here at \(place(i, in: shape)),"
      return
        "Infinity\(place) comes from a division by 0, from the logarithm of 0, or from a number too "
        + "large for a Float."
    }
    return nil
  }

  /// What one simple change would turn the expected answer into this one, if there is one.
  private static func relation(
    _ a: [Float], _ e: [Float], _ shape: [Int], _ tolerance: Float
  ) -> String? {
    if let factor = factor(a, e, tolerance) {
      return "\(factor) times the expected one\(a.count > 1 ? ", everywhere." : ".")"
    }
    if a.count > 2, a.indices.allSatisfy({ close(a[$0], e[a.count - 1 - $0], tolerance) }) {
      return "the expected one in reverse order."
    }
    if shape.count == 2, shape[0] == shape[1] {
      let n = shape[0]
      if a.indices.allSatisfy({ close(a[$0], e[$0 % n * n + $0 / n], tolerance) }) {
        return "the expected one, transposed."
      }
    }
    if a.count > 2, let first = a.first, let start = e.first, first.isFinite {
      let shift = first - start
      if a.indices.allSatisfy({ close(a[$0], e[$0] + shift, tolerance) }) {
        return "the expected one plus \(number(shift)), everywhere."
      }
    }
    return nil
  }

  /// The number by which every expected element was multiplied, if there is one that says something.
  static func factor(_ a: [Float], _ e: [Float], _ tolerance: Float) -> String? {
    guard let i = e.indices.max(by: { abs(e[$0]) < abs(e[$1]) }), e[i] != 0, a[i] != 0 else {
      return nil
    }
    // One number is always a multiple of another; only a telling multiple is worth mentioning.
    let ratio = a[i] / e[i]
    let telling: [Float] = [-1, 2, 0.5, -2, -0.5]
    guard ratio.isFinite, e.count > 2 || telling.contains(where: { abs(ratio - $0) < 1e-4 }),
      a.indices.allSatisfy({ close(a[$0], ratio * e[$0], tolerance) })
    else { return nil }
    // A measured slope knows few digits: −1.00003 is −1.
    let whole = ratio.rounded()
    return number(abs(ratio - whole) <= tolerance * abs(ratio) ? whole : ratio)
  }

  /// A number with as many digits as a person compares.
  static func number(_ x: Float) -> String {
    if x.isNaN { return "nan" }
    if x.isInfinite { return x < 0 ? "-inf" : "inf" }
    if x == x.rounded(), abs(x) < 1e6 { return "\(Int(x))" }
    let digits = abs(x) >= 1e-3 && abs(x) < 1e6 ? 1e5 : 0
    guard digits > 0 else { return "\(x)" }
    return "\((Double(x) * digits).rounded() / digits)"
  }
}
