// Right answers that are too long for the place where they are listed.

/// 01.5: the definition, without blocks.
func productByLoops(_ a: [Float], _ b: [Float], _ m: Int, _ k: Int, _ n: Int) -> [Float] {
  var c: [Float] = []
  for i in 0..<m {
    for j in 0..<n {
      var total: Float = 0
      for p in 0..<k { total += a[i * k + p] * b[p * n + j] }
      c.append(total)
    }
  }
  return c
}
