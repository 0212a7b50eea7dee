public import KernelInterface

extension VectorKernels {
  /// Computes the cross-entropy of every row's softmax and its label.
  public static func crossEntropy(
    rows: Int, columns: Int, _ x: Input, _ labels: UnsafePointer<Int>, _ losses: Output,
    _ logSums: Output
  ) {
    var row = 0
    while row < rows {
      let start = x + row * columns
      let label = labels[row]
      if label < 0 {
        losses[row] = 0
        logSums[row] = 0
      } else {
        let (largest, logarithm) = logSumParts(start, columns)
        // In this order a small loss keeps its digits: for a sure answer the difference is 0.
        losses[row] = logarithm + (largest - start[label])
        logSums[row] = logSum(largest, logarithm)
      }
      row += 1
    }
  }

  /// Computes the gradient of `crossEntropy`.
  public static func crossEntropyGradient(
    rows: Int, columns: Int, _ x: Input, _ logSums: Input, _ labels: UnsafePointer<Int>,
    _ scales: Input, scaleStep: Int, _ result: Output
  ) {
    var row = 0
    while row < rows {
      let target = result + row * columns
      let label = labels[row]
      if label < 0 {
        var column = 0
        while column < columns {
          target[column] = 0
          column += 1
        }
      } else {
        let scale = scales[row * scaleStep]
        storeScaledExponentials(
          x + row * columns, target, columns, shift: logSums[row], factor: scale)
        target[label] -= scale
      }
      row += 1
    }
  }
}
