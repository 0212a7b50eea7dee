public import KernelInterface

extension VectorKernels {
  /// Computes the cross-entropy of every row's softmax and its label.
  public static func crossEntropy(
    rows: Int, columns: Int, _ x: Input, _ labels: UnsafePointer<Int>, _ losses: Output,
    _ logSums: Output
  ) {
    var row = 0
    while row < rows {
      let a = x + row * columns
      if row + 4 <= rows {
        let m = largestOfFour(a, columns)
        let l = logarithmsOfFour(a, columns, m)
        storeLoss(m.0, l.0, a, labels + row, losses + row, logSums + row)
        storeLoss(m.1, l.1, a + columns, labels + row + 1, losses + row + 1, logSums + row + 1)
        storeLoss(m.2, l.2, a + 2 * columns, labels + row + 2, losses + row + 2, logSums + row + 2)
        storeLoss(m.3, l.3, a + 3 * columns, labels + row + 3, losses + row + 3, logSums + row + 3)
        row += 4
      } else {
        let largest = find(.largest, a, count: columns)
        let logarithm = logarithmOfOne(a, columns, largest)
        storeLoss(largest, logarithm, a, labels + row, losses + row, logSums + row)
        row += 1
      }
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

@inline(__always)
private func storeLoss(
  _ largest: Float, _ logarithm: Float, _ x: Input, _ label: UnsafePointer<Int>, _ loss: Output,
  _ sum: Output
) {
  sum[0] = logSum(largest, logarithm)
  // In this order a small loss keeps its digits: for a sure answer the difference is 0.
  loss[0] = label[0] < 0 ? 0 : logarithm + (largest - x[label[0]])
}
