import Course
import Foundation

/// The lines of the solutions, so that an answer that reads them cannot hand them to its author as what
/// it printed.
struct SolutionLines {
  private let lines: Set<String>

  init(_ package: CoursePackage, _ chapters: [ChapterCard]) {
    var lines: Set<String> = []
    for chapter in chapters {
      let folder = package.url("Solutions/\(chapter.folder)")
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
        let file = folder.appendingPathComponent(name)
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
        lines.formUnion(Self.telling(text))
      }
    }
    self.lines = lines
  }

  /// Whether a printed text holds a line of a solution.
  func leak(into output: String?) -> Bool {
    output.map { !lines.isDisjoint(with: Self.telling($0)) } ?? false
  }

  private static func telling(_ text: String) -> Set<String> {
    let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    return Set(lines.filter { $0.count > 16 })
  }
}
