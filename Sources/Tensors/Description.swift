// What a printed tensor looks like: its shape, then its rows, with the numbers of a column aligned.

extension Tensor: CustomStringConvertible {
  /// The shape, then the elements row by row, with up to four decimals.
  ///
  /// Of a tensor with more than 1000 elements, only the first and last three positions of every axis are
  /// shown, and `…` between them.
  public var description: String {
    "Tensor \(shape)\n" + withUnsafeScalars { TensorText(scalars: $0, shape: shape).text }
  }
}

private struct TensorText {
  private static let longest = 1000
  private static let edge = 3

  private let scalars: UnsafeBufferPointer<Float>
  private let shape: [Int]
  private let strides: [Int]
  /// The widest parts of the shown numbers before and from the decimal point on.
  private var before = 0
  private var after = 0
  private(set) var text = ""

  init(scalars: UnsafeBufferPointer<Float>, shape: [Int]) {
    self.scalars = scalars
    self.shape = shape
    strides = Shape.strides(shape)
    measure(axis: 0, from: 0)
    // A single row needs no alignment.
    if shape.dropLast().allSatisfy({ $0 == 1 }) { (before, after) = (0, 0) }
    write(axis: 0, from: 0)
  }

  /// The positions of an axis that are shown; nil stands for those left out.
  private func positions(_ axis: Int) -> [Int?] {
    let extent = shape[axis]
    guard scalars.count > Self.longest, extent > 2 * Self.edge else {
      return (0..<extent).map { $0 }
    }
    return (0..<Self.edge).map { $0 } + [nil] + (extent - Self.edge..<extent).map { $0 }
  }

  private mutating func measure(axis: Int, from start: Int) {
    guard axis < shape.count else {
      let number = NumberText(scalars[start])
      before = max(before, number.before.count)
      after = max(after, number.after.count)
      return
    }
    for case let position? in positions(axis) {
      measure(axis: axis + 1, from: start + position * strides[axis])
    }
  }

  private mutating func write(axis: Int, from start: Int) {
    guard axis < shape.count else {
      let number = NumberText(scalars[start])
      text += String(repeating: " ", count: max(0, before - number.before.count))
      text += number.before + number.after
      text += String(repeating: " ", count: max(0, after - number.after.count))
      return
    }
    // Matrices are set apart by blank lines, rows begin on new lines below one another.
    let depth = shape.count - axis - 1
    let separator =
      depth == 0
      ? ", "
      : "," + String(repeating: "\n", count: depth) + String(repeating: " ", count: axis + 1)
    text += "["
    for (index, position) in positions(axis).enumerated() {
      if index > 0 { text += separator }
      if let position {
        write(axis: axis + 1, from: start + position * strides[axis])
      } else {
        text += "…"
      }
    }
    text += "]"
  }
}

/// A number in two parts, so that decimal points can be put below one another.
private struct NumberText {
  let before: String
  let after: String

  init(_ x: Float) {
    let sign = x < 0 ? "-" : ""
    let size = Double(x.magnitude)
    if !x.isFinite {
      (before, after) = (x.isNaN ? "nan" : sign + "inf", "")
    } else if size != 0 && (size < 1e-4 || size >= 1e6) {
      let (digits, exponent) = Self.scientific(size)
      let (whole, fraction) = Self.fixed(digits)
      let power = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
      before = sign + whole
      after = (fraction == ".0" ? "" : fraction) + (exponent < 0 ? "e-" : "e+") + power
    } else {
      let (whole, fraction) = Self.fixed(size)
      (before, after) = (sign + whole, fraction)
    }
  }

  /// Rounds to four decimals and drops zeros at the end, but for the first.
  private static func fixed(_ x: Double) -> (String, String) {
    let parts = Int((x * 10_000).rounded())
    var fraction = parts % 10_000
    var digits = 4
    while digits > 1 && fraction % 10 == 0 {
      fraction /= 10
      digits -= 1
    }
    let text = String(fraction)
    return (
      "\(parts / 10_000)", "." + String(repeating: "0", count: digits - text.count) + text
    )
  }

  /// Writes `x` as `digits · 10^exponent` with four decimals and one digit before the point.
  private static func scientific(_ x: Double) -> (digits: Double, exponent: Int) {
    var digits = x
    var exponent = 0
    while digits >= 10 {
      digits /= 10
      exponent += 1
    }
    while digits < 1 {
      digits *= 10
      exponent -= 1
    }
    digits = (digits * 10_000).rounded() / 10_000
    return digits >= 10 ? (1, exponent + 1) : (digits, exponent)
  }
}
