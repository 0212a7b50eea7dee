#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import KernelInterface

// Sine, cosine and tangent. The nearest multiple of π/2 is subtracted; what is left goes into two
// polynomials. Up to 100 000 a few operations subtract exactly enough; for a block with larger angles the
// mathematics library is asked, which has tables of hundreds of digits of π.

/// The elements that are looked at together.
@inline(__always) private var blockLength: Int { 64 * width }

/// Beyond this angle, n π/2 needs more digits than are at hand.
private let largestAngle: Float = 100_000

func sines(_ x: Input, _ result: Output, _ count: Int) {
  var i = 0
  while i < count {
    let length = smallerInt(blockLength, count - i)
    if anglesAreSmall(x + i, length) {
      each(Sine.self, x + i, result + i, length)
    } else {
      var j = i
      while j < i + length {
        result[j] = sin(x[j])
        j += 1
      }
    }
    i += length
  }
}

func cosines(_ x: Input, _ result: Output, _ count: Int) {
  var i = 0
  while i < count {
    let length = smallerInt(blockLength, count - i)
    if anglesAreSmall(x + i, length) {
      each(Cosine.self, x + i, result + i, length)
    } else {
      var j = i
      while j < i + length {
        result[j] = cos(x[j])
        j += 1
      }
    }
    i += length
  }
}

func tangents(_ x: Input, _ result: Output, _ count: Int) {
  var i = 0
  while i < count {
    let length = smallerInt(blockLength, count - i)
    if anglesAreSmall(x + i, length) {
      each(Tangent.self, x + i, result + i, length)
    } else {
      var j = i
      while j < i + length {
        result[j] = tan(x[j])
        j += 1
      }
    }
    i += length
  }
}

/// Whether no angle is too large; NaN is not.
private func anglesAreSmall(_ x: Input, _ count: Int) -> Bool {
  var largest = Vector()
  var i = 0
  while i + width <= count {
    largest = larger(largest, magnitude(load(x + i)))
    i += width
  }
  if i < count { largest = larger(largest, magnitude(loadEnd(x + i, count: count - i))) }
  // Adds 1 for every lane that is too large.
  let excess = Vector().replacing(
    with: Vector(repeating: 1), where: largest .> Vector(repeating: largestAngle))
  return sumOfLanes(excess) == 0
}

/// Writes an angle as `n π/2 + r` with |r| ≤ π/4.
///
/// π/2 is subtracted in parts (Cody and Waite, 1980), the first ones so short that their products with n
/// are exact.
@inline(__always)
private func angleParts(_ x: Vector) -> (rest: Vector, quadrant: IntVector) {
  let shifted = multiplyAdd(x, 0.636_619_77, Vector(repeating: roundingShift))
  let n = shifted - roundingShift
  #if AVX512 || AVX2 || arch(arm64)
    // A fused multiplication is exact by itself.
    var r = multiplyAdd(n, -0x1.921fb6p0, x)
    r = multiplyAdd(n, 0x1.777a5cp-25, r)
    r = multiplyAdd(n, 0x1.ee59dap-50, r)
  #else
    // n has up to 16 bits, every part but the last 8.
    var r = x - n * 0x1.92p0
    r = r - n * 0x1.fap-12
    r = r - n * 0x1.54p-20
    r = r - n * 0x1.10p-30
    r = r - n * 0x1.68c234p-39
  #endif
  return (r, bits(shifted) &- bits(Vector(repeating: roundingShift)))
}

/// Computes sine and cosine of |r| ≤ π/4.
///
/// The coefficients are those of S. Moshier's Cephes library (1992).
@inline(__always)
private func sineAndCosine(_ r: Vector) -> (sine: Vector, cosine: Vector) {
  let square = r * r
  var s = Vector(repeating: -1.951_529_589_1e-4)
  s = multiplyAdd(s, square, Vector(repeating: 8.332_160_873_6e-3))
  s = multiplyAdd(s, square, Vector(repeating: -1.666_665_461_1e-1))
  var c = Vector(repeating: 2.443_315_711_8e-5)
  c = multiplyAdd(c, square, Vector(repeating: -1.388_731_625_5e-3))
  c = multiplyAdd(c, square, Vector(repeating: 4.166_664_568_3e-2))
  c = multiplyAdd(c, square, Vector(repeating: -0.5))
  return (multiplyAdd(s * square, r, r), multiplyAdd(c, square, Vector(repeating: 1)))
}

/// Takes the sine of `r + n π/2`.
@inline(__always) private func sine(_ r: Vector, _ quadrant: IntVector) -> Vector {
  let (s, c) = sineAndCosine(r)
  let isOdd = IntVector() &- (quadrant & 1)
  return float(bits(select(isOdd, c, s)) ^ ((quadrant & 2) &<< 30))
}

private enum Sine: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector {
    let (r, quadrant) = angleParts(x)
    return sine(r, quadrant)
  }
}

private enum Cosine: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector {
    let (r, quadrant) = angleParts(x)
    return sine(r, quadrant &+ 1)
  }
}

private enum Tangent: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector {
    let (r, quadrant) = angleParts(x)
    let (s, c) = sineAndCosine(r)
    // Turned by a right angle, tan becomes -1 / tan.
    let isOdd = IntVector() &- (quadrant & 1)
    let quotient = select(isOdd, c, s) / select(isOdd, s, c)
    return float(bits(quotient) ^ ((quadrant & 1) &<< 31))
  }
}
