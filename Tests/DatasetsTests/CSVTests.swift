import Datasets
import Foundation
import Tensors
import Testing

@Suite struct CSVTests {
  private func parse(_ text: String, separator: Character = ",", hasHeader: Bool = true)
    throws(DataFileError) -> CSVTable
  {
    try parseCSV(Array(text.utf8), file: "t.csv", separator: separator, hasHeader: hasHeader)
  }

  @Test func headerAndRows() throws {
    let table = try parse("a,b\n1,x\n2,\n")
    #expect(table.header == ["a", "b"])
    #expect(table.rows == [["1", "x"], ["2", ""]])
    #expect(try table.texts("b") == ["x", ""])
    #expect(try table.tensor(["a"]) == Tensor([[1], [2]]))
  }

  @Test func spellingsOfTheSameTable() throws {
    let rows = [["1", "2"], ["3", "4"]]
    for text in [
      "a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r", "\u{FEFF}a,b\n1,2\n3,4\n",
      "\n\na,b\n\n1,2\n\r\n3,4\n\n", "\"a\",\"b\"\n\"1\",2\n3,\"4\"",
    ] {
      let table = try parse(text)
      #expect(table.header == ["a", "b"])
      #expect(table.rows == rows)
    }
    #expect(try parse("1;2\n3;4", separator: ";", hasHeader: false).rows == rows)
    #expect(
      try parse("1\t2", separator: "\t", hasHeader: false).header == ["column 1", "column 2"])
  }

  @Test func quotedFields() throws {
    let table = try parse("name,note\n\"Doe, Jane\",\"said \"\"no\"\"\nand left\"\n\"\",é\n")
    #expect(table.rows == [["Doe, Jane", "said \"no\"\nand left"], ["", "é"]])
  }

  private func message(_ text: String, columns: [String]? = nil) -> String? {
    fault { () throws(DataFileError) in
      let table = try parse(text)
      if let columns { _ = try table.tensor(columns) }
      return table
    }?.description
  }

  @Test func faultsNameTheLine() {
    let advice = ". Open the file in an editor and correct it."
    #expect(
      message("a,b\n1,2\n3\n") == "t.csv, line 3: expected 2 fields, as in line 1, found 1" + advice
    )
    // The quoted line break makes the third row begin on line 4.
    #expect(
      message("a,b\n1,\"x\ny\"\n3,4,5\n")
        == "t.csv, line 4: expected 2 fields, as in line 1, found 3" + advice)
    #expect(
      message("a,b\n1,\"x\ny\n") == "t.csv, line 2: expected a closing quote, found the end of the "
        + "file" + advice)
    #expect(message("a,b\n1,\"x\"y\n")?.contains("line 2: expected a separator or the end") == true)
    #expect(message("a,b\n1,x\"y\n")?.contains("line 2: expected no quote inside") == true)
    #expect(message("")?.contains("found an empty file") == true)
    #expect(message("\n\n")?.contains("found an empty file") == true)
  }

  @Test func wrongNumbersNameLineAndColumn() {
    for text in ["x", "", "1e99", "nan", "inf", "1 2", "0x"] {
      #expect(
        message("a,b\n1,2\n\n3,\(text)\n", columns: ["a", "b"])
          == "t.csv, line 4: expected a finite number in the column \"b\", found \"\(text)\". "
          + "Open the file in an editor and correct it.")
    }
    #expect(message("a,b\n1,2\n", columns: ["c"])?.contains("a column \"c\"") == true)
  }

  @Test func otherEncodingsThrow() {
    let error = fault { () throws(DataFileError) in
      try parseCSV(Array("a\n".utf8) + [0xE9, 0x0A], file: "latin")
    }
    #expect(error?.kind == .malformed)
    #expect(error?.position == .line(2))
  }

  @Test func labelsFollowNamesOrAppearance() throws {
    let table = try parse("species\nrose\ntulip\nrose\n")
    let found = try table.labels("species")
    #expect(found.labels == [0, 1, 0])
    #expect(found.classNames == ["rose", "tulip"])
    #expect(try table.labels("species", classNames: ["tulip", "rose"]).labels == [1, 0, 1])
    let error = fault { () throws(DataFileError) in
      try table.labels("species", classNames: ["rose"])
    }
    #expect(error?.position == .line(3))
  }

  @Test func packedTablesAreRead() throws {
    let text = Array("a,b\n1,2\n".utf8)
    var writer = BitWriter()
    writer.stored(text, isLast: true)
    let folder = try TemporaryFolder()
    let table = try readCSV(at: try folder.write(writer.gzip(of: text), as: "t.csv.gz"))
    #expect(table.rows == [["1", "2"]])
    #expect(table.file == "t.csv.gz")
  }
}
