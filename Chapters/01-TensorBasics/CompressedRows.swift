// When most elements are 0
//
// A shape and strides say where every element stands. If almost all of them are 0, that is a waste: a table
// of a million users and a million films holds 10¹² elements, four terabytes, and perhaps 10⁷ ratings.
// Then store what is there: for each row the columns that are not 0, and their values. One more array says
// where each row begins. This is the format *compressed sparse rows*.
//
//     [[0, 5, 0],        columns  [1, 0, 2]
//      [7, 0, 8],        values   [5, 7, 8]
//      [0, 0, 0]]        starts   [0, 1, 3, 3]      row i is starts[i] ..< starts[i + 1]
//
// Multiplying by a vector visits the stored elements only. That is all that power iteration needs, which
// is how one finds the leading eigenvector of a web of a billion pages.

public import Tensors

/// A matrix of which only the elements that are not 0 are stored, row by row.
public struct CompressedRows: Sendable, Equatable {
  /// The number of rows and of columns.
  public let shape: [Int]
  /// The elements, row by row.
  public let values: [Float]
  /// The column of each element.
  public let columns: [Int]
  /// Where each row begins in `values`, and at the end where the last one ends: rows + 1 numbers.
  public let starts: [Int]

  /// The share of the elements that are stored, 0 to 1.
  public var density: Double {
    let count = shape.reduce(1, *)
    return count == 0 ? 0 : Double(values.count) / Double(count)
  }

  /// Stores the elements of a matrix `[m, n]` that are not 0.
  public init(_ matrix: Tensor) {
    require(matrix.rank == 2, "CompressedRows: \(matrix.shape): a matrix is expected")
    var (values, columns, starts) = ([Float](), [Int](), [0])
    for row in 0..<matrix.shape[0] {
      for (column, value) in matrix[row].scalars.enumerated() where value != 0 {
        values.append(value)
        columns.append(column)
      }
      starts.append(values.count)
    }
    shape = matrix.shape
    self.values = values
    self.columns = columns
    self.starts = starts
  }

  /// Multiplies by a vector: `[m, n] x [n] -> [m]`.
  public func times(_ x: Tensor) -> Tensor {
    require(
      x.shape == [shape[1]], "times: \(shape) x \(x.shape): a vector [\(shape[1])] is expected")
    let x = x.scalars
    let sums = (0..<shape[0]).map { row in
      (starts[row]..<starts[row + 1]).reduce(Float(0)) { $0 + values[$1] * x[columns[$1]] }
    }
    return Tensor(sums)
  }
}
