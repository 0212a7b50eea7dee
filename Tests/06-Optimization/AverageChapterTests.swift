import Optimization
import Tensors
import Testing

@Suite("06 Averages of models, and gradients cut to size")
struct AverageChapterTests {
  func model(_ value: Float) -> TestModel {
    TestModel(
      weight: .full([1, 2], value), bias: .full([1], -value), buffer: Tensor([value, 10 * value]))
  }

  @Test("an exponential average by hand, with and without a short memory at first")
  func moving() {
    var average = MovingAverage(of: model(0), decay: 0.9, warmsUp: false)
    for value: Float in [1, 2, 3] { average.update(with: model(value)) }
    // 0.1 · 1 · 0.81 + 0.1 · 2 · 0.9 + 0.1 · 3
    #expect(abs(average.model.weight.scalars[0] - 0.561) < 1e-6)
    #expect(abs(average.model.bias.scalars[0] + 0.561) < 1e-6)
    #expect(average.model.buffer == Tensor([3, 30]))

    var warm = MovingAverage(of: model(0), decay: 0.9)
    warm.update(with: model(11))  // keeps 2 / 11
    #expect(abs(warm.model.weight.scalars[0] - 9) < 1e-5)
    for _ in 0..<500 { warm.update(with: model(5)) }
    #expect(abs(warm.model.weight.scalars[0] - 5) < 1e-4)
  }

  @Test("the plain average of five models is their mean")
  func plain() {
    var average = WeightAverage(like: model(100))
    for value: Float in [1, 2, 3, 4, 10] { average.add(model(value)) }
    #expect(average.count == 5)
    #expect(abs(average.model.weight.scalars[0] - 4) < 1e-6)
    #expect(average.model.buffer == Tensor([10, 100]))
  }

  @Test("an average that is kept and taken back goes on as if nothing had happened")
  func memory() {
    func resumed(_ stop: Int) -> (TestModel, TestModel) {
      var (moving, plain) = (MovingAverage(of: model(0)), WeightAverage(like: model(0)))
      for value in 0..<6 {
        if value == stop {
          var kept: [Tensor] = []
          var reader = ParameterVisitor(parameters: { _ in }, buffers: { kept.append($0) })
          moving.visitMemory(&reader)
          plain.visitMemory(&reader)
          (moving, plain) = (MovingAverage(of: model(7)), WeightAverage(like: model(7)))
          var rest = kept[...]
          var writer = ParameterVisitor(
            parameters: { _ in }, buffers: { $0 = rest.removeFirst() })
          moving.visitMemory(&writer)
          plain.visitMemory(&writer)
        }
        moving.update(with: model(Float(value * value)))
        plain.add(model(Float(value * value)))
      }
      return (moving.model, plain.model)
    }
    let straight = resumed(-1)
    #expect(resumed(3).0 == straight.0 && resumed(3).1 == straight.1)
  }

  @Test("the global norm cuts all parts by one factor: the direction stays, short gradients too")
  func globalNorm() {
    let gradient = TestModel(weight: Tensor([[3, 0]]), bias: Tensor([4]))
    #expect(gradient.globalNorm == 5)
    var cut = gradient
    #expect(cut.clipGlobalNorm(to: 1) == 5)
    #expect(zip(cut.scalars, [0.6, 0, 0.8]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(cut.buffer == gradient.buffer)
    var whole = gradient
    #expect(whole.clipGlobalNorm(to: 5) == 5 && whole == gradient)
    var random = RecordedOptimizers.all.slopes[3]
    let before = random.scalars
    random.clipGlobalNorm(to: 0.1)
    let after = random.scalars
    let dot = zip(before, after).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    let lengths = [before, after].map { $0.reduce(0.0) { $0 + Double($1) * Double($1) } }
    #expect(abs(dot / (lengths[0] * lengths[1]).squareRoot() - 1) < 1e-6)
    #expect(abs(lengths[1].squareRoot() - 0.1) < 1e-7)
  }

  @Test("norms one by one, and values one by one, change the direction")
  func others() {
    var norms = TestModel(weight: Tensor([[3, 4]]), bias: Tensor([0.5]))
    norms.clipNorms(to: 1)
    #expect(zip(norms.scalars, [0.6, 0.8, 0.5]).allSatisfy { abs($0 - $1) < 1e-6 })
    var values = TestModel(weight: Tensor([[3, -4]]), bias: Tensor([0.5]))
    values.clipValues(to: 1)
    #expect(values.scalars == [1, -1, 0.5])
  }

  @Test(
    "gradients so large or so small that their squares do not fit are measured and cut all the same"
  )
  func extremes() {
    for size: Float in [1e30, 1e-30] {
      var gradient = TestModel(weight: Tensor([[3 * size, 0]]), bias: Tensor([4 * size]))
      #expect(abs(gradient.globalNorm / (5 * size) - 1) < 1e-6)
      gradient.clipGlobalNorm(to: size)
      #expect(abs(gradient.bias.scalars[0] / (0.8 * size) - 1) < 1e-6)
    }
    let broken = TestModel(weight: Tensor([[.nan, 0]]), bias: Tensor([1]))
    #expect(broken.globalNorm.isNaN)
    let infinite = TestModel(weight: Tensor([[.infinity, 0]]), bias: Tensor([1]))
    #expect(infinite.globalNorm == .infinity)
  }
}
