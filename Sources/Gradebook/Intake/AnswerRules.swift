import Course
import Foundation

/// What no answer may hold, whatever the compiler says.
///
/// The compiler lets a file import any module of the package that happens to be built, also one that
/// holds the answer. And some attributes reach behind the language: they call or replace functions by
/// the names that the linker sees.
enum AnswerRules {
  /// Modules of this package that an answer may use beside the earlier chapters.
  private static let tools = [
    "Course", "Tensors", "Datasets", "Plots", "Environments", "Interchange",
  ]

  /// Modules that are no chapter's and that an answer may not use.
  private static let closed = [
    "Grading", "GradingSuites", "Gradebook", "CommandTool", "Descent", "Benchmarks", "Kernels",
    "KernelsAVX2", "KernelsAVX512", "KernelInterface", "ProjectRunner", "Testing", "XCTest",
  ]

  /// Words that stand in no honest answer, wherever in the text they are.
  private static let words = [
    "@_silgen_name", "@_cdecl", "@cdecl", "@_extern", "@_dynamicReplacement", "@_expose",
    "@_section", "@_used", "#sourceLocation",
  ]

  /// Why a file is not used, as it follows the file's name; `nil` where nothing speaks against it.
  ///
  /// - Parameter chapter: The chapter whose exercise it answers, if it is known.
  static func objection(to data: Data, allowing chapter: ChapterCard?) -> String? {
    if data.contains(0) { return "is not a text: it holds zero bytes" }
    guard let text = String(validating: data, as: UTF8.self) else {
      return "is not UTF-8 text; save it as UTF-8"
    }
    if let word = words.first(where: text.contains) {
      return "uses \(word), which an answer must not use"
    }
    let tokens = SwiftTokens(text).tokens
    for (index, token) in tokens.enumerated() {
      let next = tokens.dropFirst(index + 1).prefix(2).map(\.name)
      if token.kind == .word, token.text == "import" {
        let kinds: Set = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
        let module = next.first.map { kinds.contains($0) ? next.last ?? "" : $0 } ?? ""
        if isClosed(module, to: chapter) {
          return "imports \(module), which an answer must not use"
        }
      }
      if token.text == "@", next.first == "main" {
        return "uses @main: an exercise asks for functions, not for a program"
      }
    }
    return nil
  }

  private static func isClosed(_ module: String, to chapter: ChapterCard?) -> Bool {
    if tools.contains(module) { return false }
    if closed.contains(module) { return true }
    return Catalogue.chapters.contains { other in
      let parts = ["Checks", "Exercises", "Project", "Tests"].map { other.name + $0 }
      if parts.contains(module) { return true }
      guard module == other.name else { return false }
      // A chapter's answers may use the chapters before it.
      guard let chapter else { return true }
      return other.number >= chapter.number
    }
  }
}
