import Plots
import Testing

@Suite("What an output can show")
struct TerminalStyleTests {
  @Test(
    "follows the terminal and the environment",
    arguments: [
      (true, ["LANG": "en_US.UTF-8", "TERM": "xterm"], true, true),
      (false, ["LANG": "en_US.UTF-8", "TERM": "xterm"], false, true),
      (true, ["LANG": "de_DE.utf8", "NO_COLOR": "1"], false, true),
      (true, ["LANG": "C.UTF-8", "NO_COLOR": ""], true, true),
      (true, ["LANG": "C.UTF-8", "TERM": "dumb"], false, true),
      (true, ["LANG": "en_US.UTF-8", "LC_ALL": "C"], true, false),
      (true, ["LANG": "C", "LC_ALL": "", "LC_CTYPE": "en_GB.UTF-8"], true, true),
      (true, [:], true, false),
    ] as [(Bool, [String: String], Bool, Bool)])
  func detection(isTerminal: Bool, environment: [String: String], colour: Bool, unicode: Bool) {
    #expect(
      TerminalStyle.detected(isTerminal: isTerminal, environment: environment)
        == TerminalStyle(usesColour: colour, usesUnicode: unicode))
  }

  @Test(
    "decides how progress is shown",
    arguments: [
      (true, [:], .live), (true, ["TERM": "xterm", "CI": ""], .live), (false, [:], .log),
      (true, ["CI": "true"], .log), (true, ["NO_COLOR": "1"], .log), (true, ["TERM": "dumb"], .log),
    ] as [(Bool, [String: String], ProgressBar.Presentation)])
  func presentation(
    isTerminal: Bool, environment: [String: String], expected: ProgressBar.Presentation
  ) {
    #expect(
      ProgressBar.Presentation.detected(isTerminal: isTerminal, environment: environment)
        == expected)
  }
}
