import Course
import Tensors

/// Exercise 01.9: finds the leading singular values and directions by power iteration and deflation.
///
/// For each term: start with any random vector v of length 1 (`var generator = RandomGenerator(seed: 1)`, then
/// `Tensor.normal([n], using: &generator)`). `steps` times, multiply by the matrix and then by its transpose, and
/// scale to length 1. Then `s = ‖a v‖`, `u = a v / s`. Subtract `s · outer(u, v)` from the matrix, and go on with
/// what is left. The library's `svd` is what you are building.
///
/// For `[[3, 0], [4, 5]]` and rank 1, s is √45 = 6.708 and `s · outer(u, v)` is `[[1.5, 1.5], [4.5, 4.5]]`.
///
/// - Parameters:
///   - a: `[m, n]`, of rank `rank` or more.
///   - rank: How many terms, at least 1 and at most the smaller of m and n.
///   - steps: How many steps for each term.
/// - Returns: `u` `[m, rank]` and `v` `[n, rank]` with orthonormal columns, and `s` `[rank]`, largest first, so that
///   `a ≈ u diag(s) vᵀ`.
public func leadingSingularValues(
  of a: Tensor, rank: Int, steps: Int
) throws -> (u: Tensor, s: Tensor, v: Tensor) {
  throw NotImplemented()
}
