public import Tensors

/// How the first weights of a layer are drawn.
///
/// ```swift
/// layer.weight = Initializer.heNormal(layer.weight.shape, using: &generator)
/// ```
///
/// A weight matrix is `[inputs, outputs]`. The weights of a convolution are `[outputs, inputs, …kernel]`: each
/// output hears `inputs · kernel` numbers, its *fan-in*, and each input is heard by `outputs · kernel`, its
/// *fan-out*.
public struct Initializer: Sendable {
  /// The usual name.
  public let name: String
  private let draw: @Sendable ([Int], inout RandomGenerator) -> Tensor

  /// Makes an initializer from a function of the shape.
  public init(
    _ name: String, _ draw: @escaping @Sendable ([Int], inout RandomGenerator) -> Tensor
  ) {
    (self.name, self.draw) = (name, draw)
  }

  /// Draws the weights of a shape.
  public func callAsFunction(_ shape: [Int], using generator: inout RandomGenerator) -> Tensor {
    draw(shape, &generator)
  }

  /// What a unit hears and what hears it: see ``Initializer``.
  public static func fans(of shape: [Int]) -> (fanIn: Int, fanOut: Int) {
    require(
      shape.count >= 2, "Initializer: \(shape): a shape of at least two axes has inputs and outputs"
    )
    if shape.count == 2 { return (shape[0], shape[1]) }
    let kernel = shape[2...].reduce(1, *)
    return (shape[1] * kernel, shape[0] * kernel)
  }
}

// MARK: One number

extension Initializer {
  /// Zeros; right for biases, wrong for weights: all units of a layer would stay alike.
  public static let zeros = constant(0)
  /// Ones; right for scales.
  public static let ones = constant(1)

  /// One number everywhere.
  public static func constant(_ value: Float) -> Initializer {
    Initializer("constant \(value)") { shape, _ in .full(shape, value) }
  }
}

// MARK: By spread

extension Initializer {
  /// Numbers between two bounds.
  public static func uniform(_ bounds: Range<Float>) -> Initializer {
    Initializer("uniform") { shape, generator in .uniform(shape, in: bounds, using: &generator) }
  }

  /// Normal numbers.
  public static func normal(mean: Float = 0, standardDeviation: Float = 0.01) -> Initializer {
    Initializer("normal") { shape, generator in
      .normal(shape, mean: mean, standardDeviation: standardDeviation, using: &generator)
    }
  }

  /// Normal numbers without those further than two standard deviations from the mean.
  public static func truncatedNormal(standardDeviation: Float = 0.02) -> Initializer {
    Initializer("truncated normal") { shape, generator in
      standardDeviation * Tensor.truncatedNormal(shape, using: &generator)
    }
  }
}

// MARK: By fan

extension Initializer {
  /// Variance `2 / (fanIn + fanOut)`: signals keep their size forward and gradients backward, for `tanh` and
  /// the like (Glorot and Bengio 2010).
  public static let glorotNormal = byFans("Glorot normal", isUniform: false) {
    2 / Float($0 + $1)
  }
  /// The same variance with bounds `±√(6 / (fanIn + fanOut))`.
  public static let glorotUniform = byFans("Glorot uniform", isUniform: true) {
    2 / Float($0 + $1)
  }
  /// Variance `2 / fanIn`: ReLU throws half of the signal's power away.
  ///
  /// He et al. 2015.
  public static let heNormal = byFans("He normal", isUniform: false) { fanIn, _ in
    2 / Float(fanIn)
  }
  /// The same variance with bounds `±√(6 / fanIn)`.
  public static let heUniform = byFans("He uniform", isUniform: true) { fanIn, _ in
    2 / Float(fanIn)
  }
  /// Variance `1 / fanIn`: for SELU, and for layers without a bend.
  ///
  /// LeCun et al. 1998.
  public static let leCunNormal = byFans("LeCun normal", isUniform: false) { fanIn, _ in
    1 / Float(fanIn)
  }
  /// The same variance with bounds `±√(3 / fanIn)`.
  public static let leCunUniform = byFans("LeCun uniform", isUniform: true) { fanIn, _ in
    1 / Float(fanIn)
  }

  private static func byFans(
    _ name: String, isUniform: Bool, variance: @escaping @Sendable (Int, Int) -> Float
  ) -> Initializer {
    Initializer(name) { shape, generator in
      let (fanIn, fanOut) = fans(of: shape)
      let variance = variance(max(fanIn, 1), max(fanOut, 1))
      // Numbers between −b and b have the variance b²/3.
      let bound = (3 * variance).squareRoot()
      return isUniform
        ? .uniform(shape, in: -bound..<bound, using: &generator)
        : .normal(shape, standardDeviation: variance.squareRoot(), using: &generator)
    }
  }
}

// MARK: With structure

extension Initializer {
  /// Rows or columns that stand at right angles on each other and have length `gain`: lengths stay exactly
  /// (Saxe, McClelland and Ganguli 2014).
  public static func orthogonal(gain: Float = 1) -> Initializer {
    Initializer("orthogonal") { shape, generator in
      require(shape.count >= 2, "Initializer.orthogonal: \(shape): at least two axes are expected")
      let rows = shape[0]
      let columns = shape[1...].reduce(1, *)
      let isWide = rows < columns
      let random = Tensor.normal(
        isWide ? [columns, rows] : [rows, columns], using: &generator)
      let (q, r) = qr(random)
      // Without the signs of r's diagonal some directions would be more likely than others.
      let signed = q * sign(r.diagonal())
      return gain * (isWide ? signed.transposed() : signed).reshaped(shape)
    }
  }

  /// The identity: the layer begins by handing its input on.
  public static let identity = Initializer("identity") { shape, _ in
    require(shape.count == 2, "Initializer.identity: \(shape): a matrix is expected")
    let side = max(shape[0], shape[1])
    return Tensor.identity(side)[0..<shape[0]].slice(0..<shape[1], axis: 1)
  }

  /// The identity for a convolution: the middle of the kernel hands channel `i` on to channel `i`.
  public static let dirac = Initializer("dirac") { shape, _ in
    require(
      shape.count >= 3,
      "Initializer.dirac: \(shape): a shape [outputs, inputs, …kernel] is expected")
    let kernel = shape[2...].reduce(1, *)
    let middle = shape[2...].reduce(0) { $0 * $1 + $1 / 2 }
    var scalars = [Float](repeating: 0, count: shape.reduce(1, *))
    for channel in 0..<min(shape[0], shape[1]) {
      scalars[(channel * shape[1] + channel) * kernel + middle] = 1
    }
    return Tensor(scalars, shape: shape)
  }

  /// Normal numbers of which a share is zero in every column (Martens 2010).
  public static func sparse(zeros: Float, standardDeviation: Float = 0.01) -> Initializer {
    Initializer("sparse") { shape, generator in
      require(shape.count == 2, "Initializer.sparse: \(shape): a matrix is expected")
      let (rows, columns) = (shape[0], shape[1])
      var weights = Tensor.normal(
        shape, standardDeviation: standardDeviation, using: &generator
      ).scalars
      let count = Int((zeros * Float(rows)).rounded(.up))
      for column in 0..<columns {
        for row in generator.permutation(rows).prefix(count) { weights[row * columns + column] = 0 }
      }
      return Tensor(weights, shape: shape)
    }
  }
}
