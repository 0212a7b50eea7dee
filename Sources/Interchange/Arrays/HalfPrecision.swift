/// Numbers of 16 bits, by their bits: not every machine has a type for them.
package enum HalfPrecision {
  /// The largest finite number of 5 exponent and 10 fraction bits: (2 - 2^-10) 2^15.
  static let largest: Float = 65504

  /// The number whose half-precision bits these are (IEEE 754); always exact.
  package static func decode(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      // Zero or a number too small for an exponent: a multiple of 2^-24.
      return Float(bitPattern: (Float(fraction) * 0x1p-24).bitPattern | sign)
    case 0x1F:
      return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default:
      // The two formats count exponents from -15 and from -127.
      return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }

  /// The bits of the nearest half-precision number, of two equally near ones the even one.
  ///
  /// From 65520 on that is infinity.
  package static func encode(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let sign = UInt16(truncatingIfNeeded: bits >> 16 & 0x8000)
    let magnitude = bits & 0x7FFF_FFFF
    if magnitude > 0x7F80_0000 {  // not a number: keep what fits, and never end up at infinity
      return sign | 0x7E00 | UInt16(truncatingIfNeeded: magnitude >> 13 & 0x1FF)
    }
    if magnitude < 0x3880_0000 {  // below 2^-14: a multiple of 2^-24
      let multiple = (Float(bitPattern: magnitude) * 0x1p24).rounded(.toNearestOrEven)
      return sign | UInt16(multiple)
    }
    let rounded = magnitude + 0xFFF + (magnitude >> 13 & 1)
    return sign | UInt16(min(0x7C00, (rounded >> 13) - 112 << 10))
  }

  /// The number whose upper 16 bits these are.
  package static func decodeBrain(_ bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

  /// The upper 16 bits of the nearest number that has no more, of two equally near ones the even
  /// one.
  package static func encodeBrain(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    if value.isNaN { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
  }
}
