/// A NumPy file (`.npy`, `.npz`) that cannot be used.
public typealias NumPyError = FormatError<NumPyFault>

/// What can be wrong with a NumPy file.
public enum NumPyFault: FormatFault, CaseIterable {
  /// The file cannot be opened or read.
  case unreadable
  /// The file does not begin as a NumPy file does.
  case notNumPy
  /// The format has a version that is not 1.0, 2.0 or 3.0.
  case unknownVersion
  /// The file ends too early.
  case truncated
  /// The header is longer than any sensible header.
  case oversizedHeader
  /// The header is not the Python dictionary that it should be.
  case malformedHeader
  /// The elements have a type that is not read here: text, complex numbers, records, Python
  /// objects.
  case unsupportedType
  /// The extents of the axes are beyond sense.
  case impossibleShape
  /// Something follows the last element.
  case trailingBytes
  /// The zip archive contradicts itself, or a checksum is wrong.
  case damagedArchive
  /// The zip archive uses something that is not read here.
  case unsupportedArchive
  /// Two arrays of an archive have one name.
  case duplicateName
  /// The name of an array cannot be written.
  case invalidName
  /// An element does not fit the type that was chosen for writing.
  case unrepresentable
  /// The file could not be written.
  case notWritten

  /// What to try, where nothing more particular is known.
  public var advice: String {
    switch self {
    case .unreadable: "Check the path, and that you may read the file."
    case .notNumPy: "Check that it was made by numpy.save (.npy) or numpy.savez (.npz)."
    case .unknownVersion, .malformedHeader: "Load it in Python and save it again with numpy.save."
    case .truncated, .damagedArchive: "The file is damaged: make or download it again."
    case .oversizedHeader: "The file is damaged, or not what it claims to be."
    case .unsupportedType: "Convert it in Python first, for example with a.astype(\"float32\")."
    case .impossibleShape: "The file is damaged: make or download it again."
    case .trailingBytes: "Save every array to a file of its own, or use numpy.savez."
    case .unsupportedArchive: "Write it again with numpy.savez or numpy.savez_compressed."
    case .duplicateName: "Give every array a name of its own."
    case .invalidName: "Use a name that is not empty and has at most 1000 bytes."
    case .unrepresentable: "Write float32."
    case .notWritten: "Check the folder and the disk."
    }
  }
}
