/// An event file of TensorBoard that cannot be used.
public typealias EventFileError = FormatError<EventFileFault>

/// What can be wrong with an event file.
public enum EventFileFault: FormatFault, CaseIterable {
  /// The file cannot be opened or read.
  case unreadable
  /// The file does not begin as an event file does.
  case notAnEventFile
  /// The length of a record does not agree with its checksum.
  case damagedLength
  /// The content of a record does not agree with its checksum.
  case damagedRecord
  /// A record's checksum is right, but it is no event.
  case malformedEvent
  /// Another program, or another writer, has the file open for writing.
  case inUse
  /// The file could not be written.
  case notWritten

  /// What to try, where nothing more particular is known.
  public var advice: String {
    switch self {
    case .unreadable: "Check the path, and that you may read the file."
    case .notAnEventFile: "Event files are named events.out.tfevents.*; check the path."
    case .damagedLength, .damagedRecord: "The file is damaged: copy it again, or begin a new one."
    case .malformedEvent: "Check that a program for TensorBoard wrote it."
    case .inUse: "Close the other writer, or begin a new file with EventWriter(folder:)."
    case .notWritten: "Check the folder and the disk."
    }
  }
}
