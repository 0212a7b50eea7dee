import Optimization
import Tensors
import Testing

@Suite("06 Curvature, line searches, and known landscapes")
struct CurvatureChapterTests {
  /// A quadratic with a Hessian that is known: ½ pᵀ H p.
  let hessian = Tensor([[4, 1, -2], [1, 3, 0.5], [-2, 0.5, 5]])

  func quadratic(_ p: Tensor) -> Tensor {
    let column = p.reshaped([3, 1])
    return 0.5 * matmul(column.transposed(), matmul(hessian, column)).sum()
  }

  @Test("a product with the Hessian is a matrix product")
  func product() {
    let direction = Tensor([1, -1, 2])
    let product = hessianProduct(at: Tensor([0.3, 0.1, -0.7]), times: direction, of: quadratic)
    let expected: [Float] = [-1, -1, 7.5]
    for (got, wanted) in zip(product.scalars, expected) { #expect(abs(got - wanted) < 1e-5) }
  }

  @Test("the diagonal: exact where nothing is off it, in the mean otherwise")
  func diagonal() {
    var generator = RandomGenerator(seed: 3)
    let scales = Tensor([1, 10, 100])
    let exact = hessianDiagonal(at: Tensor([1, 2, 3]), using: &generator) {
      (0.5 * scales * $0 * $0).sum()
    }
    for (got, wanted) in zip(exact.scalars, scales.scalars) {
      #expect(abs(got - wanted) < 1e-4 * wanted)
    }
    let samples = 4000
    let mean = hessianDiagonal(
      at: Tensor([0.3, 0.1, -0.7]), samples: samples, using: &generator, of: quadratic)
    // A sample's variance is the sum of squares off the diagonal of its row, here at most 5.
    let spread = (5 / Float(samples)).squareRoot()
    let expected: [Float] = [4, 3, 5]
    for (got, wanted) in zip(mean.scalars, expected) { #expect(abs(got - wanted) < 5 * spread) }
  }

  @Test("Newton's method is at the minimum of a quadratic after one step")
  func newton() {
    var point = Tensor([3, -2, 1])
    let first = newtonStep(&point, of: quadratic)
    #expect(first.hasMoved && first.value > 1)
    #expect(point.scalars.allSatisfy { abs($0) < 1e-4 })
    // A saddle: it goes downhill, not to the saddle.
    var saddle = Tensor([1, 0.1])
    let value = newtonStep(&saddle) { p in (p[0] * p[0] - p[1] * p[1]).sum() }
    #expect(value.hasMoved)
    #expect(saddle.scalars[0] * saddle.scalars[0] - saddle.scalars[1] * saddle.scalars[1] < 0.99)
  }

  @Test("L-BFGS: Rosenbrock's valley to its end, in far fewer steps than descent")
  func limitedMemory() {
    func valley(_ p: Tensor) -> Tensor {
      square(1 - p[0]) + 100 * square(p[1] - p[0] * p[0])
    }
    var point = Tensor([-1.2, 1])
    var optimizer = LimitedMemoryBFGS(for: point)
    let losses = optimizer.minimize(&point, steps: 100, tolerance: 1e-4, of: valley)
    #expect(point.scalars.allSatisfy { abs($0 - 1) < 2e-3 })
    #expect(losses.count < 60 && (losses.last ?? 1) < 1e-5, "\(losses.count) \(losses.last ?? 0)")
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 >= $1 })

    var newton = Tensor([-1.2, 1])
    var steps = 0
    while steps < 40 && newtonStep(&newton, of: valley).hasMoved { steps += 1 }
    #expect(newton.scalars.allSatisfy { abs($0 - 1) < 1e-3 }, "\(steps) steps: \(newton)")
    #expect(steps < 40)
  }

  @Test("a steep side of 25 and a rate of 0.1: descent flies out, momentum comes in")
  func ravine() {
    func run(_ momentum: Float) -> Float {
      var point = Tensor([1])
      var descent = GradientDescent(for: point, learningRate: 0.1, momentum: momentum)
      for _ in 0..<200 { descent.update(&point, along: 25 * point) }
      return Swift.abs(point.scalars[0])
    }
    // |1 − 0.1 · 25| = 1.5 a step; with momentum 0.9 the pace is √0.9, and 2 (1 + 0.9) / 0.1 = 38 > 25.
    #expect(!(run(0) < 1e30))
    #expect(run(0.9) < 1e-3)
  }

  @Test("a polynomial brings singular values near 1 and keeps the directions")
  func orthogonal() {
    var generator = RandomGenerator(seed: 8)
    for shape in [[4, 4], [3, 8], [8, 3]] {
      let x = Tensor.normal(shape, using: &generator)
      let y = orthogonalized(x)
      let (before, after) = (svd(x), svd(y))
      #expect(after.s.scalars.allSatisfy { (0.6...1.3).contains($0) }, "\(after.s)")
      // U Vᵀ of the matrix, up to the size of the values.
      let exact = matmul(before.u, before.v.transposed())
      let overlap = (exact * y).sum().scalar / Float(min(shape[0], shape[1]))
      #expect(overlap > 0.7 && overlap < 1.2)
    }
  }
}
