import Foundation
import Grading
import Testing

@testable import Gradebook

@Suite("The gradebook's tables")
struct TablesTests {
  private let tables = GradebookTables(results: SampleClass.three, roster: Roster())

  @Test("a table that is read back gives the same fields; no field is a formula")
  func roundTrip() {
    let rows = Roster.rows(tables.whole)
    #expect(rows.count == 4)
    #expect(Set(rows.map(\.count)).count == 1)
    #expect(rows[1][0] == "Ada, \"A\"")
    #expect(rows[2][0] == "'=Bob")
    #expect(rows.map { $0[1] } == ["Score", "10", "4", "0"])
    #expect(tables.whole.hasSuffix("\r\n"))
  }

  @Test("Canvas: five columns that name a student, then the points possible, then the students")
  func canvas() {
    let rows = Roster.rows(tables.canvas)
    #expect(rows[0].prefix(5) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"])
    #expect(rows[0].dropFirst(5).allSatisfy { $0.hasPrefix("Descent 03.") })
    #expect(rows[1][0] == "    Points Possible")
    #expect(rows[1].dropFirst(5) == ["4", "6"])
    #expect(rows[2].dropFirst(5) == ["4", "6"])
    #expect(rows.count == 5)
  }

  @Test("names and ids come from the table that a platform exported")
  func roster() throws {
    let roster = try Roster(
      csv: "\u{FEFF}Student,ID,SIS User ID,SIS Login ID,Section\r\n"
        + "\"Lovelace, Ada\",17,S1,ada@x.org,\"A, 1\"\r\nBob B,18,S2,bob,\"B\"\r\n")
    #expect(roster.person("ada lovelace")?.fields["ID"] == "17")
    #expect(roster.person("bob")?.fields["Section"] == "B")
    #expect(roster.person("nobody") == nil)
    #expect(throws: RosterError.self) { try Roster(csv: "a,b\n1,2\n") }
    let result = SampleClass.result("Ada_Lovelace", [SampleClass.grade("03.1", [true])])
    let rows = Roster.rows(GradebookTables(results: [result], roster: roster).canvas)
    #expect(rows[2] == ["Lovelace, Ada", "17", "S1", "ada@x.org", "A, 1", "2"])
  }

  @Test("Moodle: one row of headings, one row a student")
  func moodle() {
    let rows = Roster.rows(tables.moodle)
    #expect(rows[0].first == "Username")
    #expect(rows.count == 4)
    let total = rows[0].firstIndex(of: "Total")
    #expect(total.map { rows[2][$0] } == "4")
    #expect(rows[2].last == "Not all points: 03.1, 03.2")
  }
}
