extension StoredArray {
  /// What the numbers of an array are in a file.
  public enum ElementType: Sendable, CaseIterable {
    /// False or true, one byte.
    case bool
    /// A whole number with a sign, of so many bits.
    case int8, int16, int32, int64
    /// A whole number without a sign, of so many bits.
    case uint8, uint16, uint32, uint64
    /// Half precision: 5 bits of exponent, 10 of fraction (IEEE 754).
    case float16
    /// The upper half of a `Float`: 8 bits of exponent, 7 of fraction.
    case bfloat16
    /// A `Float`.
    case float32
    /// A `Double`.
    case float64

    /// How many bytes an element takes.
    public var size: Int {
      switch self {
      case .bool, .int8, .uint8: 1
      case .int16, .uint16, .float16, .bfloat16: 2
      case .int32, .uint32, .float32: 4
      case .int64, .uint64, .float64: 8
      }
    }

    /// Whether a `Float` holds every value of the type exactly.
    public var isExactAsFloat: Bool {
      switch self {
      case .bool, .int8, .uint8, .int16, .uint16, .float16, .bfloat16, .float32: true
      case .int32, .uint32, .int64, .uint64, .float64: false
      }
    }

    /// Whether the elements are whole numbers, or false and true.
    public var isInteger: Bool {
      switch self {
      case .float16, .bfloat16, .float32, .float64: false
      default: true
      }
    }
  }

  /// Which byte of a number comes first.
  public enum ByteOrder: Sendable {
    /// The lowest, as on today's machines.
    case littleEndian
    /// The highest, as in network protocols.
    case bigEndian
  }

  /// Which axis varies fastest from one element to the next.
  public enum AxisOrder: Sendable {
    /// The last one, as in C, NumPy's default and `Tensor`.
    case rowMajor
    /// The first one, as in Fortran, Julia and MATLAB.
    case columnMajor
  }
}
