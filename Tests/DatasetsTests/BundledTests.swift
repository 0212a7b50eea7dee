import Datasets
import Tensors
import Testing

/// The shipped sets, against numbers recorded from scikit-learn.
@Suite struct BundledTests {
  private func check(_ data: LabelledData, against expected: Recorded.Summary) {
    #expect(data.features.shape == expected.shape)
    #expect(data.classCounts == expected.labelCounts)
    #expect(Array(data.labels.prefix(20)) == expected.labelsFirst)
    #expect(Array(data.labels.suffix(20)) == expected.labelsLast)
    #expect(data.classNames == expected.classNames)
    #expect(data.features[0] == Tensor(expected.firstRow))
    #expect(data.features[data.count - 1] == Tensor(expected.lastRow))
    #expect(data.features.min(axis: 0) == Tensor(expected.minima.map { Float($0) }))
    #expect(data.features.max(axis: 0) == Tensor(expected.maxima.map { Float($0) }))
    let scalars = data.features.scalars
    for (column, mean) in expected.means.enumerated() {
      let values = stride(from: column, to: scalars.count, by: expected.shape[1]).map {
        Double(scalars[$0])
      }
      let found = values.reduce(0, +) / Double(values.count)
      #expect(abs(found - mean) <= 1e-6 * max(1, abs(mean)), "feature \(column)")
    }
    #expect(!data.provenance.source.isEmpty && !data.provenance.licence.isEmpty)
  }

  @Test func digitsAreScikitLearns() throws {
    let expected = try Fixtures.recorded().digits
    check(digits(), against: expected)
    #expect(digits().images[0] == Tensor(try #require(expected.firstImage)))
    #expect(digits().images.shape == [1797, 8, 8])
    #expect(digits().provenance.licence.contains("CC BY 4.0"))
  }

  @Test func scaledDigitsAreSixteenths() {
    #expect(digits(scaled: true).features == digits().features / 16)
    #expect(digits(scaled: true).images.shape == [1797, 8, 8])
    #expect(digits(scaled: true).labels == digits().labels)
  }

  @Test func irisIsScikitLearns() throws {
    let expected = try Fixtures.recorded().iris
    check(iris(), against: expected)
    #expect(iris().featureNames == expected.featureNames)
    #expect(iris().imageShape == nil)
  }

  @Test func breastCancerIsScikitLearns() throws {
    let expected = try Fixtures.recorded().breastCancer
    check(breastCancer(), against: expected)
    #expect(breastCancer().featureNames == expected.featureNames)
    #expect(breastCancer().provenance.licence.contains("CC BY 4.0"))
  }
}
