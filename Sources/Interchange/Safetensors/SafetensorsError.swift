/// A safetensors file that cannot be used.
public typealias SafetensorsError = FormatError<SafetensorsFault>

/// What can be wrong with a safetensors file.
public enum SafetensorsFault: FormatFault, CaseIterable {
  /// The file cannot be opened or read.
  case unreadable
  /// The file ends too early.
  case truncated
  /// The header is longer than the format allows.
  case oversizedHeader
  /// The header is not text in UTF-8.
  case invalidText
  /// The header is not the JSON that it should be.
  case malformedHeader
  /// A name comes twice.
  case duplicateName
  /// The elements have a type that is not read here.
  case unknownType
  /// The extents of the axes are beyond sense.
  case impossibleShape
  /// A tensor's bytes are not as many as its shape and type need.
  case wrongSize
  /// A tensor's bytes end before they begin, or behind the end of the file.
  case outOfRange
  /// Two tensors share bytes.
  case overlap
  /// Some bytes belong to no tensor.
  case hole
  /// The name is one that the format keeps for itself.
  case reservedName
  /// An element does not fit the type that was chosen for writing.
  case unrepresentable
  /// The file could not be written.
  case notWritten

  /// What to try, where nothing more particular is known.
  public var advice: String {
    switch self {
    case .unreadable: "Check the path, and that you may read the file."
    case .truncated: "The file is incomplete: download or copy it again."
    case .oversizedHeader: "Check that it is a safetensors file; the first 8 bytes are a length."
    case .invalidText, .malformedHeader:
      "Check that it is a safetensors file, and write it again with the safetensors library."
    case .duplicateName, .overlap, .hole, .outOfRange, .wrongSize, .impossibleShape:
      "Do not trust this file: the program that made it is faulty, or somebody changed it."
    case .unknownType: "Convert it in Python first, for example with t.to(torch.float32)."
    case .reservedName: "Choose another name; use the parameter metadata for text."
    case .unrepresentable: "Write float32."
    case .notWritten: "Check the folder and the disk."
    }
  }
}
