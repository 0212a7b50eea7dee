import Tensors

// First weights that have a structure: right angles, the identity, many zeros.

extension Initializer {
  /// Rows or columns that stand at right angles on each other and have length `gain`: lengths stay exactly,
  /// not only on average.
  ///
  /// The shape is read as a matrix of its first axis and all others. Of the two, the shorter family of
  /// vectors stands at right angles. `qr` never gives `r` a negative diagonal, which makes every direction as
  /// likely as any other.
  ///
  /// Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural
  /// networks" (2014).
  public static func orthogonal(gain: Float = Gain.linear) -> Initializer {
    Initializer("orthogonal") { shape, generator in
      require(shape.count >= 2, "Initializer.orthogonal: \(shape): at least two axes are expected")
      let (rows, columns) = (shape[0], shape[1...].reduce(1, *))
      let isWide = rows < columns
      let q = qr(.normal(isWide ? [columns, rows] : [rows, columns], using: &generator)).q
      return gain * (isWide ? q.transposed() : q).reshaped(shape)
    }
  }

  /// The identity: the layer begins by handing its input on.
  public static let identity = Initializer("identity") { shape, _ in
    require(shape.count == 2, "Initializer.identity: \(shape): a matrix is expected")
    let (rows, columns) = (shape[0], shape[1])
    var scalars = [Float](repeating: 0, count: rows * columns)
    for index in 0..<min(rows, columns) { scalars[index * columns + index] = 1 }
    return Tensor(scalars, shape: shape)
  }

  /// The identity for a convolution: the middle of the kernel hands channel `i` on to channel `i`.
  public static let dirac = Initializer("dirac") { shape, _ in
    require(
      shape.count >= 3,
      "Initializer.dirac: \(shape): a shape [outputs, inputs, …kernel] is expected")
    let kernel = shape[2...].reduce(1, *)
    let middle = shape[2...].reduce(0) { $0 * $1 + $1 / 2 }
    var scalars = [Float](repeating: 0, count: shape.reduce(1, *))
    if kernel > 0 {
      for channel in 0..<min(shape[0], shape[1]) {
        scalars[(channel * shape[1] + channel) * kernel + middle] = 1
      }
    }
    return Tensor(scalars, shape: shape)
  }

  /// Normal numbers of which a share is zero in every column, so that a unit hears few inputs, and loudly.
  ///
  /// Martens, "Deep learning via Hessian-free optimization" (2010).
  ///
  /// - Parameters:
  ///   - zeros: The share of a unit's weights that is zero, rounded up to whole weights.
  ///   - standardDeviation: That of the others.
  public static func sparse(zeros: Float, standardDeviation: Float = 0.01) -> Initializer {
    require(zeros >= 0 && zeros <= 1, "Initializer.sparse: a share of \(zeros); 0 to 1 is expected")
    return Initializer("sparse") { shape, generator in
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
