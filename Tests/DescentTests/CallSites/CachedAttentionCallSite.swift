import Descent
import Testing

// Causal attention with several heads, which answers token by token with what it remembers of the earlier ones.

private struct Attention: Parameterized {
  typealias Cache = (keys: Tensor, values: Tensor)

  let heads: Int
  var projection: Linear
  var output: Linear

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&projection, "projection")
    visitor.visit(&output, "output")
  }

  /// Computes `[batch, time, width] -> [batch, time, width]`.
  func callAsFunction(_ x: Tensor, cache: inout Cache?) -> Tensor {
    let (batch, time, width) = (x.shape[0], x.shape[1], x.shape[2])
    let parts = projection(x).reshaped([batch, time, 3, heads, width / heads])
      .permuted([2, 0, 3, 1, 4])
    let (query, past) = (parts[0], cache?.keys.shape[2] ?? 0)
    let keys = cache.map { .concatenate([$0.keys, parts[1]], axis: 2) } ?? parts[1]
    let values = cache.map { .concatenate([$0.values, parts[2]], axis: 2) } ?? parts[2]
    cache = (keys, values)
    let now = Tensor.range(Float(past), to: Float(past + time)).reshaped([time, 1])
    let isFuture = Tensor.range(0, to: Float(past + time)) .> now
    let scores = matmul(query, keys.transposed(2, 3)) / Float(width / heads).squareRoot()
    let weights = softmax(scores.filled(with: -.infinity, where: isFuture), axis: -1)
    return output(matmul(weights, values).permuted([0, 2, 1, 3]).reshaped([batch, time, width]))
  }
}

@Test("call site: attention with a cache answers as attention over everything does")
func cachedAttention() {
  withSeed(1) {
    let attention = Attention(heads: 3, projection: Linear(12, 36), output: Linear(12, 12))
    let x = Tensor.normal([2, 7, 12])
    func all(_ x: Tensor) -> Tensor {
      var cache: Attention.Cache?
      return attention(x, cache: &cache)
    }
    var cache: Attention.Cache?
    let steps = (0..<7).map { attention(x.slice($0..<$0 + 1, axis: 1), cache: &cache) }
    #expect(all(x).isClose(to: Tensor.concatenate(steps, axis: 1)))
    #expect(gradientCheck(at: [x]) { all($0[0]) }.error < 0.01)
  }
}
