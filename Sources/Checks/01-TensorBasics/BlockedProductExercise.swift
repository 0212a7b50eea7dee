public import Grading
import TensorBasics
import Tensors

/// What 01.5 asks for: two arrays, m, k, n and the length of a block to an array.
public typealias BlockedProduct =
  @Sendable ([Float], [Float], Int, Int, Int, Int) throws -> [Float]

/// 01.5: a product of blocks.
public let blockedProductExercise = Exercise<BlockedProduct>(
  "01.5",
  reference: { a, b, m, k, n, _ in product(a, b, m, k, n) },
  alternatives: [
    .init("by three loops", { a, b, m, k, n, _ in productByLoops(a, b, m, k, n) }),
    .init(
      "one block of the result after the other, summed in double precision",
      { a, b, m, k, n, block in
        var c = [Float](repeating: 0, count: m * n)
        for i0 in stride(from: 0, to: m, by: block) {
          for j0 in stride(from: 0, to: n, by: block) {
            for i in i0..<min(i0 + block, m) {
              for j in j0..<min(j0 + block, n) {
                c[i * n + j] = Float(
                  (0..<k).reduce(0.0) { $0 + Double(a[i * k + $1]) * Double(b[$1 * n + j]) })
              }
            }
          }
        }
        return c
      }),
  ],
  checks: [
    .init("as many elements as the result has") { multiply, evidence in
      let product = try multiply([1, 2, 3, 4, 5, 6], [1, 2, 3], 2, 3, 1, 1)
      evidence.expect(product.count, equals: 2, "the number of elements of [2, 3] x [3, 1]")
    },
    .init("two by two, in one block") { multiply, evidence in
      evidence.expect(
        Tensor(try multiply([1, 2, 3, 4], [5, 6, 7, 8], 2, 2, 2, 2)),
        equals: Tensor([19, 22, 43, 50]), "[[1, 2], [3, 4]] x [[5, 6], [7, 8]]")
    },
    .init("two by two, in blocks of 1") { multiply, evidence in
      evidence.expect(
        Tensor(try multiply([1, 2, 3, 4], [5, 6, 7, 8], 2, 2, 2, 1)),
        equals: Tensor([19, 22, 43, 50]), "[[1, 2], [3, 4]] x [[5, 6], [7, 8]], block 1")
    },
    .init("blocks that do not divide the matrices") { multiply, evidence in
      evidence.expect(
        Tensor(
          try multiply([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 0, 0, 0, 1, 0, 0, 0, 1], 3, 3, 3, 2)),
        equals: Tensor([1, 2, 3, 4, 5, 6, 7, 8, 9]), "a 3 by 3 matrix times the identity, block 2")
    },
    .init("a block larger than the matrices") { multiply, evidence in
      evidence.expect(
        Tensor(try multiply([1, 2, 3], [4, 5, 6], 1, 3, 1, 64)), equals: Tensor([32]),
        "[1, 2, 3] x [4, 5, 6], block 64")
    },
    .init("random matrices, not square", points: 3) { multiply, evidence in
      var generator = evidence.generator(seed: 16)
      for (m, k, n, block) in [
        (2, 3, 4, 2), (5, 2, 7, 3), (6, 8, 4, 4), (1, 9, 5, 4), (9, 7, 1, 3),
      ] {
        let a = Tensor.normal([m, k], using: &generator).scalars
        let b = Tensor.normal([k, n], using: &generator).scalars
        evidence.expect(
          Tensor(try multiply(a, b, m, k, n, block)), equals: Tensor(product(a, b, m, k, n)),
          "the product", in: "[\(m), \(k)] x [\(k), \(n)], block \(block)")
      }
    },
  ],
  misconceptions: [
    .init(
      "leaves out the blocks at the edges",
      "The last block is shorter: let it end at the edge of the matrix, min(start + block, extent).",
      { a, b, m, k, n, block in
        blocks(
          a, b, m, k, n, block,
          stretch: { start, extent in
            start + block <= extent ? start..<start + block : start..<start
          })
      }),
    .init(
      "replaces a block of the result instead of adding to it",
      "Every stretch of p gives a part of the sum: add it to what the stretches before it gave.",
      { a, b, m, k, n, block in blocks(a, b, m, k, n, block, adds: false) }),
    .init(
      "multiplies only blocks on the diagonal, where the stretches of i, p and j are the same",
      "Every block of c needs all blocks in its row of a and its column of b: three loops over blocks.",
      { a, b, m, k, n, block in
        blocks(a, b, m, k, n, block, uses: { $0 == $1 && $1 == $2 })
      }),
    .init(
      "uses n for the length of a row of a",
      "A row of a has k elements: a[i * k + p].",
      { a, b, m, k, n, _ in
        var c = [Float](repeating: 0, count: m * n)
        for i in 0..<m {
          for p in 0..<k {
            // Wrapped, so that it stays inside the memory.
            for j in 0..<n { c[i * n + j] += a[(i * n + p) % a.count] * b[p * n + j] }
          }
        }
        return c
      }),
    .init(
      "reads b by columns, as if it were transposed",
      "b is row-major, and p counts its rows: b[p * n + j].",
      { a, b, m, k, n, _ in
        var c = [Float](repeating: 0, count: m * n)
        for i in 0..<m {
          for p in 0..<k { for j in 0..<n { c[i * n + j] += a[i * k + p] * b[j * k + p] } }
        }
        return c
      }),
    .init(
      "writes the result transposed",
      "c is row-major with rows of n elements: c[i * n + j].",
      { a, b, m, k, n, _ in
        Tensor(product(a, b, m, k, n), shape: [m, n]).transposed().scalars
      }),
  ])

private func product(_ a: [Float], _ b: [Float], _ m: Int, _ k: Int, _ n: Int) -> [Float] {
  ProductRung.kernel.product(Tensor(a, shape: [m, k]), Tensor(b, shape: [k, n])).scalars
}

/// The six loops, with one part of them wrong.
private func blocks(
  _ a: [Float], _ b: [Float], _ m: Int, _ k: Int, _ n: Int, _ block: Int, adds: Bool = true,
  uses: (Int, Int, Int) -> Bool = { _, _, _ in true },
  stretch: ((Int, Int) -> Range<Int>)? = nil
) -> [Float] {
  let stretch = stretch ?? { start, extent in start..<min(start + block, extent) }
  var c = [Float](repeating: 0, count: m * n)
  for i0 in stride(from: 0, to: m, by: block) {
    for j0 in stride(from: 0, to: n, by: block) {
      for p0 in stride(from: 0, to: k, by: block) where uses(i0, p0, j0) {
        for i in stretch(i0, m) {
          for j in stretch(j0, n) {
            let part = stretch(p0, k).reduce(Float(0)) { $0 + a[i * k + $1] * b[$1 * n + j] }
            c[i * n + j] = adds ? c[i * n + j] + part : part
          }
        }
      }
    }
  }
  return c
}
