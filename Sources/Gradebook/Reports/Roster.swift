/// Who is who: the table that a learning platform exports, with a row for every student.
///
/// The gradebook that Canvas exports and the one that Moodle exports both do. A submission belongs to the
/// row in which some cell that names a person is the submission's folder.
public struct Roster: Sendable {
  /// What a platform knows a student by.
  public struct Person: Sendable, Equatable {
    /// The row, by the heading of its column.
    public let fields: [String: String]

    /// The first of some columns that is not empty.
    func first(_ names: String...) -> String? {
      names.lazy.compactMap { fields[$0] }.first { !$0.isEmpty }
    }
  }

  private let people: [Person]

  /// The columns whose cells name a person.
  private static let names = [
    "Student", "ID", "SIS User ID", "SIS Login ID", "Username", "Email address", "ID number",
  ]

  /// A roster without anybody.
  public init() { people = [] }

  /// Reads a table with a row of headings.
  ///
  /// - Throws: `RosterError` where a platform's columns are missing.
  public init(csv text: String) throws(RosterError) {
    var rows = Self.rows(text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
    guard !rows.isEmpty else { throw RosterError("the roster is empty") }
    let headings = rows.removeFirst()
    guard headings.contains(where: Self.names.contains) else {
      throw RosterError(
        "the roster has none of the columns \(Self.names.joined(separator: ", ")); "
          + "use the gradebook that Canvas or Moodle exports")
    }
    people = rows.map { row in
      Person(fields: Dictionary(zip(headings, row)) { first, _ in first })
    }
  }

  /// The person whose submission lies in the folder `name`.
  public func person(_ name: String) -> Person? {
    let wanted = Self.plain(name)
    return people.first { person in
      let full = [
        person.fields["First name"], person.fields["Last name"] ?? person.fields["Surname"],
      ]
      .compactMap(\.self).joined(separator: " ")
      let cells = Self.names.compactMap { person.fields[$0] } + [full]
      return cells.contains { cell in
        // Canvas writes "Lovelace, Ada".
        let parts = cell.split(separator: ",", maxSplits: 1).map(String.init)
        let turned = parts.count == 2 ? parts[1] + " " + parts[0] : cell
        return !cell.isEmpty && [Self.plain(cell), Self.plain(turned)].contains(wanted)
      }
    }
  }

  private static func plain(_ text: String) -> String {
    text.lowercased().split { $0.isWhitespace || $0 == "_" }.joined(separator: " ")
  }

  /// Cuts a table into rows of fields (RFC 4180).
  static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = ""
    var isQuoted = false
    var rest = text[...]
    while let character = rest.popFirst() {
      if isQuoted {
        if character == "\"" {
          if rest.first == "\"" {
            field.append("\"")
            rest.removeFirst()
          } else {
            isQuoted = false
          }
        } else {
          field.append(character)
        }
      } else if character == "\"" {
        isQuoted = true
      } else if character == "," {
        row.append(field)
        field = ""
      } else if character.isNewline {
        if !(row.isEmpty && field.isEmpty) { rows.append(row + [field]) }
        (row, field) = ([], "")
      } else {
        field.append(character)
      }
    }
    if !(row.isEmpty && field.isEmpty) { rows.append(row + [field]) }
    return rows
  }
}

/// A roster that cannot be used, in words for the person who gave it.
public struct RosterError: Error, CustomStringConvertible {
  /// What is wrong.
  public let description: String

  init(_ description: String) { self.description = description }
}
