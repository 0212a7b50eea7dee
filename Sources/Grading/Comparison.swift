import Tensors

/// Says in words how an answer differs from what was expected.
struct Comparison {
  /// Where the two differ first and how, or `nil` where they agree.
  let difference: (place: String, text: String)?

  init(_ actual: Tensor, _ expected: Tensor, _ tolerance: Float) {
    guard actual.shape == expected.shape else {
      difference = ("", "expected the shape \(expected.shape), got \(actual.shape)")
      return
    }
    let (a, e) = (actual.scalars, expected.scalars)
    guard let i = a.indices.first(where: { !Self.close(a[$0], e[$0], tolerance) }) else {
      difference = nil
      return
    }
    var text = "expected \(Self.number(e[i])), got \(Self.number(a[i]))"
    if a[i].isNaN && !e[i].isNaN {
      text +=
        ". Not a number (nan) comes from 0 / 0, ∞ − ∞, ∞ · 0, or a root or logarithm of a negative number."
    } else if a[i].isInfinite && !e[i].isInfinite {
      text += ". Infinity comes from a division by 0 or from a number too large for a Float."
    } else {
      let wrong = a.indices.filter { !Self.close(a[$0], e[$0], tolerance) }.count
      if a.count > 1 { text += "; \(wrong) of \(a.count) elements differ" }
      if let factor = Self.factor(a, e, tolerance) {
        text += ". Your answer is \(factor) times the expected one"
        text += a.count > 1 ? ", everywhere." : "."
      }
    }
    difference = (Self.place(i, in: expected.shape), text)
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
    return number(ratio)
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
