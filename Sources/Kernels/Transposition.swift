public import KernelInterface

extension VectorKernels {
  /// Transposes a matrix.
  public static func transpose(
    rows: Int, columns: Int, _ x: Input, xRow: Int, _ result: Output, resultRow: Int
  ) {
    // In squares that fit into the first-level cache: one side is read or written with large jumps, and
    // every line that is fetched should be used up before it is dropped.
    let side = 64
    var i = 0
    while i < rows {
      let lanes = smallerInt(side, rows - i)
      var j = 0
      while j < columns {
        let steps = smallerInt(side, columns - j)
        packTransposed(
          result + (j * resultRow + i), resultRow, x + (i * xRow + j), lanes, xRow, steps)
        j += side
      }
      i += side
    }
  }
}
