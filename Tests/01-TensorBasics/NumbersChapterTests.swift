import TensorBasics
import Tensors
import Testing

@Suite("01 Numbers: sums, cancellation, exponentials")
struct NumbersChapterTests {
  @Test("sums against exact fractions")
  func sums() throws {
    for c in try RecordedValues.read().numbers.sums {
      let scale = c.x.reduce(0.0) { $0 + Double(Swift.abs($1)) }
      #expect(isNear(compensatedSum(c.x), c.sum, relative: 0, absolute: 1.2e-7 * scale))
      #expect(isNear(pairwiseSum(c.x), c.sum, relative: 0, absolute: 6e-8 * 40 * scale))
    }
    #expect(runningSum([1, 2, 3.5]) == 6.5 && pairwiseSum([]) == 0 && compensatedSum([]) == 0)
    #expect(compensatedSum([16_777_216] + Array(repeating: 1, count: 1000)) == 16_778_216)
    #expect(runningSum([16_777_216] + Array(repeating: 1, count: 1000)) == 16_777_216)
  }

  @Test("mean and variance of numbers that come one by one, or in parts")
  func moments() throws {
    for c in try RecordedValues.read().numbers.moments {
      var moments = RunningMoments()
      for x in c.x { moments.add(x) }
      #expect(isNear(moments.mean, c.mean))
      #expect(isNear(moments.variance, c.variance, relative: 1e-3, absolute: 1e-12))
      var (first, second) = (RunningMoments(), RunningMoments())
      for x in c.x.prefix(c.x.count / 3) { first.add(x) }
      for x in c.x.dropFirst(c.x.count / 3) { second.add(x) }
      first.add(second)
      #expect(first.count == c.x.count && isNear(first.mean, c.mean))
      #expect(isNear(first.variance, c.variance, relative: 1e-3, absolute: 1e-12))
    }
    #expect(RunningMoments().variance == 0)
  }

  @Test("roots without cancellation")
  func roots() throws {
    for c in try RecordedValues.read().numbers.roots {
      let found = try #require(
        quadraticRoots(c.coefficients[0], c.coefficients[1], c.coefficients[2]))
      #expect(isNear(found.0, c.roots[0], relative: 3e-7), "\(c)")
      #expect(isNear(found.1, c.roots[1], relative: 3e-7), "\(c)")
    }
    #expect(quadraticRoots(1, 0, 1) == nil)
    #expect(quadraticRoots(2, 0, 0)! == (0, 0))
  }

  @Test("the logarithm of a sum of exponentials: SciPy's values, and infinities")
  func exponentials() throws {
    for c in try RecordedValues.read().numbers.logSumExp {
      #expect(isNear(logSumExp(Tensor(c.x)), c.value, relative: 1e-6, absolute: 1e-6), "\(c.x)")
      let library = logSumExp(Tensor(c.x), axis: 0).scalar
      #expect(isNear(logSumExp(Tensor(c.x)), Double(library), relative: 1e-6, absolute: 1e-6))
    }
    #expect(logSumExp(Tensor([-.infinity, -.infinity])) == -.infinity)
    #expect(logSumExp(Tensor([Float]())) == -.infinity)
    #expect(logSumExp(Tensor([1, .infinity])) == .infinity)
    #expect(logSumExp(Tensor([1, .nan])).isNaN)
  }

  @Test("the parts of a number")
  func parts() {
    let ten = FloatParts(-10)
    #expect(ten.isNegative && ten.exponent == 3 && ten.significand == 1.25)
    #expect(FloatParts(1).spacing == 0x1p-23 && FloatParts(16_777_216).spacing == 2)
    #expect(FloatParts(-1).spacing == 0x1p-23)
    #expect(ten.description == "-1.25 x 2^3, spacing 9.536743e-07")
  }
}
