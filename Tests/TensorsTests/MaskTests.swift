import Tensors
import Testing

/// Truth values, and what they choose.
@Suite struct MaskTests {
  private let x = Tensor([[1, -2, 3], [-4, 5, 0]])

  @Test func comparisons() {
    #expect((x .> 0).values == [true, false, true, false, true, false])
    #expect((x .>= 0).trueCount == 4)
    #expect((x .< Tensor([[2], [0]])).values == [true, true, false, true, false, false])
    #expect((x .<= x).all())
    #expect((x .== 5).indices == [4])
    #expect((x .!= x).any() == false)
    let notANumber = Tensor([.nan])
    #expect(!(notANumber .== notANumber).any())
    #expect((notANumber .!= notANumber).all())
    #expect((Tensor.zeros([0, 3]) .> Tensor([1, 2, 3])).shape == [0, 3])
  }

  @Test func logic() {
    let (a, b) = (Mask([true, true, false, false]), Mask([true, false, true, false]))
    #expect((a .& b).values == [true, false, false, false])
    #expect((a .| b).values == [true, true, true, false])
    #expect((a .^ b).values == [false, true, true, false])
    #expect((.!a).values == [false, false, true, true])
    let column = a.reshaped([4, 1])
    #expect((column .& b).shape == [4, 4])
    #expect((column .& b).indices == [0, 2, 4, 6])
  }

  @Test func reductions() {
    let mask = x .> 0
    #expect(mask.any(axis: 0).values == [true, true, true])
    #expect(mask.all(axis: 0).values == [false, false, false])
    #expect(mask.any(axis: -1).values == [true, true])
    #expect(Mask([], shape: [0, 2]).all(axis: 0).values == [true, true])
    #expect(Mask([], shape: [0, 2]).any(axis: 0).values == [false, false])
    #expect(Mask([], shape: [0]).all() && !Mask([], shape: [0]).any())
    #expect(mask.positions == [[0, 0], [0, 2], [1, 1]])
    #expect(Tensor(mask) == Tensor([[1, 0, 1], [0, 1, 0]]))
    #expect(Mask([true, false]).description == "Mask [2]\n[1.0, 0.0]")
  }

  @Test func specialValues() {
    let special = Tensor([.nan, .infinity, -.infinity, -0.0, 1])
    #expect(special.isNaN.indices == [0])
    #expect(special.isInfinite.indices == [1, 2])
    #expect(special.isFinite.indices == [3, 4])
    let largest = Float.greatestFiniteMagnitude
    #expect(special.nanToNumber() == Tensor([0, largest, -largest, 0, 1]))
    #expect(
      special.nanToNumber(7, positiveInfinity: 8, negativeInfinity: 9) == Tensor([7, 8, 9, 0, 1]))
    #expect(gradient(at: special) { $0.nanToNumber().sum() } == Tensor([0, 0, 0, 1, 1]))
    #expect(special.clipped(min: -2, max: 2).scalars[1...] == [2, -2, 0, 1])
    #expect(special.clipped(min: -2, max: 2).isNaN.indices == [0])
  }

  /// What was not chosen does not reach the gradient, not even as 0 · infinity.
  @Test func selectShieldsTheGradient() {
    let x = Tensor([0, 4])
    let slopes = gradient(at: x) { x in
      let isPositive = x .> 0
      return select(isPositive, sqrt(select(isPositive, x, 1)), 0).sum()
    }
    #expect(slopes == Tensor([0, 0.25]))
    let infinite = gradient(at: Tensor([-.infinity, 1])) { select($0 .> 0, $0, 2).sum() }
    #expect(infinite == Tensor([0, 1]))
  }

  @Test func maskedAssignment() {
    var y = x
    y[y .< 0] = Tensor(0)
    #expect(y == Tensor([[1, 0, 3], [0, 5, 0]]))
    y[Mask([false, true])] = Tensor([7, 8, 9])
    #expect(y == Tensor([[1, 0, 3], [7, 8, 9]]))
    #expect(y[y .> 100].shape == [0])
    let signed = Tensor([-0.0, 1])
    var kept = signed
    kept[Mask([false, true])] = Tensor(2)
    #expect(kept.scalars[0].sign == .minus, "elements outside of the mask keep their bits")
  }
}
