import Tensors

/// A table of numbers whose cells are shaded by size: a confusion matrix, above all.
public struct MatrixChart: Figure {
  /// The heading above the table.
  public var title: String
  /// What the rows are, for example "true class".
  public var rowLabel: String
  /// What the columns are, for example "predicted class".
  public var columnLabel: String

  let rowNames: [String]
  let columnNames: [String]
  let texts: [[String]]
  /// How strongly each cell is shaded, 0 to 1.
  let shares: [[Double]]
  private let shading: String

  /// Makes a table of counts.
  ///
  /// A cell is shaded by its share of its row, so that rare classes can be read as well as frequent
  /// ones; by the share's square root, so that the few mistakes of a good classifier can be seen at
  /// all.
  ///
  /// - Parameters:
  ///   - counts: `counts[row][column]`, for a confusion matrix `counts[true][predicted]`.
  ///   - rowNames: a name for each row; empty numbers them from 0.
  ///   - columnNames: a name for each column; empty takes the rows' names or numbers them from 0.
  public init(
    title: String, counts: [[Int]], rowNames: [String] = [], columnNames: [String] = [],
    rowLabel: String = "true class", columnLabel: String = "predicted class"
  ) {
    self.init(
      title: title, texts: counts.map { $0.map(String.init) },
      shares: counts.map { row in
        let total = row.reduce(0, +)
        return row.map { total > 0 ? (Double($0) / Double(total)).squareRoot() : 0 }
      }, rowNames: rowNames, columnNames: columnNames, rowLabel: rowLabel,
      columnLabel: columnLabel, shading: "A darker cell holds a larger share of its row")
  }

  /// Makes a table of any numbers.
  ///
  /// A cell is shaded by its place between the smallest and the largest number of the table.
  ///
  /// - Parameter decimals: digits after the point.
  public init(
    title: String, values: [[Float]], decimals: Int = 2, rowNames: [String] = [],
    columnNames: [String] = [], rowLabel: String = "", columnLabel: String = ""
  ) {
    let finite = values.joined().filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    self.init(
      title: title,
      texts: values.map { $0.map { fixed($0, decimals) } },
      shares: values.map { row in
        row.map { $0.isFinite && high > low ? Double(($0 - low) / (high - low)) : 0 }
      }, rowNames: rowNames, columnNames: columnNames, rowLabel: rowLabel,
      columnLabel: columnLabel,
      shading: "Cells are shaded from the smallest to the largest value")
  }

  private init(
    title: String, texts: [[String]], shares: [[Double]], rowNames: [String],
    columnNames: [String], rowLabel: String, columnLabel: String, shading: String
  ) {
    let width = texts.first?.count ?? 0
    for (index, row) in texts.enumerated() {
      require(
        row.count == width,
        "MatrixChart: row 0 has \(width) cells and row \(index) has \(row.count)")
    }
    require(
      rowNames.isEmpty || rowNames.count == texts.count,
      "MatrixChart: \(texts.count) rows and \(rowNames.count) row names")
    require(
      columnNames.isEmpty || columnNames.count == width,
      "MatrixChart: \(width) columns and \(columnNames.count) column names")
    self.title = title
    self.texts = texts
    self.shares = shares
    self.rowLabel = rowLabel
    self.columnLabel = columnLabel
    self.shading = shading
    self.rowNames = rowNames.isEmpty ? texts.indices.map(String.init) : rowNames
    if columnNames.isEmpty {
      self.columnNames =
        rowNames.count == width && !rowNames.isEmpty ? rowNames : (0..<width).map(String.init)
    } else {
      self.columnNames = columnNames
    }
  }

  /// Says in words what the table shows.
  var summary: String {
    "Table of \(rowNames.count) rows and \(columnNames.count) columns. \(shading)."
  }

  /// The colour of a cell: white to dark blue.
  static func colour(_ share: Double) -> Colour {
    Colour.white.mixed(with: Colour(0x00527F), share: share)
  }
}
