import KernelInterface

/// Computes `−log p[label]` of every row, where `p` is the softmax of the row: `[n, classes] -> [n]`.
///
/// Softmax and logarithm in one step: nothing overflows, and no probability is rounded to 0 first. The
/// gradient is one pass as well: `p − 1` at the label and `p` elsewhere.
///
/// - Parameters:
///   - logits: `[n, classes]`
///   - labels: `n` classes in `0..<classes`. A row with a negative label is left out: its loss is 0.
@_disfavoredOverload
public func softmaxCrossEntropy(logits: Tensor, labels: [Int]) -> Tensor {
  require(
    logits.rank == 2 && logits.shape[0] == labels.count,
    "softmaxCrossEntropy: \(logits.shape) and \(labels.count) labels: "
      + "logits of shape [\(labels.count), classes] are expected")
  let (rows, columns) = (logits.shape[0], logits.shape[1])
  for (row, label) in labels.enumerated() {
    require(
      label < columns,
      "softmaxCrossEntropy: label \(label) at position \(row) is outside 0..<\(columns)")
  }
  let logSums = Tensor.zeros([rows])
  let losses = Tensor.make([rows], count: rows) { losses in
    logits.withPointer { x, _ in
      labels.withUnsafeBufferPointer { labels in
        guard let labels = labels.baseAddress, columns > 0 else { return }
        inParallelRows(rows, columns) { row, count in
          kernels.crossEntropy(
            rows: count, columns: columns, x + row * columns, labels + row, losses + row,
            logSums.storage.start + row)
        }
      }
    }
  }
  guard logits.isTracked else { return losses }
  return losses.recorded(from: logits) { g in
    if Recording.isNested {
      let kept = Tensor(labels.map { $0 < 0 ? 0 : 1 }).reshaped([rows, 1])
      let targets = Tensor.oneHot(labels.map { max($0, 0) }, classes: columns)
      return g.reshaped([rows, 1]) * kept * (softmax(logits, axis: 1) - targets)
    }
    return Tensor.make([rows, columns], count: rows * columns) { result in
      logits.withPointer { x, _ in
        logSums.withPointer { logSums, _ in
          g.withPointer { g, _ in
            labels.withUnsafeBufferPointer { labels in
              guard let labels = labels.baseAddress else { return }
              inParallelRows(rows, columns) { row, count in
                kernels.crossEntropyGradient(
                  rows: count, columns: columns, x + row * columns, logSums + row, labels + row,
                  g + row, scaleStep: 1, result + row * columns)
              }
            }
          }
        }
      }
    }
  }
}
