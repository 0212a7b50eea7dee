/// Where a kernel reads floats.
public typealias Input = UnsafePointer<Float>
/// Where a kernel writes floats.
public typealias Output = UnsafeMutablePointer<Float>

/// One instruction set's implementation of every kernel: the loops in which the time is spent.
///
/// Kernels check nothing. The caller has checked all shapes, and all memory is valid. A result may be
/// written over an operand that starts at the same address; operands must not overlap otherwise.
public protocol KernelSet:
  ActivationKernels,
  RowKernels,
  NormalizationKernels,
  AxisKernels,
  OptimizerKernels,
  WindowKernels,
  PoolingKernels,
  GatherKernels,
  RandomKernels
{
  // MARK: Element by element

  /// Applies `operation` to `count` elements of `x`.
  static func apply(_ operation: ElementOperation, _ x: Input, _ result: Output, count: Int)

  /// Applies `operation` to pairs of elements and writes a contiguous `[rows, columns]` result.
  ///
  /// Element `(i, j)` of `a` is `a[i * aRow + j * aColumn]`, likewise for `b`. The column strides are 1,
  /// or 0 to use one element for a whole row.
  static func combine(
    _ operation: PairOperation, rows: Int, columns: Int, _ a: Input, _ aRow: Int, _ aColumn: Int,
    _ b: Input, _ bRow: Int, _ bColumn: Int, _ result: Output)

  // MARK: Reductions

  /// Sums `count` elements.
  static func sum(_ x: Input, count: Int) -> Double

  /// Sums the products of `count` pairs of elements.
  static func dot(_ a: Input, _ b: Input, count: Int) -> Double

  /// Sums every row of a contiguous matrix: `[rows, columns] -> [rows]`.
  static func sumRows(rows: Int, columns: Int, _ x: Input, _ result: Output)

  /// Sums every column of a contiguous matrix: `[rows, columns] -> [columns]`.
  static func sumColumns(rows: Int, columns: Int, _ x: Input, _ result: Output)

  /// Finds an extreme of `count` elements, at least one.
  static func find(_ extreme: Extreme, _ x: Input, count: Int) -> Float

  /// Finds an extreme of every column of a contiguous matrix of at least one row:
  /// `[rows, columns] -> [columns]`.
  static func findInColumns(
    _ extreme: Extreme, rows: Int, columns: Int, _ x: Input, _ result: Output)

  /// Finds the position of the first largest of `count` elements, at least one; a NaN counts as larger
  /// than everything.
  static func positionOfLargest(_ x: Input, count: Int) -> Int

  // MARK: Arrangement

  /// Transposes a matrix: `result[j * resultRow + i] = x[i * xRow + j]`.
  static func transpose(
    rows: Int, columns: Int, _ x: Input, xRow: Int, _ result: Output, resultRow: Int)

  // MARK: Products

  /// Computes `result = alpha a b`, or adds it to `result`, for `a [m, k]`, `b [k, n]` and
  /// `result [m, n]`.
  ///
  /// Rows of `result` are `resultRow` elements apart. Every element is computed by the same sequence of
  /// additions whatever `m` and `n` are, so that a product may be cut into blocks of rows or columns
  /// without changing a bit. `scratch` has room for `scratchCount(m:n:k:)` floats.
  static func multiply(
    m: Int, n: Int, k: Int, alpha: Float, _ a: Matrix, _ b: Matrix, _ result: Output,
    resultRow: Int, accumulate: Bool, scratch: Output)

  /// The floats of working memory that `multiply` needs.
  static func scratchCount(m: Int, n: Int, k: Int) -> Int

  /// The height and width of the blocks that `multiply` computes at once; a cut elsewhere wastes work.
  static var tile: (rows: Int, columns: Int) { get }

  /// Multiplies and adds in registers, `rounds` times as much as fits into them, to find out how fast the
  /// processor can.
  ///
  /// - Returns: The number of multiplications and additions, and a result that depends on all of them.
  static func multiplyAndAdd(rounds: Int) -> (operations: Int, result: Float)

  /// Multiplies a matrix by a vector: `[rows, columns] x [columns] -> [rows]`; one of the strides of `a`
  /// is 1.
  static func multiply(rows: Int, columns: Int, _ a: Matrix, _ x: Input, _ result: Output)
}
