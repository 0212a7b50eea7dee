// Straight pieces: cheap, and with a slope that does not fade
//
// The rectifier lets a positive score through and stops a negative one. Its slope is 1 or 0, so a
// gradient passes many layers without shrinking: that is what made deep networks trainable. The price is
// the flat half. A unit whose scores are negative for every example gets no gradient any more: it is dead.
// Most functions of this file repair that in one way or another.
//
// At a corner there are many slopes between the one on the left and the one on the right. A convention
// decides. Here, as in PyTorch, the rectifier's slope at 0 is 0.

import Tensors

extension Activation {
  /// `max(x, 0)`, the rectifier (Nair and Hinton 2010).
  public static let relu = Activation(
    "relu", formula: "max(x, 0)", fused: { Tensors.relu($0) }, slope: { positive($0) })

  /// `min(max(x, 0), 6)`: a rectifier with a ceiling, for arithmetic in few bits (Krizhevsky 2010).
  public static let relu6 = Activation(
    "relu6", formula: "min(max(x, 0), 6)", value: { minimum(maximum($0, 0), 6) },
    slope: { between(0, 6, $0) })

  /// `max(x, 0)²` (So and others 2021, "Primer").
  public static let reluSquared = Activation(
    "reluSquared", formula: "max(x, 0)^2", value: { square(maximum($0, 0)) },
    slope: { 2 * maximum($0, 0) })

  /// `x` above 0, otherwise `slope · x`: a negative score still says a little (Maas and others 2013).
  public static func leakyReLU(slope: Float = 0.01) -> Activation {
    Activation(
      "leakyReLU(\(slope))", formula: "x if x > 0, else \(slope) x",
      value: { maximum($0, 0) + slope * minimum($0, 0) },
      slope: { slope + (1 - slope) * positive($0) })
  }

  /// `x` above `bound`, otherwise `value`.
  public static func threshold(at bound: Float, value: Float) -> Activation {
    Activation(
      "threshold(\(bound), \(value))", formula: "x if x > \(bound), else \(value)",
      value: { x in
        let isAbove = positive(x - bound)
        return isAbove * x + (1 - isAbove) * value
      },
      slope: { positive($0 - bound) })
  }

  /// `x`, kept between two bounds.
  public static func hardTanh(from low: Float = -1, to high: Float = 1) -> Activation {
    require(low < high, "hardTanh: the bounds \(low) and \(high) are not in order")
    return Activation(
      "hardTanh", formula: "min(max(x, \(low)), \(high))",
      value: { minimum(maximum($0, low), high) }, slope: { between(low, high, $0) })
  }

  /// `x/6 + 1/2`, kept between 0 and 1: a sigmoid of three straight pieces.
  public static let hardSigmoid = Activation(
    "hardSigmoid", formula: "min(max(x / 6 + 1/2, 0), 1)",
    value: { minimum(maximum($0 / 6 + 0.5, 0), 1) }, slope: { between(-3, 3, $0) / 6 })

  /// `x` times ``hardSigmoid``: a swish without an exponential (Howard and others 2019).
  public static let hardSwish = Activation(
    "hardSwish", formula: "x min(max(x + 3, 0), 6) / 6",
    value: { $0 * minimum(maximum($0 + 3, 0), 6) / 6 },
    slope: { x in
      let isRight = 1 - positive(3 - x)
      return isRight + between(-3, 3, x) * (2 * x + 3) / 6
    })

  /// `x` where it is farther than `bound` from 0, otherwise 0.
  public static func hardShrink(bound: Float = 0.5) -> Activation {
    Activation(
      "hardShrink", formula: "x if |x| > \(bound), else 0",
      value: { $0 * positive(abs($0) - bound) }, slope: { positive(abs($0) - bound) })
  }

  /// `x`, drawn towards 0 by `bound`, and 0 where it would pass it.
  public static func softShrink(bound: Float = 0.5) -> Activation {
    Activation(
      "softShrink", formula: "sign(x) max(|x| - \(bound), 0)",
      value: { sign($0) * maximum(abs($0) - bound, 0) }, slope: { positive(abs($0) - bound) })
  }

  /// 1 from 0 on, otherwise 0: the unit of chapter 03, which no descent can train.
  public static let step = Activation(
    "step", formula: "1 if x >= 0, else 0", value: { 1 - positive(-$0) },
    slope: { .zeros(like: $0) })
}
