import Foundation
import Tensors
import Testing

/// What SciPy says about a distribution, recorded by `Tests/Fixtures/linear-algebra/distributions.py`.
struct RecordedDistribution: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let parameters: [Float]
  let mean, variance: Double
  /// Numbers, and the probabilities of drawing at most them.
  let points, levels: [Double]

  var testDescription: String { "\(name) \(parameters)" }

  static let all: [RecordedDistribution] = {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = tests.appendingPathComponent("Fixtures/linear-algebra/distributions.json")
    do {
      return try JSONDecoder().decode(Self.self.Many.self, from: Data(contentsOf: file))
    } catch {
      fatalError("\(file.path): \(error)")
    }
  }()

  typealias Many = [RecordedDistribution]

  func draw(_ count: Int, using generator: inout RandomGenerator) -> Tensor {
    let shape = [count]
    let p = parameters
    switch name {
    case "exponential": return .exponential(shape, rate: p[0], using: &generator)
    case "gumbel": return .gumbel(shape, using: &generator)
    case "gamma": return .gamma(shape, concentration: p[0], rate: p[1], using: &generator)
    case "beta": return .beta(shape, alpha: p[0], beta: p[1], using: &generator)
    case "truncatedNormal": return .truncatedNormal(shape, within: p[0]...p[1], using: &generator)
    case "poisson": return .poisson(shape, rate: p[0], using: &generator)
    default: fatalError("\(name) is not known")
    }
  }
}

@Suite struct DistributionTests {
  @Test func everyDistributionIsRecorded() {
    #expect(Set(RecordedDistribution.all.map(\.name)).count == 6)
  }

  /// The largest distance of the shares from the probabilities is below that of Kolmogorov and Smirnov,
  /// which is exceeded once in a thousand times; mean and variance agree to five standard errors.
  @Test(arguments: RecordedDistribution.all) func sharesAndMomentsAgree(
    _ item: RecordedDistribution
  ) {
    let count = 40_000
    var generator = RandomGenerator(seed: 41)
    let numbers = item.draw(count, using: &generator).scalars.map { Double($0) }.sorted()
    for (point, level) in zip(item.points, item.levels) {
      // Points are rounded to the numbers that a Float can hold.
      let limit = Double(Float(point))
      let share = Double(numbers.count { $0 <= limit }) / Double(count)
      #expect(abs(share - level) < 1.95 / Double(count).squareRoot(), "at \(point)")
    }
    let mean = numbers.reduce(0, +) / Double(count)
    let squares = numbers.map { ($0 - mean) * ($0 - mean) }
    let variance = squares.reduce(0, +) / Double(count)
    let fourth = squares.map { $0 * $0 }.reduce(0, +) / Double(count)
    #expect(abs(mean - item.mean) < 5 * (item.variance / Double(count)).squareRoot())
    #expect(abs(variance - item.variance) < 5 * (fourth / Double(count)).squareRoot())
  }

  @Test func seedsDecide() {
    for item in RecordedDistribution.all {
      var (a, b) = (RandomGenerator(seed: 3), RandomGenerator(seed: 3))
      var c = RandomGenerator(seed: 4)
      let numbers = item.draw(20, using: &a)
      #expect(numbers == item.draw(20, using: &b) && a.next() == b.next())
      if item.parameters != [0.1] { #expect(numbers != item.draw(20, using: &c)) }
    }
  }

  @Test func defaultGeneratorFollowsTheSeed() {
    func draws() -> [Tensor] {
      [
        .exponential([3], rate: 2), .gumbel([3]), .gamma([3], concentration: 0.5),
        .beta([3], alpha: 2, beta: 3), .truncatedNormal([3], mean: 1, standardDeviation: 2),
        .bernoulli([40], probability: 0.5), .bernoulli(probabilities: .full([40], 0.5)),
        .poisson([9], rate: 4),
      ]
    }
    #expect(withSeed(1) { draws() } == withSeed(1) { draws() })
    #expect(zip(withSeed(1) { draws() }, withSeed(2) { draws() }).allSatisfy { $0 != $1 })
    func integers() -> [[Int]] {
      [
        categorical(logits: .zeros([30, 5])), categorical(probabilities: .ones([30, 5])),
        choice(30, from: 50), choice(30, from: 50, replacing: true),
        randomIntegers(in: 0..<100, count: 30),
      ]
    }
    #expect(withSeed(1) { integers() } == withSeed(1) { integers() })
    #expect(zip(withSeed(1) { integers() }, withSeed(2) { integers() }).allSatisfy { $0 != $1 })
  }

  @Test func extremeParametersStayInRange() {
    var generator = RandomGenerator(seed: 5)
    func check(_ x: Tensor, _ range: ClosedRange<Float>) -> Bool {
      x.scalars.allSatisfy { range.contains($0) }
    }
    #expect(check(.truncatedNormal([500], within: -0.1...0.1, using: &generator), -0.1...0.1))
    #expect(check(.truncatedNormal([500], within: 3...(.infinity), using: &generator), 3...40))
    #expect(
      check(.truncatedNormal([500], within: -(.infinity)...(-8), using: &generator), -10 ... -8))
    #expect(check(.truncatedNormal([50], within: 1e6...2e6, using: &generator), 1e6...1.0001e6))
    #expect(check(.truncatedNormal([50], within: 2...2, using: &generator), 2...2))
    let unlimited = Tensor.truncatedNormal(
      [20_000], within: -(.infinity)...(.infinity), using: &generator)
    #expect(abs((unlimited * unlimited).mean().scalar - 1) < 0.05)
    // Parameters so small that both gamma variables underflow.
    let ends = Tensor.beta([2000], alpha: 1e-4, beta: 1e-4, using: &generator)
    #expect(check(ends, 0...1) && abs(ends.mean().scalar - 0.5) < 0.06)
    #expect(check(.gamma([500], concentration: 1e-3, using: &generator), 0...100))
    #expect(check(.exponential([500], rate: 1e-30, using: &generator), 1e26...1e32))
    #expect(Tensor.poisson([100], rate: 0, using: &generator) == Tensor.zeros([100]))
    #expect(Tensor.exponential([0], using: &generator).shape == [0])
  }

  @Test func coinsFollowTheirProbability() {
    var generator = RandomGenerator(seed: 6)
    #expect(Tensor.bernoulli([1000], probability: 0, using: &generator).sum() == Tensor(0))
    #expect(Tensor.bernoulli([1000], probability: 1, using: &generator).sum() == Tensor(1000))
    let share = Tensor.bernoulli([40_000], probability: 0.3, using: &generator).mean().scalar
    #expect(abs(share - 0.3) < 5 * (0.21 / 40_000 as Float).squareRoot())
    let odds = Tensor([0, 0.25, 1]).broadcasted(to: [10_000, 3])
    let shares = Tensor.bernoulli(probabilities: odds, using: &generator).mean(axis: 0)
    #expect(shares[0].scalar == 0 && shares[2].scalar == 1)
    #expect(abs(shares[1].scalar - 0.25) < 0.022)
  }

  /// The sum of (seen - expected)² / expected: below 27.9 in 999 of 1000 times for 9 free classes.
  private func chiSquare(_ labels: [Int], _ probabilities: [Double]) -> Double {
    var seen = [Double](repeating: 0, count: probabilities.count)
    for label in labels { seen[label] += 1 }
    return zip(seen, probabilities).reduce(0) { sum, pair in
      let expected = pair.1 * Double(labels.count)
      return sum
        + (expected == 0 ? pair.0 * 1e9 : (pair.0 - expected) * (pair.0 - expected) / expected)
    }
  }

  @Test func classesFollowTheirProbabilities() {
    var generator = RandomGenerator(seed: 7)
    let weights: [Float] = [1, 0, 5, 2, 0.5, 3, 0, 4, 1, 2]
    let chances = weights.map { Double($0) / 18.5 }
    let rows = Tensor([weights, weights.reversed()])
    let labels = categorical(probabilities: rows, samples: 30_000, using: &generator)
    #expect(labels.count == 60_000)
    #expect(chiSquare(Array(labels[..<30_000]), chances) < 27.9)
    #expect(chiSquare(Array(labels[30_000...]), chances.reversed()) < 27.9)
    // Logits are logarithms, whatever is added to all; -infinity is never drawn.
    let logits = log(rows) + 300
    #expect(
      chiSquare(
        Array(categorical(logits: logits, samples: 30_000, using: &generator)[..<30_000]), chances)
        < 27.9)
    #expect(categorical(logits: Tensor([[0, 1000], [2000, 0]]), using: &generator) == [1, 0])
    #expect(
      categorical(probabilities: Tensor([0, 0, 7]), samples: 3, using: &generator) == [2, 2, 2])
    #expect(categorical(logits: Tensor.zeros([0, 4]), using: &generator).isEmpty)
    // The largest of logits and Gumbel numbers is the same distribution.
    let noisy = logits[0] + Tensor.gumbel([30_000, 10], using: &generator)
    #expect(chiSquare(noisy.argmax(axis: 1), chances) < 27.9)
  }

  @Test func choicesFollowTheirWeights() {
    var generator = RandomGenerator(seed: 8)
    let even = [Double](repeating: 0.1, count: 10)
    #expect(chiSquare(generator.choice(30_000, from: 10, replacing: true), even) < 27.9)
    #expect(chiSquare(generator.integers(in: 0..<10, count: 30_000), even) < 27.9)
    let firsts = (0..<20_000).map { _ in generator.choice(3, from: 10) }
    #expect(firsts.allSatisfy { Set($0).count == 3 })
    #expect((0..<3).allSatisfy { place in chiSquare(firsts.map { $0[place] }, even) < 27.9 })
    #expect(generator.choice(6, from: 6).sorted() == Array(0..<6))
    #expect(
      generator.choice(0, from: 0).isEmpty && generator.choice(0, from: 3, replacing: true).isEmpty)

    let weights: [Float] = [6, 3, 1, 0]
    let replaced = generator.choice(30_000, from: 4, replacing: true, weights: weights)
    #expect(chiSquare(replaced, [0.6, 0.3, 0.1, 0]) < 16.3)
    // Without replacement the second is drawn from the rest: 0 after 1 or 2, and so on.
    let pairs = (0..<30_000).map { _ in generator.choice(2, from: 4, weights: weights) }
    #expect(chiSquare(pairs.map { $0[0] }, [0.6, 0.3, 0.1, 0]) < 16.3)
    let second = [
      0.3 * 6 / 7 + 0.1 * 6 / 9, 0.6 * 3 / 4 + 0.1 * 3 / 9, 0.6 * 1 / 4 + 0.3 * 1 / 7, 0,
    ]
    #expect(chiSquare(pairs.map { $0[1] }, second) < 16.3)
    #expect(Set(generator.choice(3, from: 4, weights: weights)) == [0, 1, 2])
  }
}
