// Smooth bends
//
// Two families. The old one squashes: sigmoid and tanh end in a plateau on both sides, and on a plateau
// the slope is nearly 0. Their steepest slopes are ¼ and 1, so a gradient that passes ten sigmoids has
// been multiplied by at most ¼¹⁰ ≈ 10⁻⁶. The young one rounds the rectifier's corner off, and keeps some
// slope on the negative side:
//
//     softplus   log(1 + eˣ)     the rectifier seen from far away; its slope is the sigmoid
//     elu        eˣ − 1 for x < 0: negative outputs pull the mean of a layer towards 0
//     gelu       x Φ(x): x, times the chance that a normal number is smaller than x
//     silu       x σ(x): the same idea with the sigmoid, also called swish
//     mish       x tanh(softplus x)
//
// The last three are not monotone. They dip below 0 and come back: gelu to −0.1700 at x = −0.7518, silu
// to −0.2785 at −1.2785, mish to −0.3088 at −1.1924.
//
// In every formula below, no exponent is positive where it could overflow.

import Tensors

extension Activation {
  /// `1 / (1 + exp(−x))`, from 0 to 1.
  public static let sigmoid = Activation(
    "sigmoid", formula: "1 / (1 + exp(-x))", fused: { Tensors.sigmoid($0) },
    slope: { Tensors.sigmoid($0) * Tensors.sigmoid(-$0) })

  /// `log sigmoid(x)`, without a logarithm of 0.
  public static let logSigmoid = Activation(
    "logSigmoid", formula: "-log(1 + exp(-x))", value: { -Tensors.softplus(-$0) },
    slope: { Tensors.sigmoid(-$0) })

  /// `tanh x`, from −1 to 1.
  public static let tanh = Activation(
    "tanh", formula: "(exp(x) - exp(-x)) / (exp(x) + exp(-x))", fused: { Tensors.tanh($0) },
    slope: { 1 - square(Tensors.tanh($0)) })

  /// `x − tanh x`.
  public static let tanhShrink = Activation(
    "tanhShrink", formula: "x - tanh(x)", value: { $0 - Tensors.tanh($0) },
    slope: { square(Tensors.tanh($0)) })

  /// `x / (1 + |x|)`, from −1 to 1, which comes to its ends more slowly than tanh (Turian and others 2009).
  public static let softsign = Activation(
    "softsign", formula: "x / (1 + |x|)", value: { $0 / (1 + abs($0)) },
    slope: { 1 / square(1 + abs($0)) })

  /// `log(1 + exp(sharpness · x)) / sharpness`: a rectifier with a round corner (Dugas and others 2001).
  public static func softplus(sharpness: Float = 1) -> Activation {
    require(sharpness > 0, "softplus: the sharpness \(sharpness) must be positive")
    guard sharpness != 1 else {
      return Activation(
        "softplus", formula: "log(1 + exp(x))", fused: { Tensors.softplus($0) },
        slope: { Tensors.sigmoid($0) })
    }
    return Activation(
      "softplus(\(sharpness))", formula: "log(1 + exp(\(sharpness) x)) / \(sharpness)",
      value: { Tensors.softplus($0 * sharpness) / sharpness },
      slope: { Tensors.sigmoid($0 * sharpness) })
  }

  /// `x` above 0, otherwise `alpha · (exp(x) − 1)` (Clevert and others 2016).
  public static func elu(alpha: Float = 1) -> Activation {
    Activation(
      "elu", formula: "x if x > 0, else \(alpha) (exp(x) - 1)",
      value: { exponentialLinear($0, alpha: alpha, width: 1) },
      slope: { exponentialLinearSlope($0, atZero: alpha, width: 1) })
  }

  /// `x` above 0, otherwise `alpha · (exp(x / alpha) − 1)`: an elu without a corner (Barron 2017).
  public static func celu(alpha: Float = 1) -> Activation {
    require(alpha > 0, "celu: alpha \(alpha) must be positive")
    return Activation(
      "celu", formula: "x if x > 0, else \(alpha) (exp(x / \(alpha)) - 1)",
      value: { exponentialLinear($0, alpha: alpha, width: alpha) },
      slope: { exponentialLinearSlope($0, atZero: 1, width: alpha) })
  }

  /// An elu, scaled so that scores of mean 0 and variance 1 keep both (Klambauer and others 2017).
  public static let selu = Activation(
    "selu", formula: "1.0507 (x if x > 0, else 1.6733 (exp(x) - 1))",
    value: { seluScale * exponentialLinear($0, alpha: seluAlpha, width: 1) },
    slope: { seluScale * exponentialLinearSlope($0, atZero: seluAlpha, width: 1) })

  /// `x Φ(x)`, where Φ is the normal distribution (Hendrycks and Gimpel 2016).
  public static let gelu = Activation(
    "gelu", formula: "x (1 + erf(x / sqrt(2))) / 2", fused: { Tensors.gelu($0) },
    slope: { x in
      let distribution = 0.5 + 0.5 * erf(x * Float(0.5).squareRoot())
      return distribution + x * exp(-0.5 * square(x)) * 0.398942280
    })

  /// ``gelu`` with tanh in place of the normal distribution, at most 0.0005 away from it.
  public static let geluTanh = Activation(
    "geluTanh", formula: "x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2",
    fused: { Tensors.geluTanh($0) },
    slope: { x in
      let root: Float = 0.797884561
      let t = Tensors.tanh(root * (x + 0.044715 * x * x * x))
      let inner = root * (1 + 3 * 0.044715 * square(x))
      return 0.5 * (1 + t) + 0.5 * x * (1 - square(t)) * inner
    })

  /// `x sigmoid(x)`, also called swish (Ramachandran, Zoph and Le 2017).
  public static let silu = Activation(
    "silu", formula: "x / (1 + exp(-x))", fused: { Tensors.silu($0) },
    slope: { x in
      let s = Tensors.sigmoid(x)
      return s + x * s * Tensors.sigmoid(-x)
    })

  /// `x tanh(log(1 + exp(x)))` (Misra 2020).
  public static let mish = Activation(
    "mish", formula: "x tanh(log(1 + exp(x)))", value: { $0 * Tensors.tanh(Tensors.softplus($0)) },
    slope: { x in
      let t = Tensors.tanh(Tensors.softplus(x))
      return t + x * Tensors.sigmoid(x) * (1 - square(t))
    })

  /// Every activation that works on single elements, with its usual constants, in the order of the book.
  public static let elementwise: [Activation] = [
    relu, leakyReLU(), relu6, reluSquared, threshold(at: 1, value: 0), hardTanh(), hardSigmoid,
    hardSwish, hardShrink(), softShrink(), step, sigmoid, logSigmoid, tanh, tanhShrink, softsign,
    softplus(), elu(), celu(alpha: 2), selu, gelu, geluTanh, silu, mish,
  ]
}

private let seluAlpha: Float = 1.67326324
private let seluScale: Float = 1.05070099

/// `x` above 0, otherwise `alpha (exp(x / width) − 1)`.
private func exponentialLinear(_ x: Tensor, alpha: Float, width: Float) -> Tensor {
  maximum(x, 0) + alpha * expm1(minimum(x, 0) / width)
}

/// 1 above 0, otherwise `atZero · exp(x / width)`.
private func exponentialLinearSlope(_ x: Tensor, atZero: Float, width: Float) -> Tensor {
  let isPositive = positive(x)
  return isPositive + (1 - isPositive) * atZero * exp(minimum(x, 0) / width)
}
