import Datasets
import Foundation
import Tensors
import Testing

@Suite struct GeneratorTests {
  private func check(_ data: LabelledData, against expected: Recorded.Points) {
    #expect(data.labels == expected.labels)
    let points = Tensor(expected.points, shape: [expected.labels.count, 2])
    #expect(data.features.isClose(to: points, relative: 1e-6, absolute: 1e-7))
  }

  @Test func moonsWithoutNoiseAreScikitLearns() throws {
    var random = RandomGenerator(seed: 0)
    check(
      moons(count: 11, shuffled: false, using: &random), against: try Fixtures.recorded().moons)
  }

  @Test func circlesWithoutNoiseAreScikitLearns() throws {
    let expected = try Fixtures.recorded().circles
    var random = RandomGenerator(seed: 0)
    let data = circles(
      count: 11, factor: try #require(expected.factor), shuffled: false, using: &random)
    check(data, against: expected)
  }

  @Test func blobsWithoutWidthAreScikitLearns() throws {
    let expected = try Fixtures.recorded().blobs
    var random = RandomGenerator(seed: 0)
    let data = blobs(
      count: 11, centers: try #require(expected.centers), standardDeviation: 0, shuffled: false,
      using: &random)
    check(data, against: expected)
  }

  @Test func xorWithoutNoiseIsTheTruthTable() {
    #expect(xor().features == Tensor([[0, 0], [0, 1], [1, 0], [1, 1]]))
    #expect(xor().labels == [0, 1, 1, 0])
    var random = RandomGenerator(seed: 0)
    let data = xor(count: 10, shuffled: false, using: &random)
    #expect(data.features[7] == Tensor([1, 1]))
    #expect(data.labels == [0, 1, 1, 0, 0, 1, 1, 0, 0, 1])
  }

  @Test func spiralsFollowTheirFormula() {
    var random = RandomGenerator(seed: 0)
    let data = spirals(count: 14, classes: 3, turns: 0.75, shuffled: false, using: &random)
    #expect(data.classCounts == [5, 5, 4])
    // The last point of class k lies on the unit circle, 3/4 of a turn beyond the class's start.
    for (label, last) in [4, 9, 13].enumerated() {
      let angle = 2 * Double.pi * (Double(label) / 3 + 0.75)
      let end = Tensor([Float(cos(angle)), Float(sin(angle))])
      #expect(data.features[last].isClose(to: end, absolute: 1e-6))
    }
    // Radii grow in equal steps and never are 0.
    for index in 0..<5 {
      let radius = sqrt(dot(data.features[index], data.features[index]).scalar)
      #expect(abs(radius - Float(index + 1) / 5) < 1e-6)
    }
  }

  @Test func noiseHasItsDeviation() {
    var random = RandomGenerator(seed: 1)
    let clean = moons(count: 20000, shuffled: false, using: &random)
    let noisy = moons(count: 20000, noise: 0.3, shuffled: false, using: &random)
    let difference = noisy.features - clean.features
    // The standard errors for 40,000 draws are 0.0015 and 0.0011.
    #expect(abs(difference.mean().scalar) < 0.006)
    #expect(abs((difference * difference).mean().scalar.squareRoot() - 0.3) < 0.0045)
  }

  @Test func blobsSurroundTheirCenters() {
    var random = RandomGenerator(seed: 2)
    let data = blobs(
      count: 20000, centers: [[5, 0, 1], [-5, 2, 0]], standardDeviation: 0.5, using: &random)
    for (label, center) in [Tensor([5, 0, 1]), Tensor([-5, 2, 0])].enumerated() {
      let members = data.features[data.labels.indices.filter { data.labels[$0] == label }]
      #expect(members.shape == [10000, 3])
      #expect(members.mean(axis: 0).isClose(to: center, absolute: 0.02))
    }
    #expect(data.featureNames == ["x1", "x2", "x3"])
  }

  @Test func randomCentersLieInTheBox() {
    var random = RandomGenerator(seed: 3)
    let data = blobs(
      count: 60, classes: 60, dimensions: 4, in: 2..<3, standardDeviation: 0, using: &random)
    #expect(data.features.shape == [60, 4])
    #expect(data.features.min().scalar >= 2 && data.features.max().scalar < 3)
    #expect(data.features.max().scalar - data.features.min().scalar > 0.5)
  }

  @Test func planeFollowsItsFormula() {
    var random = RandomGenerator(seed: 4)
    let exact = plane(count: 50, weights: [2, -3], bias: 0.5, using: &random)
    let predicted = matmul(exact.features, Tensor([[2], [-3]])) + 0.5
    #expect(exact.targets.isClose(to: predicted, absolute: 1e-5))
    #expect(exact.features.min().scalar >= -1 && exact.features.max().scalar < 1)
    let noisy = plane(count: 20000, weights: [1], noise: 0.2, using: &random)
    let residual = noisy.targets - noisy.features
    #expect(abs((residual * residual).mean().scalar.squareRoot() - 0.2) < 0.005)
  }

  @Test func sameSeedSamePoints() {
    func make(_ seed: UInt64) -> [LabelledData] {
      var random = RandomGenerator(seed: seed)
      return [
        moons(count: 31, noise: 0.1, using: &random),
        circles(count: 31, noise: 0.1, using: &random),
        spirals(count: 31, classes: 3, noise: 0.1, using: &random),
        blobs(count: 31, classes: 3, using: &random), xor(count: 31, noise: 0.1, using: &random),
      ]
    }
    #expect(make(7) == make(7))
    for (a, b) in zip(make(7), make(8)) { #expect(a != b) }
  }

  @Test func shufflingMixesTheClassesAndLosesNothing() {
    var random = RandomGenerator(seed: 5)
    let ordered = moons(count: 40, shuffled: false, using: &random)
    let mixed = moons(count: 40, using: &random)
    #expect(mixed.labels != ordered.labels)
    #expect(mixed.classCounts == ordered.classCounts)
    let rows = { (data: LabelledData) in
      Set((0..<data.count).map { data.features[$0].scalars + [Float(data.labels[$0])] })
    }
    #expect(rows(mixed) == rows(ordered))
  }

  @Test(arguments: [0, 1, 2, 3]) func smallCounts(count: Int) {
    var random = RandomGenerator(seed: 6)
    #expect(moons(count: count, noise: 0.1, using: &random).features.shape == [count, 2])
    #expect(circles(count: count, noise: 0.1, using: &random).features.shape == [count, 2])
    #expect(spirals(count: count, classes: 3, using: &random).features.shape == [count, 2])
    #expect(blobs(count: count, classes: 2, using: &random).features.shape == [count, 2])
    #expect(xor(count: count, using: &random).features.shape == [count, 2])
    #expect(plane(count: count, weights: [1], using: &random).targets.shape == [count, 1])
  }
}
