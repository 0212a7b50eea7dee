import Tensors

// Self-attention and the block around it, named B8-T128-D128-H4: batch, length, width, heads.

/// Self-attention of several heads: `[batch, length, width] -> [batch, length, width]`.
///
/// Queries, keys and values come from three products, where the peers cut one larger product in three.
struct SelfAttention: Parameterized {
  var query: Dense
  var key: Dense
  var value: Dense
  var output: Dense
  let heads: Int

  init(width: Int, heads: Int, using generator: inout RandomGenerator) {
    query = Dense(width, width, using: &generator)
    key = Dense(width, width, using: &generator)
    value = Dense(width, width, using: &generator)
    output = Dense(width, width, using: &generator)
    self.heads = heads
  }

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&query, "query")
    visitor.visit(&key, "key")
    visitor.visit(&value, "value")
    visitor.visit(&output, "output")
  }

  /// - Parameter mask: Added to the scores `[batch, heads, length, length]`; minus infinity hides a
  ///   position.
  func callAsFunction(_ x: Tensor, mask: Tensor? = nil) -> Tensor {
    let apart = [x.shape[0], x.shape[1], heads, x.shape[2] / heads]
    let scale = 1 / Float(apart[3]).squareRoot()
    let q = (query(x) * scale).reshaped(apart)
    let k = key(x).reshaped(apart)
    let v = value(x).reshaped(apart)
    var scores = einsum("bqhd,bkhd->bhqk", q, k)
    if let mask { scores = scores + mask }
    let mixed = einsum("bhqk,bkhd->bqhd", softmax(scores, axis: -1), v)
    return output(mixed.reshaped(x.shape))
  }
}

/// A transformer block, norms first: causal attention, then four times as wide with GELU.
struct TransformerBlock: Parameterized {
  var firstNorm: Normalization
  var attention: SelfAttention
  var secondNorm: Normalization
  var wide: Dense
  var narrow: Dense

  init(width: Int, heads: Int, using generator: inout RandomGenerator) {
    firstNorm = Normalization(width)
    attention = SelfAttention(width: width, heads: heads, using: &generator)
    secondNorm = Normalization(width)
    wide = Dense(width, 4 * width, using: &generator)
    narrow = Dense(4 * width, width, using: &generator)
  }

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&firstNorm, "firstNorm")
    visitor.visit(&attention, "attention")
    visitor.visit(&secondNorm, "secondNorm")
    visitor.visit(&wide, "wide")
    visitor.visit(&narrow, "narrow")
  }

  func callAsFunction(_ x: Tensor, mask: Tensor) -> Tensor {
    let x = x + attention(firstNorm(x), mask: mask)
    return x + narrow(geluTanh(wide(secondNorm(x))))
  }
}

/// What hides the future: minus infinity above the diagonal, 0 elsewhere, `[length, length]`.
func causalMask(_ length: Int) -> Tensor {
  var mask = Tensor.zeros([length, length])
  for row in 0..<length {
    for column in row + 1..<max(row + 1, length) { mask[row, column] = -.infinity }
  }
  return mask
}

extension Suite {
  static let attention: [Benchmark] = [
    attention(
      "attention-backward", batch: 8, length: 128, group: "attention",
      arithmetic: { products($0, $1, width: $2, projections: 4) },
      prepare: attentionBackward),
    attention(
      "transformer-block-step", batch: 64, length: 64, group: "training steps",
      arithmetic: { products($0, $1, width: $2, projections: 12) },
      prepare: transformerBlockStep),
  ]

  private static let width = 128
  private static let heads = 4

  private static func attention(
    _ kind: String, batch: Int, length: Int, group: String,
    arithmetic: (_ batch: Int, _ length: Int, _ width: Int) -> Int,
    prepare: @escaping @Sendable (_ batch: Int, _ length: Int) -> () -> Void
  ) -> Benchmark {
    Benchmark(
      kind, "B\(batch)-T\(length)-D\(width)-H\(heads)", group: group,
      work: .arithmetic(Double(arithmetic(batch, length, width)))
    ) {
      prepare(batch, length)
    }
  }

  /// The arithmetic of matrix products, forward and backward: `projections` of `[width, width]`, the
  /// scores and the mixing.
  private static func products(_ batch: Int, _ length: Int, width: Int, projections: Int) -> Int {
    3 * 2 * batch * length * width * (projections * width + 2 * length)
  }

  /// Forward and backward, to the input too.
  @Sendable
  private static func attentionBackward(_ batch: Int, _ length: Int) -> () -> Void {
    var generator = RandomGenerator(seed: 10)
    let layer = SelfAttention(width: width, heads: heads, using: &generator)
    let x = Tensor.normal([batch, length, width], using: &generator)
    let cotangent = Tensor.normal([batch, length, width], using: &generator)
    return { keep(gradient(at: layer, x) { layer, x in received(layer(x), cotangent) }) }
  }

  /// The loss is the mean square of the result.
  @Sendable
  private static func transformerBlockStep(_ batch: Int, _ length: Int) -> () -> Void {
    var generator = RandomGenerator(seed: 11)
    var block = TransformerBlock(width: width, heads: heads, using: &generator)
    let x = Tensor.normal([batch, length, width], using: &generator)
    let mask = causalMask(length)
    return { keep(block.step { square($0(x, mask: mask)).mean() }) }
  }
}
