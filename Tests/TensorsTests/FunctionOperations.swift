import Tensors

/// The operations of `functions.json`, by the names they have there.
enum FunctionOperations {
  typealias Operation = CheckedOperation.Function

  static let all = elements.merging(numbers) { first, _ in first }
    .merging(pairs) { first, _ in first }.merging(reductions) { first, _ in first }
    .merging(rows) { first, _ in first }

  private static func each(_ function: @escaping @Sendable (Tensor) -> Tensor) -> Operation {
    { x, _, _ in [function(x[0])] }
  }

  private static func number(
    _ function: @escaping @Sendable (Tensor, Float) -> Tensor
  ) -> Operation {
    { x, _, text in [function(x[0], Float(text) ?? .nan)] }
  }

  private static func pair(
    _ function: @escaping @Sendable (Tensor, Tensor) -> Tensor
  ) -> Operation {
    { x, _, _ in [function(x[0], x[1])] }
  }

  private static func along(_ function: @escaping @Sendable (Tensor, Int) -> Tensor) -> Operation {
    { x, lists, _ in [function(x[0], lists[0][0])] }
  }

  private static let elements: [String: Operation] = [
    "relu": each { relu($0) }, "sigmoid": each { sigmoid($0) }, "tanh": each { tanh($0) },
    "softplus": each { softplus($0) }, "gelu": each { gelu($0) },
    "geluTanh": each { geluTanh($0) }, "silu": each { silu($0) }, "square": each { square($0) },
    "reciprocal": each { reciprocal($0) },
    "reciprocalSquareRoot": each { reciprocalSquareRoot($0) }, "sqrt": each { sqrt($0) },
    "exp": each { exp($0) }, "exp2": each { exp2($0) }, "expm1": each { expm1($0) },
    "log": each { log($0) }, "log2": each { log2($0) }, "log1p": each { log1p($0) },
    "sin": each { sin($0) }, "cos": each { cos($0) }, "tan": each { tan($0) },
    "erf": each { erf($0) }, "abs": each { abs($0) }, "sign": each { sign($0) },
    "floor": each { floor($0) }, "ceil": each { ceil($0) }, "round": each { round($0) },
    "negate": each { -$0 },
    "asin": each { asin($0) }, "acos": each { acos($0) }, "atan": each { atan($0) },
    "sinh": each { sinh($0) }, "cosh": each { cosh($0) }, "asinh": each { asinh($0) },
    "acosh": each { acosh($0) }, "atanh": each { atanh($0) }, "log10": each { log10($0) },
    "inverseErf": each { inverseErf($0) },
  ]

  /// Changes a copy in place.
  private static func changed(
    _ change: @escaping @Sendable (inout Tensor, Tensor) -> Void
  ) -> Operation {
    { x, _, _ in
      var result = x[0]
      change(&result, x[1])
      return [result]
    }
  }

  private static func changedByNumber(
    _ change: @escaping @Sendable (inout Tensor, Float) -> Void
  ) -> Operation {
    { x, _, text in
      var result = x[0]
      change(&result, Float(text) ?? .nan)
      return [result]
    }
  }

  private static let numbers: [String: Operation] = [
    "addInPlaceNumber": changedByNumber { $0 += $1 },
    "subtractInPlaceNumber": changedByNumber { $0 -= $1 },
    "multiplyInPlaceNumber": changedByNumber { $0 *= $1 },
    "divideInPlaceNumber": changedByNumber { $0 /= $1 },
    "maximumNumber": number { maximum($0, $1) }, "numberMaximum": number { maximum($1, $0) },
    "minimumNumber": number { minimum($0, $1) }, "numberMinimum": number { minimum($1, $0) },
    "powNumber": number { pow($0, $1) }, "numberPow": number { pow($1, $0) },
    "addNumber": number { $0 + $1 }, "subtractNumber": number { $0 - $1 },
    "numberSubtract": number { $1 - $0 }, "multiplyNumber": number { $0 * $1 },
    "divideNumber": number { $0 / $1 }, "numberDivide": number { $1 / $0 },
    "numberAdd": number { $1 + $0 }, "numberMultiply": number { $1 * $0 },
  ]

  private static let pairs: [String: Operation] = [
    "add": pair { $0 + $1 }, "subtract": pair { $0 - $1 }, "multiply": pair { $0 * $1 },
    "divide": pair { $0 / $1 }, "maximum": pair { maximum($0, $1) },
    "minimum": pair { minimum($0, $1) }, "pow": pair { pow($0, $1) },
    "addInPlace": changed { $0 += $1 }, "subtractInPlace": changed { $0 -= $1 },
    "multiplyInPlace": changed { $0 *= $1 }, "divideInPlace": changed { $0 /= $1 },
    "atan2": pair { atan2($0, $1) }, "logAddExp": pair { logAddExp($0, $1) },
    "remainder": pair { remainder($0, $1) }, "floorDivided": pair { floorDivided($0, $1) },
    "dot": pair { dot($0, $1) }, "outer": pair { outer($0, $1) },
  ]

  private static let reductions: [String: Operation] = [
    "sumAll": each { $0.sum() }, "meanAll": each { $0.mean() }, "maxAll": each { $0.max() },
    "minAll": each { $0.min() }, "productAll": each { $0.product() },
    "sumKept": along { $0.sum(axis: $1, keepDimensions: true) },
    "meanKept": along { $0.mean(axis: $1, keepDimensions: true) },
    "maxKept": along { $0.max(axis: $1, keepDimensions: true) },
    "minKept": along { $0.min(axis: $1, keepDimensions: true) },
    "variance1Kept": along { $0.variance(axis: $1, correction: 1, keepDimensions: true) },
    "standardDeviationKept": along { $0.standardDeviation(axis: $1, keepDimensions: true) },
    "productKept": along { $0.product(axis: $1, keepDimensions: true) },
    "logSumExpKept": along { logSumExp($0, axis: $1, keepDimensions: true) },
    "sum": along { $0.sum(axis: $1) },
    "mean": along { $0.mean(axis: $1) }, "max": along { $0.max(axis: $1) },
    "min": along { $0.min(axis: $1) }, "variance": along { $0.variance(axis: $1) },
    "variance1": along { $0.variance(axis: $1, correction: 1) },
    "standardDeviation": along { $0.standardDeviation(axis: $1) },
    "product": along { $0.product(axis: $1) },
    "cumulativeSum": along { $0.cumulativeSum(axis: $1) },
    "logSumExp": along { logSumExp($0, axis: $1) },
    "cumulativeProduct": along { $0.cumulativeProduct(axis: $1) },
    "cumulativeMaximum": along { $0.cumulativeMaximum(axis: $1) },
    "cumulativeMinimum": along { $0.cumulativeMinimum(axis: $1) },
    "cumulativeLogSumExp": along { $0.cumulativeLogSumExp(axis: $1) },
    "median": along { $0.median(axis: $1) },
    "medianKept": along { $0.median(axis: $1, keepDimensions: true) },
  ]

  private static let rows: [String: Operation] = [
    "softmax": along { softmax($0, axis: $1) }, "logSoftmax": along { logSoftmax($0, axis: $1) },
    "softmaxCrossEntropy": { x, lists, _ in
      [softmaxCrossEntropy(logits: x[0], labels: lists[0])]
    },
    "layerNorm": { x, _, _ in
      [x.count == 1 ? layerNorm(x[0]) : layerNorm(x[0], scale: x[1], shift: x[2])]
    },
    "batchNorm": { x, _, _ in
      [
        (x.count == 1 ? batchNorm(x[0]) : batchNorm(x[0], scale: x[1], shift: x[2])).result
      ]
    },
    "batchNormFixed": { x, _, _ in
      [
        batchNorm(
          x[0], mean: x[1], variance: x[2], scale: x.count == 3 ? nil : x[3],
          shift: x.count == 3 ? nil : x[4])
      ]
    },
    "rootMeanSquareNorm": { x, _, _ in
      [rootMeanSquareNorm(x[0], scale: x.count == 1 ? nil : x[1])]
    },
  ]
}
