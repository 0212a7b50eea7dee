import Datasets
import Tensors
import Testing

@Suite struct StandardizerTests {
  @Test func agreesWithScikitLearnOnIris() throws {
    let expected = try Fixtures.recorded().standardScalerOnIris
    let standardizer = Standardizer(fitting: iris().features)
    #expect(standardizer.mean.isClose(to: Tensor(expected.mean), relative: 1e-6))
    #expect(standardizer.scale.isClose(to: Tensor(expected.scale), relative: 1e-6))
    let standardized = standardizer.apply(iris().features)
    for (row, values) in zip(expected.rows, expected.standardized) {
      #expect(standardized[row].isClose(to: Tensor(values), relative: 1e-5, absolute: 1e-5))
    }
  }

  @Test func inverseGivesBackTheFeatures() {
    let features = breastCancer().features
    let standardizer = Standardizer(fitting: features)
    let back = standardizer.inverse(standardizer.apply(features))
    #expect(back.isClose(to: features, relative: 1e-4, absolute: 1e-3))
  }

  @Test func constantFeaturesBecomeZero() {
    // Added up as Floats, 999 times 0.1 is not 99.9, and the deviation would not be 0.
    for constant: Float in [0, 0.1, -7e8, 1e-30] {
      let features = Tensor((0..<999).map { $0 % 2 == 0 ? constant : Float($0) }, shape: [999, 1])
      let constants = Tensor.full([999, 1], constant)
      let both = Tensor.concatenate([constants, features], axis: 1)
      let standardizer = Standardizer(fitting: both)
      let result = standardizer.apply(both)
      #expect(standardizer.scale.scalars[0] == 1)
      #expect(result.transposed()[0] == Tensor.zeros([999]))
      #expect(result.scalars.allSatisfy { $0.isFinite })
      #expect(standardizer.inverse(result).transposed()[0] == Tensor.full([999], constant))
    }
  }

  @Test func largeOffsetsKeepTheirDeviation() {
    // Squares of these values have no digits left for a deviation of 1.
    let features = Tensor([[1_000_001], [1_000_003], [1_000_001], [1_000_003]])
    let standardizer = Standardizer(fitting: features)
    #expect(standardizer.mean == Tensor([1_000_002]))
    #expect(standardizer.scale == Tensor([1]))
    #expect(standardizer.apply(features) == Tensor([[-1], [1], [-1], [1]]))
  }

  @Test func fitsOnTheTrainingPartOnly() {
    let training = Tensor([[0, 1], [2, 5]])
    let standardizer = Standardizer(fitting: training)
    #expect(standardizer.mean == Tensor([1, 3]))
    #expect(standardizer.scale == Tensor([1, 2]))
    #expect(standardizer.apply(Tensor([[4, 3]])) == Tensor([[3, 0]]))
    #expect(standardizer.apply(Tensor([4, 3])) == Tensor([3, 0]))
  }

  @Test func transformedDataKeepsItsLabels() {
    let data = iris()
    let scaled = data.transformed(by: Standardizer(fitting: data.features).apply)
    #expect(scaled.labels == data.labels)
    #expect(scaled.featureNames == data.featureNames)
    #expect(scaled.features != data.features)
    // Other features have other names, and are no image.
    let sums = digits().transformed { $0.sum(axis: 1, keepDimensions: true) }
    #expect(sums.features.shape == [1797, 1])
    #expect(sums.featureNames.isEmpty && sums.imageShape == nil)
  }
}
