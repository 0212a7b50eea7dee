// Integers near floats.

/// Takes the nearest integers, the even one of two.
@inline(__always) func roundedToEven(_ x: Vector) -> Vector {
  #if AVX512 || AVX2 || arch(arm64)
    return x.rounded(.toNearestOrEven)
  #else
    // Between 2²³ and 2²⁴ floats are the integers, so that adding 2²³ rounds. Larger ones are integers.
    let a = magnitude(x)
    let first: Float = 8_388_608
    let rounded = (a + first) - first
    return withSign(of: x, rounded.replacing(with: a, where: a .>= first))
  #endif
}

/// Takes the largest integers that are not larger.
@inline(__always) func roundedDown(_ x: Vector) -> Vector {
  #if AVX512 || AVX2 || arch(arm64)
    return x.rounded(.down)
  #else
    let nearest = roundedToEven(x)
    return nearest.replacing(with: nearest - 1, where: nearest .> x)
  #endif
}

/// Takes the smallest integers that are not smaller.
@inline(__always) func roundedUp(_ x: Vector) -> Vector {
  #if AVX512 || AVX2 || arch(arm64)
    return x.rounded(.up)
  #else
    let nearest = roundedToEven(x)
    // -1 + 1 is 0, but the result for -0.7 is -0.
    return withSign(of: x, magnitude(nearest.replacing(with: nearest + 1, where: nearest .< x)))
  #endif
}
