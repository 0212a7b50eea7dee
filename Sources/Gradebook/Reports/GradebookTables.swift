import Course
import Grading

/// The gradebook as tables: one for a person, one for Canvas, one for Moodle.
struct GradebookTables {
  let results: [SubmissionResult]
  let roster: Roster

  private var ids: [String] {
    let all = Set(results.flatMap { $0.exercises.map(\.id) })
    return all.sorted()
  }

  private func points(_ id: String) -> Int {
    results.lazy.flatMap(\.exercises).first { $0.id == id }?.points ?? 0
  }

  private func title(_ id: String) -> String {
    (Catalogue.exercise(id)?.title).map { "\(id) \($0)" } ?? id
  }

  private func grade(_ id: String, _ result: SubmissionResult) -> Grade? {
    result.exercises.first { $0.id == id }
  }

  /// A row for every submission: the points and how each exercise ended.
  var whole: String {
    var table = CSVText()
    let projects = Set(results.flatMap { $0.projects.map(\.id) }).sorted()
    table.add(
      ["Submission", "Score", "Maximum"] + ids + ids.map { "\($0) status" }
        + projects.map { "project \($0)" } + ["Notes"])
    for result in results {
      table.add(
        [CSVText.harmless(result.name), "\(result.score)", "\(result.maximum)"]
          + ids.map { grade($0, result).map { "\($0.earned)" } ?? "" }
          + ids.map { grade($0, result)?.status.rawValue ?? "" }
          + projects.map { id in
            result.projects.first { $0.id == id }?.status.rawValue ?? ""
          } + [CSVText.harmless(result.notes.joined(separator: "; "))])
    }
    return table.text
  }

  /// What Canvas imports: the columns that name a student, then one column an exercise, with the most
  /// points in the second row.
  var canvas: String {
    var table = CSVText()
    table.add(
      ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
        + ids.map { "Descent \(title($0))" })
    table.add(["    Points Possible", "", "", "", ""] + ids.map { "\(points($0))" })
    for result in results {
      let person = roster.person(result.name)
      table.add(
        [
          CSVText.harmless(person?.first("Student") ?? result.name), person?.first("ID") ?? "",
          person?.first("SIS User ID") ?? "",
          // Without a roster the folder's name is the only thing that can name the student.
          person.map { $0.first("SIS Login ID") ?? "" } ?? CSVText.harmless(result.name),
          person?.first("Section") ?? "",
        ] + ids.map { grade($0, result).map { "\($0.earned)" } ?? "" })
    }
    return table.text
  }

  /// What Moodle imports: columns that name a student, one column a grade item, and the feedback.
  var moodle: String {
    var table = CSVText()
    table.add(
      ["Username", "Email address", "ID number", "First name", "Last name"] + ids.map(title)
        + ["Total", "Feedback"])
    for result in results {
      let person = roster.person(result.name)
      let open = result.exercises.filter { ![.passed, .notAttempted].contains($0.status) }
      let feedback = open.isEmpty ? "" : "Not all points: " + open.map(\.id).joined(separator: ", ")
      table.add(
        [
          person.map { $0.first("Username", "SIS Login ID") ?? "" }
            ?? CSVText.harmless(result.name),
          person?.first("Email address") ?? "", person?.first("ID number") ?? "",
          person?.first("First name") ?? "", person?.first("Last name", "Surname") ?? "",
        ] + ids.map { grade($0, result).map { "\($0.earned)" } ?? "" } + [
          "\(result.score)", feedback,
        ])
    }
    return table.text
  }
}
