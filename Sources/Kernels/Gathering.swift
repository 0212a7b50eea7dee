public import KernelInterface

extension VectorKernels {
  /// Copies rows of a table.
  public static func gatherRows(
    _ rows: UnsafePointer<Int>, count: Int, columns: Int, _ table: Input, _ result: Output
  ) {
    var i = 0
    while i < count {
      copyVectors(table + rows[i] * columns, result + i * columns, columns)
      i += 1
    }
  }

  /// Adds rows to rows of a table.
  public static func addRows(
    _ rows: UnsafePointer<Int>, rowCount: Int, columns: Int, first: Int, count: Int,
    _ values: Input, _ table: Output
  ) {
    var i = 0
    while i < rowCount {
      addVectors(values + (i * columns + first), 1, table + (rows[i] * columns + first), count)
      i += 1
    }
  }
}
