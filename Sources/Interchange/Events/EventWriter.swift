public import Foundation
import Synchronization
public import Tensors

/// Writes what happens during training to a file that TensorBoard draws.
///
/// ```swift
/// let log = try EventWriter(folder: URL(fileURLWithPath: "runs/first"))
/// for step in 0..<steps {
///   ...
///   try log.write(scalar: loss, tag: "loss/training", step: step)
/// }
/// ```
///
/// `tensorboard --logdir runs` shows every folder under `runs` as a curve of its own, also while it
/// is written. Every event goes to the system in one call, so a program that is killed leaves at
/// most one event that is cut off, at the end. A writer may be used from several threads.
public final class EventWriter: Sendable {
  /// The version of the format, which begins every file.
  static let version = "brain.Event:2"

  /// The file that is written.
  public let url: URL
  private let clock: @Sendable () -> Double
  private let state: Mutex<State>

  private struct State {
    /// The file, until the writer is closed.
    var file: OpenFile?
    /// Where the last whole event ends.
    var end: Int
  }

  /// Begins a new file in a folder, which is made if there is none.
  ///
  /// The file is named as TensorBoard wants it: `events.out.tfevents.` and the second, the machine,
  /// the process, and a number.
  ///
  /// - Parameters:
  ///   - folder: The folder of one run of training.
  ///   - clock: Tells the time in seconds since 1 January 1970.
  /// - Throws: `EventFileError`.
  public init(
    folder: URL,
    clock: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
  ) throws(EventFileError) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw EventFileError(
        .notWritten, file: folder.path, expected: "to make the folder",
        found: "an error: \(error.localizedDescription)")
    }
    let now = clock()
    let seconds = "\(Int(now))"
    let time = String(repeating: "0", count: max(0, 10 - seconds.count)) + seconds
    let name = "events.out.tfevents.\(time).\(Self.machine).\(getpid())."
    var number = 0
    while true {
      let url = folder.appendingPathComponent("\(name)\(number)")
      switch OpenFile.open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND) {
      case .failed(EEXIST) where number < 100_000: number += 1
      case .failed(let code):
        throw Self.notWritten(url, "to make the file", systemMessage(code))
      case .opened(let file):
        try Self.lock(file, url)
        self.url = url
        self.clock = clock
        state = Mutex(State(file: file, end: 0))
        try write(.version(Self.version), step: 0, at: now)
        return
      }
    }
  }

  /// Goes on with a file that was written before.
  ///
  /// An event at its end that was cut off is removed first; nothing written behind it could be
  /// read.
  ///
  /// - Throws: `EventFileError`: the file is damaged, no event file, or written by somebody else.
  public init(
    appendingTo url: URL,
    clock: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
  ) throws(EventFileError) {
    // Reading first tells a folder or a pipe from a file before it is opened for writing.
    _ = try contentOfFile(at: url, EventFileFault.self, mapping: false)
    switch OpenFile.open(url.path, O_WRONLY | O_APPEND) {
    case .failed(let code): throw Self.notWritten(url, "to open the file", systemMessage(code))
    case .opened(let file):
      try Self.lock(file, url)
      let log = try readEvents(at: url)
      if log.isCutOff && ftruncate(file.descriptor, off_t(log.end)) != 0 {
        throw Self.notWritten(url, "to cut off half an event", systemMessage(errno))
      }
      self.url = url
      self.clock = clock
      state = Mutex(State(file: file, end: log.end))
      if log.end == 0 { try write(.version(Self.version), step: 0) }
    }
  }

  // MARK: Writing

  /// Writes a number, to be drawn as a point of the curve `tag`.
  ///
  /// - Throws: `EventFileError`.
  public func write(scalar: Float, tag: String, step: Int) throws(EventFileError) {
    try write(.summary([(tag, .scalar(scalar))]), step: step)
  }

  /// Writes a text, which TensorBoard shows as Markdown.
  ///
  /// - Throws: `EventFileError`.
  public func write(text: String, tag: String, step: Int) throws(EventFileError) {
    try write(.summary([(tag, .text(text))]), step: step)
  }

  /// Writes how the elements of a tensor are distributed.
  ///
  /// - Parameters:
  ///   - histogram: The elements, of any shape.
  ///   - intervals: The number of equal intervals between the smallest and the largest element.
  /// - Returns: How many elements were left out because they are infinite or no numbers. If no
  ///   others are there, nothing is written.
  /// - Throws: `EventFileError`.
  @discardableResult
  public func write(
    histogram: Tensor, intervals: Int = 30, tag: String, step: Int
  ) throws(EventFileError) -> Int {
    require(intervals > 0, "EventWriter: \(intervals) intervals: expected at least one")
    let finite = histogram.scalars.filter(\.isFinite)
    if let value = LoggedHistogram(finite, intervals: intervals) {
      try write(.summary([(tag, .histogram(value))]), step: step)
    }
    return histogram.count - finite.count
  }

  /// Writes a picture.
  ///
  /// - Parameters:
  ///   - image: `[height, width]` in grey, or `[1, 3 or 4, height, width]`, as for `writePNG`.
  ///   - range: The values that become black and full light.
  /// - Throws: `EventFileError`.
  public func write(
    image: Tensor, range: ClosedRange<Float> = 0...1, tag: String, step: Int
  ) throws(EventFileError) {
    let (png, width, height) = PNG.encode(image, range: range)
    try write(.summary([(tag, .image(width: width, height: height, png: png))]), step: step)
  }

  private func write(
    _ content: LoggedEvent.Content, step: Int, at time: Double? = nil
  ) throws(EventFileError) {
    let event = LoggedEvent(time: time ?? clock(), step: step, content: content)
    let record = RecordFile.encode(event.encoded())
    let fault = state.withLock { state -> String? in
      guard let file = state.file else { return "a closed writer" }
      guard let code = record.withUnsafeBytes({ file.write($0) }) else {
        state.end += record.count
        return nil
      }
      // Part of the event may be in the file. Behind it nothing could be read.
      if ftruncate(file.descriptor, off_t(state.end)) != 0 { state.file = nil }
      return systemMessage(code)
    }
    if let fault { throw Self.notWritten(url, "to write an event of \(record.count) bytes", fault) }
  }

  // MARK: The end

  /// Waits until the disk has everything, so that it survives a loss of power too.
  ///
  /// - Throws: `EventFileError`.
  public func synchronize() throws(EventFileError) {
    let code = state.withLock { $0.file }?.synchronize()
    if let code {
      throw Self.notWritten(url, "to bring the events to the disk", systemMessage(code))
    }
  }

  /// Closes the file; to write after that is an error.
  ///
  /// A writer that is let go closes its file too.
  public func close() { state.withLock { $0.file = nil } }

  // MARK: Help

  private static func lock(_ file: OpenFile, _ url: URL) throws(EventFileError) {
    guard !file.lock(), errno == EWOULDBLOCK else { return }
    throw EventFileError(
      .inUse, file: url.lastPathComponent, expected: "a file that nobody writes",
      found: "another writer")
  }

  private static func notWritten(
    _ url: URL, _ expected: String, _ found: String
  ) -> EventFileError {
    EventFileError(.notWritten, file: url.path, expected: expected, found: found)
  }

  /// The name of this machine.
  private static var machine: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    let bytes = name.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }
    let text = String(decoding: bytes, as: UTF8.self).filter { $0 != "/" }
    return text.isEmpty ? "localhost" : text
  }
}
