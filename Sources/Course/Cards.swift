/// A chapter as the course lists it: where it is, what it asks, what it shows.
public struct ChapterCard: Sendable {
  /// Two digits, as in `03`.
  public let number: String
  /// The name of the chapter's module, as in `Perceptrons`.
  public let name: String
  /// The title as a reader sees it.
  public let title: String
  /// One sentence: what the reader can do afterwards.
  public let summary: String
  /// The exercises, in the order in which they are meant to be done.
  public let exercises: [ExerciseCard]
  /// The small program that runs on the exercises, if the chapter has one.
  public let project: ProjectCard?

  /// The name of the folder under `Chapters`, `Exercises` and `Solutions`, as in `03-Perceptrons`.
  public var folder: String { "\(number)-\(name)" }

  /// The name of the demo on the command line: the module's name in kebab case.
  public var demo: String {
    var words = ""
    for character in name {
      if character.isUppercase && !words.isEmpty { words.append("-") }
      words += character.lowercased()
    }
    return words
  }
}

/// An exercise as the course lists it.
public struct ExerciseCard: Sendable {
  /// The chapter's number and the exercise's, as in `03.2`.
  public let id: String
  /// What the exercise is about, in a few words.
  public let title: String
  /// The name of the file that holds the stub, the same under `Exercises` and `Solutions`.
  public let file: String
  /// The most points that the exercise gives.
  public let points: Int
  /// How long it takes most people, in minutes.
  public let minutes: Int
  /// From 1 (type in a formula) to 5 (think for an evening).
  public let difficulty: Int
  /// The heading of the section in the chapter's `README.md` that explains what is needed.
  public let section: String
  /// Three hints: a question to ask yourself, the idea, and the plan of the code.
  public let hints: [String]
}

/// A chapter's project: a small program that runs on the reader's own functions.
public struct ProjectCard: Sendable {
  /// What the program does, in a few words.
  public let title: String
  /// The exercises that have to work first.
  public let needs: [String]
  /// What the program must reach to pass, in one sentence.
  public let goal: String
}
