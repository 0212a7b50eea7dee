import Course
import Foundation

/// `descent watch`: grades an exercise whenever its file is saved.
enum WatchVerb: Verb {
  static let synopsis = Synopsis(
    verb: "watch", operands: "[EXERCISE]", operandCount: 0...1,
    summary: "Grades an exercise each time you save its file; h hint, n next, l list, q quit.",
    options: [])

  /// How long to wait for an editor that writes a file in several steps, in microseconds.
  private static let settling: UInt32 = 30_000

  /// How often to look at the files, whatever the operating system reports, in seconds.
  private static let patience = 0.5

  static func run(_ arguments: Arguments) throws -> Bool {
    let package = try CoursePackage()
    let first =
      try arguments.operands.first.map { try Catalogue.required($0, by: "watch") }
      ?? ProgressNotes(from: package).next ?? Catalogue.exercises[0]
    var session = WatchSession(package: package, current: first)
    let folder = package.url("Exercises")
    let watch = FolderWatch(folder)
    var states = FileStates(of: folder)
    var hasKeyboard = true
    Interruption.listen()
    Keyboard.begin()
    defer { Keyboard.end() }

    show(session)
    while true {
      let event = watch.wait(for: hasKeyboard ? 0 : nil, seconds: patience)
      if event == .input {
        guard let keys = Keyboard.keys() else {
          hasKeyboard = false
          continue
        }
        for key in keys {
          if key == "q" { return true }
          try press(key, &session)
        }
        continue
      }
      if event == .change { usleep(settling) }
      let now = FileStates(of: folder)
      let files = states.changes(to: now)
      states = now
      if session.take(files) { show(session) }
    }
  }

  private static func press(_ key: Character, _ session: inout WatchSession) throws {
    switch key {
    case "h":
      Console.say()
      let hint = try Arguments([session.current.id], for: Hint.synopsis)
      _ = try Hint.run(hint)
    case "l":
      Console.say()
      _ = try List.run(Arguments([session.current.id], for: List.synopsis))
    case "n":
      session.goOn()
      return show(session)
    case "\n": return show(session)
    default: return
    }
    Console.say(Console.paint(WatchSession.keys, .quiet))
  }

  /// Grades the current exercise and fills the screen with what came of it.
  private static func show(_ session: WatchSession) {
    let start = ContinuousClock.now
    let text: String
    do {
      let grade = try session.grade()
      text = session.screen(grade, seconds: (ContinuousClock.now - start) / .seconds(1))
    } catch {
      // The next save may well mend it.
      text = "\(error)"
    }
    if isatty(1) == 1 { Console.say("\u{1B}[2J\u{1B}[H\u{1B}[3J") }
    Console.say(text)
    Console.say(Console.paint(WatchSession.keys, .quiet))
  }
}
