import Plots
import Synchronization
import Testing

@Suite("Progress bars")
struct ProgressBarTests {
  /// A clock that stands still until it is told.
  final class Hands: Sendable {
    private let state = Mutex(Duration.zero)
    var time: Duration { state.withLock { $0 } }
    func move(_ step: Duration) { state.withLock { $0 += step } }
  }

  private func bar(
    total: Int, label: String = "epochs", _ presentation: ProgressBar.Presentation,
    _ recorder: TextRecorder, _ hands: Hands, columns: Int = 60, style: TerminalStyle = .unicode
  ) -> ProgressBar {
    ProgressBar(
      total: total, label: label, output: recorder.output(columns: columns),
      presentation: presentation, style: style, clock: { hands.time })
  }

  @Test("rewrite one line of a terminal with count, rate, time and message")
  func live() {
    let (recorder, hands) = (TextRecorder(), Hands())
    let bar = bar(total: 4, .live, recorder, hands, columns: 70)
    hands.move(.seconds(2))
    bar.advance(message: "loss 0.9")
    hands.move(.seconds(2))
    bar.advance(by: 2, message: "loss 0.5")
    hands.move(.seconds(1))
    bar.advance()
    bar.finish(message: "done")
    bar.finish()
    let frames = recorder.text.replacing("\u{1B}[K", with: "").split(separator: "\r")
    #expect(
      frames == [
        "epochs │████▊              │ 1/4  2 s each  0:02, 0:06 left  loss 0.9",
        "epochs │████████████    │ 3/4  1.33 s each  0:04, 0:01 left  loss 0.5",
        "epochs │████████████████████│ 4/4  1.25 s each  0:05  loss 0.5",
        "epochs │████████████████████│ 4/4  1.25 s each  0:05  done\n",
      ])
    #expect(bar.completed == 4)
  }

  @Test("redraw a terminal no more than ten times a second, but always the last step")
  func throttle() {
    let (recorder, hands) = (TextRecorder(), Hands())
    let bar = bar(total: 1000, .live, recorder, hands)
    for _ in 0..<1000 {
      hands.move(.milliseconds(1))
      bar.advance()
    }
    #expect(recorder.text.count { $0 == "\r" } == 11)
    #expect(recorder.text.contains("1000/1000  1000/s  0:01"))
  }

  @Test(
    "never exceed the width of the terminal", arguments: [1, 5, 10, 20, 40, 79, 200],
    [TerminalStyle.plain, .unicode])
  func width(columns: Int, style: TerminalStyle) {
    let (recorder, hands) = (TextRecorder(), Hands())
    let bar = bar(
      total: 60_000, label: "images", .live, recorder, hands, columns: columns, style: style)
    for _ in 0..<60 {
      hands.move(.seconds(1))
      bar.advance(by: 1000, message: "loss 0.1234 accuracy 97.5 % learning rate 0.001")
    }
    bar.finish()
    for frame in recorder.text.replacing("\u{1B}[K", with: "").split(separator: "\r") {
      #expect(frame.filter { $0 != "\n" }.count <= max(1, columns - 1), "\(frame)")
    }
    #expect(style.usesUnicode || recorder.text.utf8.allSatisfy { $0 < 128 })
  }

  @Test(
    "give up the rate first, then the end of the message, then the bar",
    arguments: [
      (71, "epochs │█████████▍        │ 21/40  2 s each  0:42, 0:38 left  loss 0.9"),
      (60, "epochs │████████▉        │ 21/40  0:42, 0:38 left  loss 0.9"),
      (50, "epochs │█████▎    │ 21/40  0:42, 0:38 left  loss…"),
      (30, "epochs 21/40  0:42, 0:38 left"),
    ])
  func shortage(columns: Int, text: String) {
    let (recorder, hands) = (TextRecorder(), Hands())
    let bar = bar(total: 40, .live, recorder, hands, columns: columns)
    hands.move(.seconds(42))
    bar.advance(by: 21, message: "loss 0.9")
    #expect(recorder.text == "\r" + text + "\u{1B}[K")
  }

  @Test("write a line per tenth into a log, and none within two seconds")
  func log() {
    let (recorder, hands) = (TextRecorder(), Hands())
    let bar = bar(total: 100, .log, recorder, hands)
    for step in 1...100 {
      hands.move(.milliseconds(300))
      bar.advance(message: "loss \(step)")
    }
    bar.finish()
    let lines = recorder.text.split(separator: "\n")
    #expect(lines.count == 10)
    #expect(lines[0] == "epochs:  10%  10/100  3.33/s  0:03, 0:27 left  loss 10")
    #expect(lines[9] == "epochs:  100%  100/100  3.33/s  0:30  loss 100")
    #expect(!recorder.text.contains("\u{1B}") && !recorder.text.contains("\r"))
  }

  @Test("keep a fast loop to one line of a log, and a slow one to a sign of life")
  func logPace() {
    let (fast, slow, hands) = (TextRecorder(), TextRecorder(), Hands())
    let quick = bar(total: 50, .log, fast, hands)
    for _ in 0..<50 {
      hands.move(.milliseconds(10))
      quick.advance()
    }
    quick.finish()
    #expect(fast.text == "epochs:  100%  50/50  100/s  0:01\n")
    let slowHands = Hands()
    let crawling = bar(total: 1000, .log, slow, slowHands)
    for _ in 0..<10 {
      slowHands.move(.seconds(6))
      crawling.advance()
    }
    #expect(slow.text.count { $0 == "\n" } == 3)
    #expect(slow.text.contains("0%  3/1000  6 s each  0:18, 1:39:42 left"))
  }

  @Test("end their line when they are let go, and draw nothing when hidden")
  func end() {
    let (recorder, hands) = (TextRecorder(), Hands())
    do {
      let bar = bar(total: 2, .live, recorder, hands)
      bar.advance()
    }
    #expect(recorder.text.hasSuffix("\n"))
    let silent = TextRecorder()
    let hidden = bar(total: 2, .hidden, silent, hands)
    hidden.advance(by: 2)
    hidden.finish()
    #expect(silent.text.isEmpty && hidden.completed == 2)
  }

  @Test("cope with no steps at all and with too many")
  func extremes() {
    let (recorder, hands) = (TextRecorder(), Hands())
    bar(total: 0, .log, recorder, hands).finish()
    #expect(recorder.text == "epochs:  100%  0/0  0:00\n")
    let over = bar(total: 1, .live, recorder, hands)
    over.advance(by: 5)
    over.finish()
    #expect(recorder.text.contains("5/1"))
  }
}
