public import Foundation
public import Tensors

/// A table of text fields from a CSV file (RFC 4180): rows of equal length and a name per column.
public struct CSVTable: Sendable, Equatable {
  /// The name of the file, for messages.
  public let file: String
  /// The names of the columns.
  public let header: [String]
  /// The fields, row by row.
  public let rows: [[String]]
  /// The line on which each row begins, counted from 1: a quoted field may hold line breaks.
  let lines: [Int]

  /// Returns the fields of a column.
  ///
  /// Throws `malformed` if there is no such column.
  public func texts(_ column: String) throws(DataFileError) -> [String] {
    let index = try self.index(of: column)
    return rows.map { $0[index] }
  }

  /// Returns columns as numbers: `[rows, columns]`.
  ///
  /// Throws `malformed` if there is no such column or a field is not a finite number.
  public func tensor(_ columns: [String]) throws(DataFileError) -> Tensor {
    var indices: [Int] = []
    for column in columns { indices.append(try index(of: column)) }
    var scalars: [Float] = []
    scalars.reserveCapacity(rows.count * columns.count)
    for (row, line) in zip(rows, lines) {
      for index in indices {
        guard let number = Float(row[index]), number.isFinite else {
          throw DataFileError(
            .malformed, file: file, at: .line(line),
            expected: "a finite number in the column \"\(header[index])\"",
            found: "\"\(row[index])\"")
        }
        scalars.append(number)
      }
    }
    return Tensor(scalars, shape: [rows.count, columns.count])
  }

  /// Returns a column of class names as labels: the position of each name among `classNames`.
  ///
  /// Without `classNames` they are numbered in the order in which they first appear.
  /// Throws `malformed` if there is no such column or a field is none of `classNames`.
  public func labels(
    _ column: String, classNames: [String]? = nil
  ) throws(DataFileError) -> (labels: [Int], classNames: [String]) {
    let texts = try texts(column)
    var names = classNames ?? []
    var numbers: [String: Int] = [:]
    for (number, name) in names.enumerated() where numbers[name] == nil { numbers[name] = number }
    var labels: [Int] = []
    for (text, line) in zip(texts, lines) {
      if let number = numbers[text] {
        labels.append(number)
        continue
      }
      guard classNames == nil else {
        throw DataFileError(
          .malformed, file: file, at: .line(line),
          expected: "one of \(names) in the column \"\(column)\"", found: "\"\(text)\"")
      }
      numbers[text] = names.count
      labels.append(names.count)
      names.append(text)
    }
    return (labels, names)
  }

  private func index(of column: String) throws(DataFileError) -> Int {
    guard let index = header.firstIndex(of: column) else {
      throw DataFileError(
        .malformed, file: file, at: .line(1), expected: "a column \"\(column)\"",
        found: "the columns \(header)", advice: "Check the spelling.")
    }
    return index
  }
}

/// Reads a CSV file, packed by gzip or not.
///
/// Fields are separated by `separator`; a field in double quotes may contain the separator, line
/// breaks, and double quotes written twice. Empty lines are skipped. The text is UTF-8.
///
/// - Parameters:
///   - url: The file.
///   - separator: An ASCII character.
///   - hasHeader: Whether the first line names the columns; otherwise they are `column 1`, ….
/// - Throws: `DataFileError`: `malformed` with the line if a quote is out of place or a row has more
///   or fewer fields than the first one.
public func readCSV(
  at url: URL, separator: Character = ",", hasHeader: Bool = true
) throws(DataFileError) -> CSVTable {
  let file = url.lastPathComponent
  var bytes = try readBytes(at: url)
  if isGzip(bytes) { bytes = try gunzip(bytes, file: file, limit: 1 << 28) }
  return try parseCSV(bytes, file: file, separator: separator, hasHeader: hasHeader)
}

/// Reads the content of a CSV file.
package func parseCSV(
  _ bytes: [UInt8], file: String, separator: Character = ",", hasHeader: Bool = true
) throws(DataFileError) -> CSVTable {
  let separatorByte = separator.asciiValue ?? 0
  require(
    separatorByte != 0 && separator != "\"" && !separator.isNewline,
    "readCSV: the separator must be an ASCII character, no quote and no line break")
  var parser = CSVParser(bytes, file: file, separator: separatorByte)
  var rows: [[String]] = []
  var lines: [Int] = []
  while let row = try parser.nextRow() {
    if let first = rows.first, row.fields.count != first.count {
      throw DataFileError(
        .malformed, file: file, at: .line(row.line),
        expected: "\(first.count) fields, as in line \(lines[0])", found: "\(row.fields.count)")
    }
    rows.append(row.fields)
    lines.append(row.line)
  }
  guard let first = rows.first else {
    throw DataFileError(
      .malformed, file: file, at: .line(1), expected: "at least one line", found: "an empty file")
  }
  guard hasHeader else {
    let header = first.indices.map { "column \($0 + 1)" }
    return CSVTable(file: file, header: header, rows: rows, lines: lines)
  }
  return CSVTable(
    file: file, header: first, rows: Array(rows.dropFirst()), lines: Array(lines.dropFirst()))
}
