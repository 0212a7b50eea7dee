// The matrix product as a ladder
//
// Almost all the time that a network takes is spent in one operation:
//
//     c[i, j] = Σₚ a[i, p] · b[p, j]          [m, k] x [k, n] -> [m, n]
//
// Every element of the result is a dot product of a row of a and a column of b. That makes m · n · k
// multiplications and as many additions: 2 m n k operations on floating-point numbers (FLOP). For two
// matrices of 512 by 512 it is 268 million.
//
// The definition is three loops, and any order of the three is right. The ladder goes from that to what
// the library does, one idea at a time. Each rung computes the same numbers, apart from the last digits,
// and `swift run descent demo tensor-basics/ladder` measures all of them.
//
// What limits a processor is rarely arithmetic. A core can do dozens of operations in the time one number
// takes to arrive from main memory. Between the two stand *caches*: small memories that keep what was used
// last, in lines of 64 bytes, 16 numbers at a time. So the question on each rung is: of the numbers that
// were fetched, how many are used before they are gone?

public import Tensors

/// One way to multiply matrices: the rungs of the ladder, slowest first.
public enum ProductRung: String, CaseIterable, Sendable {
  /// Through views: every element by its position, its strides and a check.
  case views
  /// Three loops in the order of the definition: i, j, p.
  case naive
  /// The same three loops in the order i, p, j.
  case reordered
  /// Reordered, over rows that are arrays of their own: the compiler uses vector instructions.
  case rows
  /// The same, in blocks that fit the cache.
  case blocked
  /// Packed panels, and a tile of the result in SIMD registers.
  case vectors
  /// The library's kernel on one thread.
  case kernel
  /// The library's kernel on all threads.
  case threads

  /// The idea of the rung, in a few words.
  public var idea: String {
    switch self {
    case .views: "element by element, through a view"
    case .naive: "three loops, i j p"
    case .reordered: "loop order i p j"
    case .rows: "i p j, rows apart"
    case .blocked: "in blocks of 64 x 512"
    case .vectors: "packed panels, SIMD tile"
    case .kernel: "library's kernel, one thread"
    case .threads: "library's kernel, all threads"
    }
  }

  /// Multiplies in this way: `[m, k] x [k, n] -> [m, n]`.
  public func product(_ a: Tensor, _ b: Tensor) -> Tensor {
    require(
      a.rank == 2 && b.rank == 2 && a.shape[1] == b.shape[0],
      "product: \(a.shape) x \(b.shape): matrices [m, k] and [k, n] are expected")
    let (m, k, n) = (a.shape[0], a.shape[1], b.shape[1])
    switch self {
    case .views: return Tensor(productOfViews(StridedView(a), StridedView(b)), shape: [m, n])
    case .kernel: return Threads.with(1) { matmul(a, b) }
    case .threads: return matmul(a, b)
    case .naive, .reordered, .rows, .blocked, .vectors:
      let (a, b) = (a.scalars, b.scalars)
      let product =
        switch self {
        case .naive: naiveProduct(a, b, m: m, k: k, n: n)
        case .reordered: reorderedProduct(a, b, m: m, k: k, n: n)
        case .rows: rowProduct(a, b, m: m, k: k, n: n)
        case .blocked: blockedProduct(a, b, m: m, k: k, n: n)
        default: vectorProduct(a, b, m: m, k: k, n: n)
        }
      return Tensor(product, shape: [m, n])
    }
  }
}

// Rung 0: through views
//
// The definition, with nothing but positions. It works for any strides, and pays for that at every
// element: four multiplications for the two places, two checks, and arrays of indices. Generality belongs
// outside the loops. A kernel takes the strides once and then runs over plain memory.

func productOfViews(_ a: StridedView, _ b: StridedView) -> [Float] {
  var c: [Float] = []
  for i in 0..<a.shape[0] {
    for j in 0..<b.shape[1] {
      var total: Float = 0
      for p in 0..<a.shape[1] { total += a[i, p] * b[p, j] }
      c.append(total)
    }
  }
  return c
}

// Rung 1: three loops
//
// Row-major memory: element (i, p) of a is a[i · k + p]. The inner loop walks along a row of a, one number
// after the other, and down a column of b, n numbers further each time. Every step in b touches another
// cache line, uses 1 of its 16 numbers, and by the time the neighbouring column needs the line it may be
// gone. And each addition waits for the one before: a sum of floating-point numbers must not be reordered
// by the compiler, because the last digits would change.

func naiveProduct(_ a: [Float], _ b: [Float], m: Int, k: Int, n: Int) -> [Float] {
  var c = [Float](repeating: 0, count: m * n)
  for i in 0..<m {
    for j in 0..<n {
      var total: Float = 0
      for p in 0..<k { total += a[i * k + p] * b[p * n + j] }
      c[i * n + j] = total
    }
  }
  return c
}

// Rung 2: exchange two loops
//
// Put j innermost. Now one number of a multiplies a row of b and is added to a row of c. Both rows are
// walked along, every number of a cache line is used, and the additions go to different places, so none
// waits for another. One exchanged line.
//
// It could be faster still. The processor has instructions that multiply and add several numbers at once,
// and the compiler would like to use them here. But the checks are in the way: every index is computed with
// a check for overflow and compared with the array's length, and the program must stop at the right one.

func reorderedProduct(_ a: [Float], _ b: [Float], m: Int, k: Int, n: Int) -> [Float] {
  var c = [Float](repeating: 0, count: m * n)
  for i in 0..<m {
    for p in 0..<k {
      let factor = a[i * k + p]
      for j in 0..<n { c[i * n + j] += factor * b[p * n + j] }
    }
  }
  return c
}

// Rung 3: let the compiler see that the indices are right
//
// The same loops in the same order, but every row is an array of its own, and the inner loop runs over
// plain `j`. From `0..<n` the compiler can tell that all indices are valid if the last one is. It checks
// once in front of the loop, and inside it works on several numbers at once. No algorithm has changed; the
// same computation was said in a way that can be proved.

func rowProduct(_ a: [Float], _ b: [Float], m: Int, k: Int, n: Int) -> [Float] {
  let rows = (0..<k).map { Array(b[$0 * n..<$0 * n + n]) }
  var c: [Float] = []
  c.reserveCapacity(m * n)
  for i in 0..<m {
    var sums = [Float](repeating: 0, count: n)
    for p in 0..<k {
      let factor = a[i * k + p]
      let row = rows[p]
      for j in 0..<n { sums[j] += factor * row[j] }
    }
    c += sums
  }
  return c
}
