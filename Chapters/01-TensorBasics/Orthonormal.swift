// Directions at right angles
//
// Vectors of length 1, each at a right angle to all others, are called *orthonormal*. They are the most
// convenient axes there are: the coordinate of x along q is the dot product q · x, and no axis hears of
// the others. Any vectors that do not lie in each other's span can be made so, one after the other (Gram
// and Schmidt): subtract from each what it has in common with those before, and scale the rest to length 1.
//
//     w = aⱼ - Σᵢ (qᵢ · aⱼ) qᵢ        over the finished q
//     qⱼ = w / ‖w‖
//
// There are two ways to write the loop, and on paper they are the same. The *classical* one takes all dot
// products with aⱼ; the *modified* one takes each with what is left of aⱼ so far. Where the vectors nearly
// lie in each other's span, subtracting leaves little but rounding errors, the classical way never looks
// at them again, and its q are not orthogonal at all. The modified way corrects each error at the next step.

public import Tensors

/// Makes the columns of a matrix orthonormal, from the first to the last: `[m, n] -> [m, n]`, `m ≥ n`.
///
/// The first j columns of the result span what the first j columns of the matrix span. It is the q of
/// the QR decomposition, by the modified method of Gram and Schmidt.
///
/// A column that lies in the span of those before it (what is left is shorter than 10⁻⁶ of it) has no
/// direction of its own; this traps. `qr` of `Tensors` has no such case.
///
/// Source: Å. Björck, "Solving linear least squares problems by Gram-Schmidt orthogonalization" (1967).
public func orthonormalized(_ a: Tensor) -> Tensor {
  orthonormalized(a, isModified: true)
}

/// The same, by the modified or by the classical method.
func orthonormalized(_ a: Tensor, isModified: Bool) -> Tensor {
  require(
    a.rank == 2 && a.shape[0] >= a.shape[1] && a.shape[1] > 0,
    "orthonormalized: \(a.shape): a matrix with at least as many rows as columns is expected")
  let columns = a.transposed()
  var done: [Tensor] = []
  for j in 0..<a.shape[1] {
    let column = columns[j]
    var rest = column
    for q in done { rest -= dot(q, isModified ? rest : column) * q }
    let (length, before) = (norm(rest).scalar, norm(column).scalar)
    require(
      length > 1e-6 * before || !isModified && length > 0,
      "orthonormalized: column \(j) lies in the span of the columns before it")
    done.append(rest / length)
  }
  return Tensor.stack(done).transposed()
}
