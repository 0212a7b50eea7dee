import Course
public import Tensors

// What a check can ask for.
extension Evidence {
  /// Expects a tensor of the given shape, whatever its elements.
  public mutating func expect(_ actual: Tensor, hasShape shape: [Int], _ what: String) {
    observe(.numbers(actual.scalars, shape: actual.shape, tolerance: 1e-5))
    if actual.shape != shape {
      fail("\(what): \(Comparison.shapes(actual.shape, shape))")
    }
  }

  /// Expects a tensor of the same shape with the same elements.
  ///
  /// - Parameters:
  ///   - tolerance: The largest difference, relative to the expected element, or absolute where that is
  ///     below 1.
  ///   - what: The name of what is compared, to which the place of a difference is added.
  ///   - circumstances: Which case it is, where a check runs several.
  public mutating func expect(
    _ actual: Tensor, equals expected: Tensor, within tolerance: Float = 1e-4, _ what: String,
    in circumstances: String? = nil
  ) {
    observe(.numbers(actual.scalars, shape: actual.shape, tolerance: tolerance))
    if let difference = Comparison(actual, expected, tolerance).difference {
      let place =
        Comparison.name(what, at: difference.place) + (circumstances.map { ", \($0)" } ?? "")
      fail("\(place): \(difference.text)")
    }
  }

  /// Expects a number.
  public mutating func expect(
    _ actual: Float, equals expected: Float, within tolerance: Float = 1e-4, _ what: String,
    in circumstances: String? = nil
  ) {
    expect(Tensor(actual), equals: Tensor(expected), within: tolerance, what, in: circumstances)
  }

  /// Expects a list of whole numbers, such as classes or counts.
  public mutating func expect(
    _ actual: [Int], equals expected: [Int], _ what: String, in circumstances: String? = nil
  ) {
    observe(.integers(actual))
    let place = circumstances.map { ", \($0)" } ?? ""
    if actual.count != expected.count {
      return fail(
        "\(what)\(place): expected \(expected.count) values \(brief(expected)), "
          + "got \(actual.count) \(brief(actual))")
    }
    for (i, (a, e)) in zip(actual, expected).enumerated() where a != e {
      let name = Comparison.name(what, at: expected.count == 1 ? "" : "[\(i)]")
      return fail("\(name)\(place): expected \(e), got \(a)")
    }
  }

  /// Expects a whole number.
  public mutating func expect(
    _ actual: Int, equals expected: Int, _ what: String, in circumstances: String? = nil
  ) {
    expect([actual], equals: [expected], what, in: circumstances)
  }

  /// Expects something that is not a comparison of values; `message` says what should have been.
  public mutating func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
    observe(.text(condition ? "yes" : "no"))
    if !condition { fail(message()) }
  }

  /// Expects an input to be what it was before the call.
  ///
  /// A tensor that is passed by value cannot be changed. What is passed `inout` or sits in a class can:
  /// keep a copy from before the call.
  public mutating func expect(_ now: Tensor, isUnchangedSince before: Tensor, _ what: String) {
    observe(.numbers(now.scalars, shape: now.shape, tolerance: 0))
    if now.shape != before.shape {
      return fail(
        "\(what): your code changed its input, from the shape \(before.shape) to \(now.shape). "
          + "Work on a copy.")
    }
    let (a, b) = (now.scalars, before.scalars)
    guard let i = a.indices.first(where: { !Comparison.close(a[$0], b[$0], 0) }) else { return }
    fail(
      "\(Comparison.name(what, at: Comparison.place(i, in: now.shape))): your code changed its input, "
        + "from \(Comparison.number(b[i])) to \(Comparison.number(a[i])). Work on a copy.")
  }

  /// Expects a gradient to be that of `value`, measured by moving every element of `x`.
  ///
  /// Where a function has many outputs, weigh them with random numbers first: with weights of one, errors
  /// that cancel in the sum go unnoticed. In single precision about three digits agree.
  ///
  /// - Parameters:
  ///   - x: Where the gradient was taken; keep away from kinks.
  ///   - tolerance: The largest difference, relative or, below 1, absolute.
  ///   - value: The function, summed in double precision.
  public mutating func expect(
    _ gradient: Tensor, isGradientAt x: Tensor, within tolerance: Float = 1e-2, _ what: String,
    in circumstances: String? = nil, of value: (Tensor) throws -> Double
  ) rethrows {
    let step: Float = 0.02
    let slopes = try x.scalars.indices.map { element in
      func moved(_ steps: Float) throws -> Double {
        var there = x.scalars
        there[element] += steps * step
        return try value(Tensor(there, shape: x.shape))
      }
      let near = try moved(1) - moved(-1)
      let far = try moved(2) - moved(-2)
      return Float((8 * near - far) / (12 * Double(step)))
    }
    expect(
      gradient, equals: Tensor(slopes, shape: x.shape), within: tolerance, what, in: circumstances)
  }

  /// Expects the call to throw an error, as a check of how bad input is refused.
  public mutating func expectError(_ what: String, _ body: () throws -> Void) throws {
    do {
      try body()
      observe(.text("returned"))
      fail("\(what): expected an error, but the call returned")
    } catch let error as NotImplemented {
      throw error
    } catch {
      observe(.text("threw"))
    }
  }

  private func brief(_ values: [Int]) -> String {
    values.count <= 8
      ? "\(values)" : "[\(values.prefix(6).map(String.init).joined(separator: ", ")), …]"
  }
}
