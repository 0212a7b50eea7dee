public import Grading
import TensorBasics
public import Tensors

/// What 01.4 asks for: a tensor and an axis to a tensor of the same shape.
public typealias Standardizing = @Sendable (Tensor, Int) throws -> Tensor

/// 01.4: mean 0 and variance 1 along an axis.
public let standardizingExercise = Exercise<Standardizing>(
  "01.4",
  reference: { standardized($0, axis: $1) },
  alternatives: [
    .init(
      "line by line, in double precision",
      { x, axis in
        let axis = axis < 0 ? axis + x.rank : axis
        let strides = rowMajorStrides(x.shape)
        var result = x.scalars
        for start in result.indices where position(of: start, in: x.shape)[axis] == 0 {
          let places = (0..<x.shape[axis]).map { start + $0 * strides[axis] }
          let line = places.map { Double(x.scalars[$0]) }
          let n = Double(line.count)
          let mean = line.reduce(0, +) / n
          let spread = (line.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
          for (place, value) in zip(places, line) {
            result[place] = spread == 0 ? 0 : Float((value - mean) / spread)
          }
        }
        return Tensor(result, shape: x.shape)
      }),
    .init(
      "with the axis moved to the end",
      { x, axis in
        let moved = x.movedAxis(from: axis, to: -1)
        let mean = moved.mean(axis: -1).expanded(at: moved.rank - 1)
        let deviation = sqrt(square(moved - mean).mean(axis: -1)).expanded(at: moved.rank - 1)
        let safe = select(deviation .== 0, 1, deviation)
        return ((moved - mean) / safe).movedAxis(from: -1, to: axis)
      }),
  ],
  checks: [
    .init("the shape stays") { standardize, evidence in
      let x = Tensor([[1, 2, 4], [4, 3, 7]])
      for axis in [0, 1] {
        evidence.expect(try standardize(x, axis), hasShape: [2, 3], "standardized, axis \(axis)")
      }
    },
    .init("columns by hand") { standardize, evidence in
      evidence.expect(
        try standardize(Tensor([[1, 10], [3, 40], [5, 40]]), 0),
        equals: Tensor([[-1.2247449, -1.4142135], [0, 0.7071068], [1.2247449, 0.7071068]]),
        "standardized, axis 0")
    },
    .init("rows by hand") { standardize, evidence in
      evidence.expect(
        try standardize(Tensor([[1, 3], [0, 8], [-2, -3]]), 1),
        equals: Tensor([[-1, 1], [-1, 1], [1, -1]]), "standardized, axis 1")
    },
    .init("a square matrix along its rows", points: 2) { standardize, evidence in
      evidence.expect(
        try standardize(Tensor([[1, 2, 3], [40, 50, 60], [900, 700, 800]]), 1),
        equals: Tensor([
          [-1.2247449, 0, 1.2247449], [-1.2247449, 0, 1.2247449], [1.2247449, -1.2247449, 0],
        ]), "standardized, axis 1")
    },
    .init("lines of equal elements become 0") { standardize, evidence in
      evidence.expect(
        try standardize(Tensor([[1, 5], [3, 5]]), 0), equals: Tensor([[-1, 0], [1, 0]]),
        "standardized, axis 0")
    },
    .init("random tensors, every axis") { standardize, evidence in
      var generator = evidence.generator(seed: 14)
      for shape in [[7], [4, 6], [3, 5, 4]] {
        let x = 5 * Tensor.normal(shape, using: &generator) + 2
        for axis in -shape.count..<shape.count {
          evidence.expect(
            try standardize(x, axis), equals: standardized(x, axis: axis), within: 1e-3,
            "standardized", in: "shape \(shape), axis \(axis)")
        }
      }
    },
    .init("scaling and shifting the input changes nothing") { standardize, evidence in
      var generator = evidence.generator(seed: 15)
      let x = Tensor.normal([5, 8], using: &generator)
      evidence.expect(
        try standardize(3 * x + 10, 1), equals: standardized(x, axis: 1), within: 1e-3,
        "standardized(3 x + 10)")
    },
  ],
  misconceptions: [
    .init(
      "takes mean and variance along the other axis",
      "The axis you name is the one that disappears in the mean: axis 0 gives one mean for each column.",
      { x, axis in
        let positive = axis < 0 ? axis + x.rank : axis
        return standardized(x, axis: x.rank == 1 ? 0 : (positive + 1) % x.rank)
      }),
    .init(
      "takes one mean and one variance for all elements",
      "Every line along the axis has a mean and a variance of its own.",
      { x, _ in standardized(x.flattened(), axis: 0).reshaped(x.shape) }),
    .init(
      "loses the axis, so that the means of rows are subtracted from columns",
      "Keep the axis with extent 1: [3, 3] - [3] aligns at the right, [3, 3] - [3, 1] is what you mean.",
      { x, axis in
        let mean = x.mean(axis: axis)
        guard broadcastShape(x.shape, mean.shape) == x.shape else {
          return standardized(x, axis: axis)
        }
        let centred = x - mean
        let variance = (centred * centred).mean(axis: axis)
        return select(variance .== 0, 0, centred / sqrt(variance))
      }),
    .init(
      "divides by n - 1 in the variance",
      "Here the variance is the mean of the squared distances: divide by n.",
      { x, axis in
        let n = Float(x.shape[axis < 0 ? axis + x.rank : axis])
        return standardized(x, axis: axis) * ((n - 1) / n).squareRoot()
      }),
    .init(
      "divides by the variance instead of its root",
      "The spread is the root of the variance; only then does a stretched input give the same result.",
      { x, axis in
        let centred = x - x.mean(axis: axis, keepDimensions: true)
        let variance = (centred * centred).mean(axis: axis, keepDimensions: true)
        return select(variance .== 0, 0, centred / variance)
      }),
    .init(
      "divides by 0 where all elements of a line are equal",
      "0 / 0 is not a number. A line whose elements are equal becomes 0.",
      { x, axis in
        let centred = x - x.mean(axis: axis, keepDimensions: true)
        return centred / sqrt((centred * centred).mean(axis: axis, keepDimensions: true))
      }),
    .init(
      "only subtracts the mean",
      "Divide by the root of the variance as well.",
      { x, axis in x - x.mean(axis: axis, keepDimensions: true) }),
    .init(
      "takes the mean of the squares for the variance, without subtracting the mean",
      "The variance is about distances from the mean: subtract first, then square.",
      { x, axis in
        let squares = (x * x).mean(axis: axis, keepDimensions: true)
        let centred = x - x.mean(axis: axis, keepDimensions: true)
        return select(squares .== 0, 0, centred / sqrt(squares))
      }),
  ])
