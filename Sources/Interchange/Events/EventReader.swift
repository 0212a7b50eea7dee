public import Foundation

/// What an event file holds.
public struct EventLog: Sendable {
  /// The events, in the order of the file.
  public let events: [LoggedEvent]
  /// Where the last whole event ends, in bytes.
  public let end: Int
  /// Whether an event follows that is cut off, because a program was killed or is still writing.
  public let isCutOff: Bool

  /// The values under a tag, in the order of the file.
  public func values(_ tag: String) -> [(step: Int, value: LoggedEvent.Value)] {
    events.flatMap { event in
      guard case .summary(let values) = event.content else {
        return [(step: Int, value: LoggedEvent.Value)]()
      }
      return values.filter { $0.tag == tag }.map { (event.step, $0.value) }
    }
  }
}

/// Reads an event file of TensorBoard.
///
/// An event that is cut off at the end of the file is left out and is no error.
///
/// - Parameter url: The file, named `events.out.tfevents.*`.
/// - Throws: `EventFileError`.
public func readEvents(at url: URL) throws(EventFileError) -> EventLog {
  try parseEvents(
    try contentOfFile(at: url, EventFileFault.self, mapping: false), file: url.lastPathComponent)
}

/// Reads the content of an event file.
package func parseEvents(_ data: Data, file: String) throws(EventFileError) -> EventLog {
  let content = try RecordFile.read(data, file: file)
  var events: [LoggedEvent] = []
  for (bytes, start) in content.records {
    guard let event = LoggedEvent(bytes) else {
      throw EventFileError(
        .malformedEvent, file: file, byte: start,
        expected: "an event in the encoding of Protocol Buffers", found: "other bytes")
    }
    events.append(event)
  }
  if let first = events.first {
    guard case .version(let version) = first.content, version == EventWriter.version else {
      throw EventFileError(
        .notAnEventFile, file: file, byte: 0, expected: "the version \(EventWriter.version) first",
        found: "something else")
    }
  }
  return EventLog(events: events, end: content.end, isCutOff: content.end < data.count)
}
