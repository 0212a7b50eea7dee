import Tensors
import Testing

/// The number of threads changes the time a result takes, and not one bit of it.
@Suite(.serialized) struct ThreadTests {
  /// Runs `body` with 1, 2, 3 and 4 threads and compares the results.
  private func expectSame(
    _ name: String, _ body: () -> Tensor, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let alone = Threads.with(1, body)
    for count in [2, 3, 4] {
      for _ in 0..<3 {
        #expect(
          Threads.with(count, body) == alone, "\(name) on \(count) threads",
          sourceLocation: sourceLocation)
      }
    }
  }

  private let x = Tensor.normal([300_017], using: &Self.generator)
  private static nonisolated(unsafe) var generator = RandomGenerator(seed: 3)

  @Test func elementwiseOperations() {
    expectSame("+") { x + x }
    expectSame("exp") { exp(x) }
    expectSame("scalar") { 2 - x }
    let matrix = x[0..<300_000].reshaped([3000, 100])
    expectSame("row") { matrix * matrix[0] }
    expectSame("column") { matrix - matrix.mean(axis: 1, keepDimensions: true) }
    expectSame("transposed") { matrix.reshaped([30, 100, 100]).transposed() }
  }

  @Test func reductions() {
    expectSame("sum") { x.sum() }
    expectSame("max") { x.max() }
    for shape in [[3000, 100], [10, 30_000], [30_000, 10], [30, 100, 100], [2, 75_000, 2]] {
      let tensor = x[0..<300_000].reshaped(shape)
      for axis in shape.indices {
        expectSame("sum of \(shape) along \(axis)") { tensor.sum(axis: axis) }
        expectSame("max of \(shape) along \(axis)") { tensor.max(axis: axis) }
      }
    }
  }

  @Test func products() {
    for (m, n, k) in [
      (200, 150, 300), (1, 700, 400), (700, 1, 400), (5, 999, 64), (999, 5, 64), (65, 129, 1000),
    ] {
      let a = x[0..<m * k].reshaped([m, k])
      let b = x[1..<k * n + 1].reshaped([k, n])
      expectSame("\(m) x \(n) x \(k)") { matmul(a, b) }
    }
  }

  /// Long sums are as precise along every axis as over all elements.
  @Test func longSumsKeepTheirDigits() {
    let tenths = Tensor.full([1_000_000], 0.1)
    #expect(abs(tenths.sum().scalar - 100_000) < 0.1)
    #expect(abs(tenths.mean().scalar - 0.1) < 1e-7)
    let sums = tenths.reshaped([500_000, 2]).sum(axis: 0)
    #expect(sums.isClose(to: Tensor([50_000, 50_000]), relative: 5e-6))
  }

  /// Several tasks compute at once: one has the pool, the others work alone.
  @Test func concurrentCallers() async {
    let a = Tensor.full([300, 300], 0.5)
    let expected = matmul(a, a)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          Threads.with(2) { (0..<20).allSatisfy { _ in matmul(a, a) == expected } }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
