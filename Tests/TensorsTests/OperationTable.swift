import Tensors

/// Every differentiable operation of the module.
///
/// The tests of values, gradients, measured slopes and special values, and the inventory, run over this
/// one table and over the recorded cases.
enum OperationTable {
  static let all: [String: CheckedOperation] = {
    var table = FunctionOperations.all.merging(ShapeOperations.all) { first, _ in first }
      .merging(LayerOperations.all) { first, _ in first }
      .merging(LinearAlgebraOperations.all) { first, _ in first }
      .map { CheckedOperation(name: $0.key, function: $0.value) }
    for index in table.indices { describe(&table[index]) }
    return Dictionary(uniqueKeysWithValues: table.map { ($0.name, $0) })
  }()

  private static func describe(_ operation: inout CheckedOperation) {
    let name = operation.name
    if inPieces.contains(name) { operation.slopes = .inPieces }
    operation.constants = masks[name] ?? []
    operation.samples = samples[name] ?? []
    for (names, tolerance) in tolerances where names.contains(name) {
      operation.tolerance = tolerance
    }
    if LinearAlgebraOperations.all[name] != nil {
      operation.tolerance = CheckedOperation.Tolerance(
        relative: 1e-6, ofGradient: 1e-4, isOfLargest: true,
        reason: "Decompositions are computed in Double, their pullbacks in single precision.")
    }
    for (extent, names) in lacking where names.contains(name) { operation.lacking.insert(extent) }
    if !broadcasting.contains(name) { operation.lacking.insert(.broadcast) }
  }

  // MARK: Slopes

  /// Operations that choose, cut or round: their slopes are measured with small steps, away from kinks.
  private static let inPieces: Set = [
    "relu", "abs", "sign", "floor", "ceil", "round", "maximum", "minimum", "maximumNumber",
    "numberMaximum", "minimumNumber", "numberMinimum", "max", "min", "maxAll", "minAll", "maxKept",
    "minKept", "clipped", "clippedBelow", "clippedAbove", "sorted", "topK", "maxPooling2D",
    "norm.one", "norm.infinity", "matrixNorm.one", "matrixNorm.infinity", "remainder",
    "floorDivided", "cumulativeMaximum", "cumulativeMinimum", "median", "medianKept",
  ]

  private static let masks: [String: Set<Int>] = [
    "select": [0], "selectNumber": [0], "numberSelect": [0], "filled": [1], "masked": [1],
    "maskedPut": [1],
  ]

  // MARK: Inputs

  private static func random(_ shape: [Int], _ seed: UInt64 = 1) -> Tensor {
    var generator = RandomGenerator(seed: seed)
    return .normal(shape, using: &generator)
  }

  /// Matrices that are far from singular.
  private static func regular(_ shape: [Int], _ seed: UInt64 = 1) -> Tensor {
    random(shape, seed) * 0.5 + Tensor.identity(shape[shape.count - 1]) * 2
  }

  /// Symmetric matrices that are far from singular, whose eigenvalues are well apart.
  private static func definite(_ n: Int) -> Tensor {
    let x = random([n, n]) * 0.3
    return x + x.transposed() + Tensor((0..<n).map { Float(2 + 2 * $0) }).diagonalMatrix()
  }

  /// Numbers that are at least 1/10 apart, and 1/20 away from 0.
  private static func apart(_ shape: [Int]) -> Tensor {
    var generator = RandomGenerator(seed: 4)
    let order = generator.permutation(shape.reduce(1, *))
    return Tensor(order.map { Float($0) / 10 - 0.85 }, shape: shape)
  }

  /// Recorded matrices may be nearly singular, where a step of 1/200 is a long one; and recorded numbers
  /// may lie beside a kink.
  private static let samples: [String: [[Tensor]]] = {
    var samples: [String: [[Tensor]]] = [
      "maxAll": [[apart([3, 4])]], "norm.one": [[apart([3, 4])]], "norm.two": [[apart([3, 4])]],
      "qr": [[random([5, 3])], [regular([2, 3, 3])], [random([2, 4]) * 0.5 + 1]],
      "svd": [[random([4, 3])], [random([2, 3, 4])], [random([3, 5])]],
      "symmetricEigen": [[definite(4)]],
      "cholesky": [[definite(3)]], "choleskyIfPositiveDefinite": [[definite(3)]],
      "pseudoInverse": [[random([5, 3])], [random([2, 4])]],
      "solve": [
        [regular([3, 3]), random([3, 2], 2)], [regular([4, 4]), random([4], 2)],
        [regular([2, 3, 3]), random([3, 2], 2)],
      ],
      "solveIfRegular": [[regular([3, 3]), random([3, 2], 2)]],
      "inverse": [[regular([2, 3, 3])]], "determinant": [[regular([2, 3, 3])]],
      "logDeterminant": [[regular([4, 4])]],
      // Away from whole quotients, and from the origin.
      "remainder": [[Tensor([[0.9, 2.3, -1.4]]), Tensor([0.5, 0.7, 0.6])]],
      "atan2": [[Tensor([[0.5, -1.2, 2]]), Tensor([1.5, 0.7, -1.1])]],
    ]
    for name in LinearAlgebraOperations.all.keys where name.hasPrefix("triangularSolve") {
      samples[name] = [[regular([3, 3]), random([2, 3, 1], 2)]]
    }
    return samples
  }()

  // MARK: Tolerances

  private static let tolerances: [(names: Set<String>, tolerance: CheckedOperation.Tolerance)] = [
    (
      [
        "matmul", "matmulTransposed", "matmulTransposedFirst", "matmulTransposedSecond", "einsum",
        "tensordot", "tensordotCount", "inner", "dot", "outer", "convolution1D", "convolution2D",
        "transposedConvolution1D", "transposedConvolution2D",
      ],
      .init(isOfLargest: true, reason: "Sums of products of both signs, which cancel.")
    ),
    (
      ["batchNormFixed"],
      .init(isOfLargest: true, reason: "Gradients of mean and variance are sums over the batch.")
    ),
  ]

  // MARK: Shapes

  /// Operations of two operands whose shapes are stretched to each other.
  private static let broadcasting: Set = [
    "add", "subtract", "multiply", "divide", "maximum", "minimum", "pow", "addInPlace",
    "subtractInPlace", "multiplyInPlace", "divideInPlace", "select", "selectNumber",
    "numberSelect", "filled", "matmul", "einsum", "inner", "solve", "solveIfRegular", "cross",
    "cross.axis", "assigned", "atan2", "logAddExp", "remainder", "floorDivided",
  ]

  private static let lacking: [(CheckedOperation.Extent, Set<String>)] = [
    // An empty axis has no largest element, no average and no spread; the other axes may be empty.
    (.empty, ["maxAll", "minAll", "meanAll", "elementAssigned"]),
    // PyTorch does not take it.
    (.empty, ["batchNorm"]),
    // One number has no estimated variance; and what needs two or three positions along an axis.
    (
      .single,
      [
        "variance1", "variance1Kept", "standardDeviation", "standardDeviationKept",
        "paddedReflect", "diagonalOfAxes", "cross", "cross.axis",
      ]
    ),
    // Vectors.
    (.uneven, ["dot", "outer", "meshgrid"]),
    // Square matrices.
    (
      .uneven,
      [
        "cholesky", "choleskyIfPositiveDefinite", "symmetricEigen", "inverse", "determinant",
        "logDeterminant",
      ]
    ),
  ]
}
