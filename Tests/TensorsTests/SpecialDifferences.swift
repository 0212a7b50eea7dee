import Tensors

/// A result at special values that differs from PyTorch's on purpose.
struct SpecialDifference {
  enum Part: Equatable {
    case value
    /// The gradient of an operand, in units of the weight of the output.
    case slope(operand: Int)
  }

  let operation: String
  /// The text of the case, if only one of several differs.
  var text = ""
  let part: Part
  /// The positions in the recorded result, and what is found there.
  let ours: [Int: Float]
  let reason: String

  private init(
    _ operation: String, _ text: String, _ part: Part, _ ours: [Int: Float], _ reason: String
  ) {
    self.operation = operation
    self.text = text
    self.part = part
    self.ours = ours
    self.reason = reason
  }

  private static func value(
    _ operation: String, text: String = "", _ ours: [Int: Float], _ reason: String
  ) -> SpecialDifference {
    SpecialDifference(operation, text, .value, ours, reason)
  }

  private static func slope(
    _ operation: String, text: String = "", operand: Int = 0, _ ours: [Int: Float],
    _ reason: String
  ) -> SpecialDifference {
    SpecialDifference(operation, text, .slope(operand: operand), ours, reason)
  }

  private static let limit =
    "PyTorch multiplies or divides infinity by something that vanishes; this is the limit."
  private static let power =
    "PyTorch takes the square root; this is the power of IEEE 754, which knows no sign of infinity or zero."
  private static let zeros = "Either zero is the larger one: they are equal."
  private static let range =
    "The square of the deviation leaves the range of single precision; PyTorch's result is in Double."
  private static let sign = "PyTorch takes the sign of NaN for 0; NaN has no sign here."
  private static let shares = "PyTorch's two slopes are 1; these sum to 1, as shares do."
  private static let coarse =
    "The mean of numbers near the end of the range is rounded to one of the few that are there."

  // Positions of elements and pairs are those of `special` and `few` in `record_functions.py`, and four
  // positions belong to one of its `rows`.
  static let all: [SpecialDifference] = [
    // Elements: 0 is infinity, 1 negative infinity, 2 NaN, 4 negative zero.
    .value("gelu", [1: -0.0], limit),
    .value("geluTanh", [1: -0.0], limit),
    .value("silu", [1: -0.0], limit),
    .slope("gelu", [0: 1, 1: 0], limit),
    .slope("geluTanh", [0: 1, 1: 0], limit),
    .slope("silu", [0: 1, 1: 0], limit),
    .slope("relu", [2: 0], "What is not above 0 has slope 0, and NaN is not."),
    .slope("abs", [2: .nan], sign),
    .slope("norm.one", [8: .nan, 13: .nan], sign),
    .slope("norm.infinity", [8: .nan, 13: .nan], sign),
    .slope(
      "norm.infinity", [24: 1, 25: 0, 26: 0, 27: 0],
      "The first of equal elements has the slope, as it has with `max(axis:)`; PyTorch shares it."),
    .value("sign", [2: .nan], "PyTorch gives 0; this keeps NaN, as NumPy does."),
    .value("sign", [4: -0.0], "PyTorch drops the sign of zero; this keeps it, as NumPy does."),
    .value("powNumber", text: "0.5", [1: .infinity, 4: 0], power),
    .slope("powNumber", text: "0.5", [1: 0, 4: .infinity], power),

    // Pairs.
    .value("maximum", [34: 0, 43: -0.0], zeros),
    .value("minimum", [34: 0, 43: -0.0], zeros),
    .slope(
      "pow", operand: 1, [58: 69 * Float.leastNonzeroMagnitude],
      "The power is the smallest subnormal number, which has one digit."),

    // Rows.
    .value("maxAll", text: "row 5", [0: 0], zeros),
    .value("minAll", text: "row 5", [0: 0], zeros),
    .value("standardDeviationKept", [11: .infinity, 12: 0, 13: 0], range),
    .slope(
      "standardDeviationKept",
      [44: 0, 45: 0, 46: 0, 47: 0, 49: 0, 50: 0, 52: 0, 53: 0, 54: 0, 55: 0], range),
    .value("standardDeviation", [11: .infinity, 12: 0, 13: 0], range),
    .slope(
      "standardDeviation",
      [44: 0, 45: 0, 46: 0, 47: 0, 49: 0, 50: 0, 52: 0, 53: 0, 54: 0, 55: 0], range),
    .value("layerNorm", [44: 0, 45: 0, 46: 0, 47: 0], range),
    .slope("layerNorm", [44: 0, 45: 0, 46: 0, 47: 0], range),
    .value("layerNorm", [52: 0, 53: 3.15951e-20 * 1e-20, 54: -3.16395e-20 * 1e-20, 55: 0], coarse),
    .value("rootMeanSquareNorm", [44: 0, 45: 0, 46: -0.0, 47: 0], range),
    .slope("rootMeanSquareNorm", [44: 0, 45: 0, 46: 0, 47: 0], range),
    .slope(
      "logSumExp", [1: .nan, 2: .nan, 3: .nan, 13: .nan, 14: .nan, 15: .nan],
      "The slope is the softmax, which is NaN for a row with infinity."),
    .slope(
      "logSumExpKept", [1: .nan, 2: .nan, 3: .nan, 13: .nan, 14: .nan, 15: .nan],
      "The slope is the softmax, which is NaN for a row with infinity."),
    .slope("logSumExp", [44: 0.5, 45: 0.5], shares),
    .slope("logSumExpKept", [44: 0.5, 45: 0.5], shares),
    .slope(
      "softmaxCrossEntropy", [1: -1, 2: 0, 3: 0, 13: -1, 14: 0, 15: 0],
      "Beside an infinite score the probability of the others is 0; PyTorch gives NaN."),
    .slope(
      "softmaxCrossEntropy", [44: 1, 45: 0],
      "Scores and the logarithm of their sum are the same number at 1e30."),
    .slope(
      "softmaxCrossEntropy", [60: 0.731_080_0, 61: -0.731_050_8],
      "The logarithm of the sum has an error of 3e-5 in single precision at scores of 1000."),

    .value("scatterAdded", [4: 0], "Nothing is added by adding 0, which makes 0 of -0."),
  ]
}
