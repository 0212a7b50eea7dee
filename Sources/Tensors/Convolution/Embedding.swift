import KernelInterface

/// Picks rows of a table: `[rows, width] -> [indices.count, width]`.
@_disfavoredOverload
public func embedding(_ table: Tensor, _ indices: [Int]) -> Tensor {
  require(table.rank == 2, "embedding: \(table.shape): a table [rows, width] is expected")
  requireIndices(indices, table.shape, in: "embedding")
  let width = table.shape[1]
  let rows = Tensor(shape: [indices.count, width]) { result in
    guard width > 0, let result = result.baseAddress else { return }
    table.withPointer { table, _ in
      indices.withUnsafeBufferPointer { picked in
        guard let picked = picked.baseAddress else { return }
        inParallelRanges(indices.count, length: max(1, chunkLength / width)) { start, count in
          kernels.gatherRows(
            picked + start, count: count, columns: width, table, result + start * width)
        }
      }
    }
  }
  guard table.isTracked else { return rows }
  let shape = table.shape
  return rows.recorded(from: table) { g in embeddingGradient(g, indices, tableShape: shape) }
}

/// Takes the gradient of `embedding` back to the table:
/// `[indices.count, width] -> tableShape = [rows, width]`.
///
/// A row that was picked several times receives the sum, added in the order of `indices`; a row that was
/// not picked receives 0.
package func embeddingGradient(
  _ gradient: Tensor, _ indices: [Int], tableShape: [Int]
) -> Tensor {
  let operation = "embeddingGradient"
  require(tableShape.count == 2, "\(operation): \(tableShape): a table [rows, width] is expected")
  requireIndices(indices, tableShape, in: operation)
  let width = tableShape[1]
  require(
    gradient.shape == [indices.count, width],
    "\(operation): \(gradient.shape): \(indices.count) rows of a table \(tableShape) have a gradient "
      + "of \([indices.count, width])")
  let sums = Tensor(shape: tableShape) { result in
    result.update(repeating: 0)
    guard let result = result.baseAddress else { return }
    gradient.withPointer { gradient, _ in
      indices.withUnsafeBufferPointer { picked in
        guard let picked = picked.baseAddress else { return }
        // Every thread adds some of the columns, for no two may add to the same number.
        let narrow = gradientColumns
        let pieces =
          indices.count * width < chunkLength ? 1 : max(1, (width + narrow - 1) / narrow)
        inParallel(pieces) { piece in
          let first = pieces == 1 ? 0 : piece * narrow
          kernels.addRows(
            picked, rowCount: indices.count, columns: width, first: first,
            count: pieces == 1 ? width : min(narrow, width - first), gradient, result)
        }
      }
    }
  }
  guard gradient.isTracked else { return sums }
  return sums.recorded(from: gradient) { g in embedding(g, indices) }
}

/// The columns that one thread adds: a few cache lines.
private let gradientColumns = 64

private func requireIndices(_ indices: [Int], _ table: [Int], in operation: String) {
  for (position, index) in indices.enumerated() {
    require(
      index >= 0 && index < table[0],
      "\(operation): \(table): index \(index) at position \(position) is outside 0..<\(table[0])")
  }
}
