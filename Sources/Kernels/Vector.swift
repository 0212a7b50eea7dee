// The vector: as many floats as one register of the instruction set holds.

#if AVX512
  typealias Vector = SIMD16<Float>
  typealias IntVector = SIMD16<Int32>
#elseif AVX2
  typealias Vector = SIMD8<Float>
  typealias IntVector = SIMD8<Int32>
#else
  typealias Vector = SIMD4<Float>
  typealias IntVector = SIMD4<Int32>
#endif

/// The number of floats in a vector.
@inline(__always) var width: Int { Vector.scalarCount }

@inline(__always) func load(_ p: UnsafePointer<Float>) -> Vector {
  UnsafeRawPointer(p).loadUnaligned(as: Vector.self)
}

@inline(__always) func store(_ v: Vector, _ p: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(p).storeBytes(of: v, as: Vector.self)
}

/// Computes `a * b + c`, rounded once where the instruction set can.
///
/// Without such an instruction, `addingProduct` would call the mathematics library once per lane.
@inline(__always) func multiplyAdd(_ a: Vector, _ b: Vector, _ c: Vector) -> Vector {
  #if AVX512 || AVX2 || arch(arm64)
    c.addingProduct(a, b)
  #else
    a * b + c
  #endif
}

@inline(__always) func multiplyAdd(_ a: Vector, _ b: Float, _ c: Vector) -> Vector {
  multiplyAdd(a, Vector(repeating: b), c)
}

@inline(__always) func bits(_ x: Vector) -> IntVector { unsafeBitCast(x, to: IntVector.self) }

@inline(__always) func float(_ x: IntVector) -> Vector { unsafeBitCast(x, to: Vector.self) }

/// Removes the sign of every lane.
@inline(__always) func magnitude(_ x: Vector) -> Vector { float(bits(x) & Int32.max) }

/// Sets all bits of negative lanes, and none of the others.
@inline(__always) func signs(_ x: Vector) -> IntVector { bits(x) &>> 31 }

/// Gives lanes that are not negative the signs of `x`.
@inline(__always) func withSign(of x: Vector, _ magnitude: Vector) -> Vector {
  float(bits(magnitude) | (bits(x) & Int32.min))
}

/// Takes the larger of every lane and 0, and NaN for NaN.
@inline(__always) func rectified(_ x: Vector) -> Vector { larger(x, Vector()) }

/// Takes the larger lanes; `a` where either is NaN.
@inline(__always) func larger(_ a: Vector, _ b: Vector) -> Vector {
  a.replacing(with: b, where: a .< b)
}

/// Takes the smaller lanes; `a` where either is NaN.
@inline(__always) func smaller(_ a: Vector, _ b: Vector) -> Vector {
  a.replacing(with: b, where: b .< a)
}

/// Takes the larger lanes; NaN where either is NaN.
@inline(__always) func maximum(_ a: Vector, _ b: Vector) -> Vector {
  // `larger` keeps a NaN of `a`; a NaN of `b` is put back.
  larger(a, b).replacing(with: b, where: b .!= b)
}

/// Takes the smaller lanes; NaN where either is NaN.
@inline(__always) func minimum(_ a: Vector, _ b: Vector) -> Vector {
  smaller(a, b).replacing(with: b, where: b .!= b)
}

/// Sums the lanes, half by half.
///
/// `sum()` and `any()` of the standard library compile to calls of functions that the linker may share
/// between the twins, and to slow ones.
@inline(__always) func sumOfLanes(_ v: Vector) -> Float {
  #if AVX512
    let eight = v.lowHalf + v.highHalf
    let four = eight.lowHalf + eight.highHalf
  #elseif AVX2
    let four = v.lowHalf + v.highHalf
  #else
    let four = v
  #endif
  return (four.x + four.z) + (four.y + four.w)
}
