import TensorBasics
import Tensors
import Testing

@Suite("01 Norms, eigenvectors, singular values, principal components")
struct DecompositionChapterTests {
  @Test("norms of any order, without overflow")
  func norms() throws {
    for c in try RecordedValues.read().norms {
      let x = Tensor(c.x)
      for (order, expected) in zip([1, 1.5, 2, 3, .infinity] as [Float], c.norms) {
        #expect(isNear(vectorNorm(x, order: order), expected, relative: 2e-6), "\(c.x) \(order)")
      }
      #expect(isNear(vectorNorm(x, order: 2), Double(norm(x).scalar)))
    }
    #expect(vectorNorm(Tensor([Float]()), order: 2) == 0)
    #expect(vectorNorm(Tensor([1, -.infinity]), order: 2) == .infinity)
  }

  @Test("the condition number is NumPy's; of a singular matrix infinite")
  func condition() throws {
    let recorded = try RecordedValues.read().decompositions
    #expect(
      isNear(conditionNumber(recorded.matrix.tensor), recorded.condition, relative: 1e-5))
    #expect(conditionNumber(Tensor([[1, 1], [1, 1]])) > 1e6)
    #expect(conditionNumber(.identity(3)) == 1)
  }

  @Test("orthonormal columns span what the columns span, and change no length")
  func orthonormal() {
    var generator = RandomGenerator(seed: 31)
    for (m, n) in [(1, 1), (5, 5), (8, 3)] {
      let a = Tensor.normal([m, n], using: &generator)
      let q = orthonormalized(a)
      #expect(matmul(q.transposed(), q).isClose(to: .identity(n), absolute: 1e-5))
      // What projecting onto the columns of q leaves of a: nothing.
      #expect(matmul(q, matmul(q.transposed(), a)).isClose(to: a, relative: 1e-4, absolute: 1e-5))
      let x = Tensor.normal([n], using: &generator)
      #expect(isNear(norm(matmul(q, x)).scalar, Double(norm(x).scalar), relative: 1e-5))
    }
    let q = orthonormalized(Tensor([[3, 1], [4, 0]]))
    #expect(q.isClose(to: Tensor([[0.6, 0.8], [0.8, -0.6]])))
  }

  @Test("power iteration finds the eigenvalue of largest absolute value, with its sign")
  func powerIteration() throws {
    let recorded = try RecordedValues.read().decompositions
    let a = recorded.symmetric.tensor
    var generator = RandomGenerator(seed: 32)
    let pair = TensorBasics.powerIteration(
      a, start: .normal([6], using: &generator), tolerance: 1e-5, mostSteps: 5000)
    let expected = try #require(
      recorded.eigenvalues.max { Swift.abs($0) < Swift.abs($1) })
    #expect(isNear(pair.value, expected, relative: 1e-5))
    #expect(isNear(norm(pair.vector).scalar, 1))
    #expect(matmul(a, pair.vector).isClose(to: pair.value * pair.vector, absolute: 1e-3))
    #expect(pair.residual <= 1e-5 * Swift.abs(pair.value))
    let negative = TensorBasics.powerIteration(Tensor([[-2, 0], [0, 1]]), start: Tensor([1, 1]))
    #expect(isNear(negative.value, -2, relative: 1e-5))
    let nothing = TensorBasics.powerIteration(.zeros([2, 2]), start: Tensor([1, 1]))
    #expect(nothing.value == 0 && nothing.steps == 1)
  }

  @Test("singular values by power iteration are the library's and NumPy's")
  func singularValues() throws {
    let recorded = try RecordedValues.read().decompositions
    let a = recorded.matrix.tensor
    var generator = RandomGenerator(seed: 33)
    for (matrix, what) in [(a, "tall"), (a.transposed(), "wide")] {
      let found = singularValuesByPowerIteration(matrix, rank: 5, using: &generator)
      #expect(
        found.s.isClose(to: Tensor(recorded.singularValues), relative: 1e-4, absolute: 1e-4))
      #expect(found.matrix().isClose(to: matrix, absolute: 1e-3), "\(what)")
      #expect(matmul(found.u.transposed(), found.u).isClose(to: .identity(5), absolute: 1e-3))
      #expect(matmul(found.v.transposed(), found.v).isClose(to: .identity(5), absolute: 1e-3))
      let exact = TruncatedSVD(of: matrix, rank: 5)
      #expect(exact.s.isClose(to: Tensor(recorded.singularValues), relative: 1e-5))
      for part in [found.prefix(2), TruncatedSVD(of: matrix, rank: 2)] {
        #expect(isNear(norm(matrix - part.matrix()).scalar, recorded.rank2Error, relative: 1e-4))
        #expect(part.rank == 2 && part.numbers == 2 * (7 + 5 + 1))
      }
    }
    let flat = singularValuesByPowerIteration(
      outer(Tensor([1, 2]), Tensor([3, 4, 0])), rank: 2, using: &generator)
    #expect(flat.s.isClose(to: Tensor([Float(125).squareRoot(), 0]), absolute: 1e-4))
  }

  @Test("principal components are scikit-learn's")
  func components() throws {
    let recorded = try RecordedValues.read().decompositions
    let data = recorded.data.tensor
    let components = PrincipalComponents(of: data, count: 3)
    #expect(components.mean.isClose(to: Tensor(recorded.mean), relative: 1e-5))
    #expect(components.variances.isClose(to: Tensor(recorded.variances), relative: 1e-4))
    #expect(isNear(components.explained, recorded.explained, relative: 1e-4))
    for i in 0..<3 {
      let overlap = dot(components.directions[i], recorded.directions.tensor[i]).scalar
      #expect(isNear(Swift.abs(overlap), 1, relative: 1e-4), "direction \(i)")
    }
    let short = components.project(data)
    #expect(short.shape == [60, 3])
    let difference = components.reconstruct(short) - data
    #expect(
      isNear(
        (difference * difference).mean().scalar, recorded.reconstructionError, relative: 1e-3))
    let one = components.prefix(1)
    #expect(one.project(data).isClose(to: short[0..., 0..<1]))
    #expect(PrincipalComponents(of: .ones([4, 2]), count: 1).explained == 1)
  }

  @Test(
    "linear regression: scikit-learn's solution, a gradient that is one, a descent that arrives")
  func regression() throws {
    let recorded = try RecordedValues.read().decompositions
    let (data, targets) = (recorded.data.tensor, Tensor(recorded.targets))
    let solved = LinearRegression.solved(data, targets)
    #expect(solved.weights.isClose(to: Tensor(recorded.weights), relative: 1e-3, absolute: 1e-3))
    #expect(isNear(solved.bias, recorded.bias, relative: 1e-2, absolute: 1e-3))

    var generator = RandomGenerator(seed: 34)
    let model = LinearRegression(weights: .normal([6], using: &generator), bias: 0.5)
    let byHand = model.gradient(data, targets)
    let automatic = gradient(at: [model.weights, Tensor(model.bias)]) { parameters in
      let errors = matmul(data, parameters[0]) + parameters[1] - targets
      return (errors * errors).mean()
    }
    #expect(byHand.weights.isClose(to: automatic[0], relative: 1e-4, absolute: 1e-4))
    #expect(isNear(byHand.bias, Double(automatic[1].scalar), relative: 1e-4))

    for seed: UInt64 in 1...20 {
      var generator = RandomGenerator(seed: seed)
      let x = Tensor.normal([100, 2], using: &generator)
      let noise = Tensor.normal([100], standardDeviation: 0.1, using: &generator)
      let y = matmul(x, Tensor([1, 2])) + 3 + noise
      var line = LinearRegression(features: 2)
      for _ in 0..<500 { line.step(x, y, learningRate: 0.01) }
      #expect(line.weights.isClose(to: Tensor([1, 2]), relative: 0, absolute: 0.1), "seed \(seed)")
      #expect(Swift.abs(line.bias - 3) < 0.1, "seed \(seed)")
    }
  }

  @Test("a sparse matrix multiplies like a dense one")
  func sparse() {
    var generator = RandomGenerator(seed: 35)
    let dense = select(Tensor.uniform([9, 7], using: &generator) .< 0.2, 0, .ones([9, 7]))
    let x = Tensor.normal([7], using: &generator)
    let matrix = select(Tensor.uniform([9, 7], using: &generator) .< 0.7, 0, dense)
    let rows = CompressedRows(matrix)
    #expect(rows.times(x).isClose(to: matmul(matrix, x), absolute: 1e-6))
    #expect(rows.values.count == matrix.scalars.count { $0 != 0 })
    let example = CompressedRows(Tensor([[0, 5, 0], [7, 0, 8], [0, 0, 0]]))
    #expect(example.columns == [1, 0, 2] && example.values == [5, 7, 8])
    #expect(example.starts == [0, 1, 3, 3])
    #expect(Swift.abs(example.density - 1.0 / 3) < 1e-12)
  }
}
