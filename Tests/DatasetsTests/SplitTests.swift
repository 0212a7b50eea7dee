import Datasets
import Tensors
import Testing

@Suite struct SplitTests {
  /// `counts[k]` examples of class k, whose only feature is the example's number.
  private func numbered(_ counts: [Int]) -> LabelledData {
    let labels = counts.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
    return LabelledData(
      features: Tensor(labels.indices.map { Float($0) }, shape: [labels.count, 1]),
      labels: labels, classNames: counts.indices.map { "\($0)" },
      provenance: Provenance(name: "numbers", source: "this test", licence: "none"))
  }

  private func numbers(_ data: LabelledData) -> [Int] { data.features.scalars.map { Int($0) } }

  @Test(arguments: [0.01, 0.1, 0.2, 0.25, 0.5, 0.77, 0.99], [false, true])
  func partsAreDisjointAndCoverEverything(fraction: Double, stratified: Bool) {
    for counts in [[50, 30, 20], [1, 1], [7, 0, 3, 1], [33], [997, 2, 1]] {
      let data = numbered(counts)
      var random = RandomGenerator(seed: 3)
      let (training, test) = data.split(
        testFraction: fraction, stratified: stratified, using: &random)
      #expect((numbers(training) + numbers(test)).sorted() == Array(0..<data.count))
      #expect(training.count > 0 && test.count > 0)
      let exact = Double(data.count) * fraction
      #expect(abs(Double(test.count) - exact) <= 1)
      // Labels stay with their features.
      for part in [training, test] {
        #expect(part.labels == numbers(part).map { data.labels[$0] })
      }
    }
  }

  @Test func stratifiedPartsKeepTheShares() {
    var random = RandomGenerator(seed: 4)
    for counts in [[50, 50, 50], [500, 300, 199], [40, 7, 3], [3, 3, 3, 3, 3]] {
      let data = numbered(counts)
      for fraction in [0.1, 0.2, 1.0 / 3, 0.5, 0.9] {
        let test = data.split(testFraction: fraction, stratified: true, using: &random).test
        for (count, found) in zip(counts, test.classCounts) {
          let exact = Double(count) * Double(test.count) / Double(data.count)
          #expect(abs(Double(found) - exact) < 1)
        }
      }
    }
    let test = iris().split(testFraction: 0.2, stratified: true, using: &random).test
    #expect(test.classCounts == [10, 10, 10])
  }

  @Test(arguments: [false, true]) func sameSeedSameParts(stratified: Bool) {
    func split(_ seed: UInt64) -> (training: LabelledData, test: LabelledData) {
      var random = RandomGenerator(seed: seed)
      return iris().split(testFraction: 0.3, stratified: stratified, using: &random)
    }
    #expect(split(1).training == split(1).training)
    #expect(split(1).test == split(1).test)
    #expect(split(1).test != split(2).test)
  }

  @Test(arguments: [false, true]) func everyExampleIsEquallyLikely(stratified: Bool) {
    let data = numbered([6, 4])
    var random = RandomGenerator(seed: 5)
    var hits = [Int](repeating: 0, count: 10)
    for _ in 0..<4000 {
      let test = data.split(testFraction: 0.5, stratified: stratified, using: &random).test
      for number in numbers(test) { hits[number] += 1 }
    }
    // Binomial: 2,000 expected, standard deviation 32; five of them leave room for ten examples.
    for count in hits { #expect(abs(count - 2000) < 160) }
  }

  @Test func partsAreMixed() {
    var random = RandomGenerator(seed: 6)
    let (training, test) = iris().split(testFraction: 0.5, stratified: true, using: &random)
    for part in [training, test] { #expect(part.labels != part.labels.sorted()) }
  }

  @Test func regressionDataSplitsToo() {
    var random = RandomGenerator(seed: 7)
    let data = plane(count: 20, weights: [2], using: &random)
    let (training, test) = data.split(testFraction: 0.25, using: &random)
    #expect(training.count == 15 && test.count == 5)
    #expect(test.targets.isClose(to: test.features * 2))
    #expect(training.targets.isClose(to: training.features * 2))
  }

  @Test func subsetsRepeatAndReorder() {
    let data = numbered([2, 2]).subset([3, 0, 3])
    #expect(numbers(data) == [3, 0, 3])
    #expect(data.labels == [1, 0, 1])
    #expect(numbered([2]).subset([]).features.shape == [0, 1])
  }

  @Test func wrongUseStops() async {
    let fraction = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = RandomGenerator(seed: 0)
      _ = iris().split(testFraction: 20, using: &random)
    }
    let message = String(decoding: fraction?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("split: the test fraction 20.0 is not between 0 and 1"))
    let images = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = iris().images
    }
    let other = String(decoding: images?.standardErrorContent ?? [], as: UTF8.self)
    #expect(other.contains("images: the features of Iris are no pixels"))
  }
}
