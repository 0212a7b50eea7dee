public import KernelInterface

extension VectorKernels {
  /// Computes the Euclidean norm of every row.
  public static func normsOfRows(rows: Int, columns: Int, _ x: Input, _ result: Output) {
    var row = 0
    while row < rows {
      let start = x + row * columns
      result[row] = Float(dot(start, start, count: columns).squareRoot())
      row += 1
    }
  }
}
