public import Grading
import TensorBasics
public import Tensors

/// What 01.10 asks for: a tensor and an axis to a tensor without that axis.
public typealias LogSumExpFunction = @Sendable (Tensor, Int) throws -> Tensor

private let empty = -Float.infinity

/// 01.10: the logarithm of a sum of exponentials, without overflow.
public let logSumExpExercise = Exercise<LogSumExpFunction>(
  "01.10",
  reference: { byLines($0, $1) { logSumExp(Tensor($0)) } },
  alternatives: [
    .init(
      "two at a time: max + log1p(e^-difference)",
      { x, axis in
        byLines(x, axis) { line in
          line.reduce(-.infinity) { sum, next in
            let (high, low) = (max(sum, next), min(sum, next))
            return low == -.infinity ? high : high + log1p(exp(Tensor(low - high))).scalar
          }
        }
      }),
    .init(
      "with not-a-number replaced where a line is empty",
      { x, axis in
        let largest = x.max(axis: axis, keepDimensions: true)
        let sums = exp(x - largest).sum(axis: axis, keepDimensions: true)
        let result = select(largest .== -.infinity, largest, largest + log(sums))
        return result.sum(axis: axis)
      }),
  ],
  checks: [
    .init("the axis disappears") { answer, evidence in
      let x = Tensor.zeros([2, 3, 4])
      for (axis, shape) in [(0, [3, 4]), (1, [2, 4]), (-1, [2, 3])] {
        evidence.expect(try answer(x, axis), hasShape: shape, "logSumExp, axis \(axis)")
      }
    },
    .init("by hand") { answer, evidence in
      evidence.expect(
        try answer(Tensor([[0, 0], [1.0986123, 0], [2, 2]]), 1),
        equals: Tensor([0.6931472, 1.3862944, 2.6931472]), "logSumExp([[0, 0], [ln 3, 0], [2, 2]])")
    },
    .init("large and small exponents") { answer, evidence in
      evidence.expect(
        try answer(Tensor([1000, 1000]), 0), equals: Tensor(1000.6931), within: 1e-6,
        "logSumExp([1000, 1000])")
      evidence.expect(
        try answer(Tensor([-1000, -1000]), 0), equals: Tensor(-999.30685), within: 1e-6,
        "logSumExp([-1000, -1000])")
      evidence.expect(
        try answer(Tensor([[300, -300], [299, 200]]), 0), equals: Tensor([300.3133, 200]),
        within: 1e-6, "logSumExp([[300, -300], [299, 200]], axis: 0)")
    },
    .init("lines that are far apart", points: 2) { answer, evidence in
      evidence.expect(
        try answer(Tensor([[500, 500], [-500, -500]]), 1), equals: Tensor([500.69315, -499.30685]),
        within: 1e-6, "logSumExp([[500, 500], [-500, -500]], axis: 1)")
    },
    .init("a line of nothing but -∞") { answer, evidence in
      evidence.expect(
        try answer(Tensor([[empty, empty], [empty, 3]]), 1), equals: Tensor([empty, 3]),
        "logSumExp([[-∞, -∞], [-∞, 3]], axis: 1)")
    },
    .init("random tensors, every axis") { answer, evidence in
      var generator = evidence.generator(seed: 29)
      for shape in [[1], [9], [3, 4], [2, 5, 3]] {
        let x = 4 * Tensor.normal(shape, using: &generator)
        for axis in -shape.count..<shape.count {
          evidence.expect(
            try answer(x, axis), equals: Tensors.logSumExp(x, axis: axis),
            "logSumExp", in: "shape \(shape), axis \(axis)")
        }
      }
    },
    .init("adding a number to all elements adds it to the result") { answer, evidence in
      var generator = evidence.generator(seed: 30)
      let x = Tensor.normal([4, 6], using: &generator)
      evidence.expect(
        try answer(x + 50, 0), equals: Tensors.logSumExp(x, axis: 0) + 50, "logSumExp(x + 50)")
    },
  ],
  misconceptions: [
    .init(
      "exponentiates the elements as they are, which overflows",
      "e^89 is infinite and e^-104 is 0. Subtract the largest element of each line first.",
      { x, axis in log(exp(x).sum(axis: axis)) }),
    .init(
      "subtracts the largest element of the whole tensor",
      "Lines far below it underflow to log 0. Every line needs its own maximum.",
      { x, axis in
        let largest = x.max().scalar == -.infinity ? 0 : x.max().scalar
        return largest + log(exp(x - largest).sum(axis: axis))
      }),
    .init(
      "subtracts the smallest element of each line",
      "Then all other exponents are positive and can overflow. Subtract the largest.",
      { x, axis in
        let smallest = x.min(axis: axis, keepDimensions: true)
        let shift = select(smallest .== -.infinity, 0, smallest)
        return (shift + log(exp(x - shift).sum(axis: axis, keepDimensions: true)))
          .squeezed(axis: axis)
      }),
    .init(
      "forgets to add the largest element again",
      "What was taken out of the sum as a factor e^m comes back as + m.",
      { x, axis in
        let full = Tensors.logSumExp(x, axis: axis)
        let largest = x.max(axis: axis)
        return select(largest .== -.infinity, full, full - largest)
      }),
    .init(
      "gives the largest element alone",
      "The maximum is only the first part: add the logarithm of the sum of e^(x - m).",
      { x, axis in x.max(axis: axis) }),
    .init(
      "gives not-a-number for a line of nothing but -∞",
      "-∞ - (-∞) is not a number. Where the largest element is -∞, subtract 0.",
      { x, axis in
        let largest = x.max(axis: axis, keepDimensions: true)
        let sums = exp(x - largest).sum(axis: axis, keepDimensions: true)
        return (largest + log(sums)).squeezed(axis: axis)
      }),
    .init(
      "averages the exponentials instead of adding them",
      "That is the logarithm of a mean. Sum the exponentials.",
      { x, axis in
        let n = Tensor(Float(x.shape[axis < 0 ? axis + x.rank : axis]))
        return Tensors.logSumExp(x, axis: axis) - log(n)
      }),
    .init(
      "works along another axis",
      "The axis you are given is the one that disappears.",
      { x, axis in
        let positive = axis < 0 ? axis + x.rank : axis
        return Tensors.logSumExp(x, axis: (positive + 1) % x.rank)
      }),
    .init(
      "leaves out the logarithm of the sum",
      "After the sum of e^(x - m) comes a logarithm, then + m.",
      { x, axis in
        let largest = x.max(axis: axis, keepDimensions: true)
        let shift = select(largest .== -.infinity, 0, largest)
        let sums = exp(x - shift).sum(axis: axis, keepDimensions: true)
        return select(largest .== -.infinity, largest, largest + sums).squeezed(axis: axis)
      }),
  ])

/// Applies a function to every line along an axis.
private func byLines(_ x: Tensor, _ axis: Int, _ function: ([Float]) -> Float) -> Tensor {
  let axis = axis < 0 ? axis + x.rank : axis
  let strides = rowMajorStrides(x.shape)
  let elements = x.scalars
  var shape = x.shape
  let extent = shape.remove(at: axis)
  let results = elements.indices.filter { position(of: $0, in: x.shape)[axis] == 0 }.map { start in
    function((0..<extent).map { elements[start + $0 * strides[axis]] })
  }
  return Tensor(results, shape: shape)
}
