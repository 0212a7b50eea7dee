public import Grading
import Tensors
import Training

/// What 07.5 asks for: the fans of a shape, and the bound of its first weights.
public struct InitialBound: Sendable {
  /// From a shape to both fans.
  public typealias Fans = @Sendable ([Int]) throws -> (fanIn: Int, fanOut: Int)
  /// From a shape and a gain to the bound.
  public typealias Bound = @Sendable ([Int], Float) throws -> Float

  let fans: Fans
  let bound: Bound

  /// Puts the two functions together.
  public init(fans: @escaping Fans, bound: @escaping Bound) {
    (self.fans, self.bound) = (fans, bound)
  }

  /// Makes an answer whose bound uses its own fans.
  init(fans: @escaping Fans) {
    self.init(fans: fans) { shape, gain in gain * (3 / Float(try fans(shape).fanIn)).squareRoot() }
  }
}

private let reference = InitialBound(
  fans: { Initializer.fans(of: $0) }, bound: { Initializer.bound(of: $0, gain: $1) })

private func kernel(_ shape: [Int]) -> Int { shape.dropFirst(2).reduce(1, *) }

/// Wrong answers to the second question, with right fans.
private func wrongBound(_ bound: @escaping @Sendable (Float, Float) -> Float) -> InitialBound {
  InitialBound(fans: reference.fans) { bound(Float(Initializer.fans(of: $0).fanIn), $1) }
}

/// 07.5: fans and the bound of an initializer.
public let initialBoundExercise = Exercise<InitialBound>(
  "07.5",
  reference: reference,
  alternatives: [
    .init(
      "from the number of all weights, in double precision",
      InitialBound(
        fans: { shape in
          let all = shape.reduce(1, *)
          return shape.count == 2
            ? (all / shape[1], all / shape[0]) : (all / shape[0], all / shape[1])
        },
        bound: { shape, gain in
          let fanIn = shape.count == 2 ? shape[0] : shape.dropFirst().reduce(1, *)
          let variance = Double(gain) * Double(gain) / Double(fanIn)
          return Float((3 * variance).squareRoot())
        })),
    .init("by counting the weights of one unit", initialBoundByCounting),
  ],
  checks: [
    .init("a matrix") { answer, evidence in
      let fans = try answer.fans([784, 128])
      evidence.expect([fans.fanIn, fans.fanOut], equals: [784, 128], "fans of [784, 128]")
    },
    .init("a kernel of images") { answer, evidence in
      let fans = try answer.fans([32, 3, 5, 5])
      evidence.expect([fans.fanIn, fans.fanOut], equals: [75, 800], "fans of [32, 3, 5, 5]")
    },
    .init("kernels of one and of three axes") { answer, evidence in
      for (shape, wanted) in [([8, 3, 5], [15, 40]), ([4, 2, 3, 1, 2], [12, 24])] {
        let fans = try answer.fans(shape)
        evidence.expect([fans.fanIn, fans.fanOut], equals: wanted, "fans of \(shape)")
      }
    },
    .init("bounds by hand") { answer, evidence in
      evidence.expect(try answer.bound([3, 5], 1), equals: 1, "bound of [3, 5], gain 1")
      evidence.expect(try answer.bound([12, 7], 2), equals: 1, "bound of [12, 7], gain 2")
      evidence.expect(try answer.bound([9, 3, 2, 2], 3), equals: 1.5, "bound of a kernel, gain 3")
    },
    .init("random shapes and gains", points: 2) { answer, evidence in
      var generator = evidence.generator(seed: 751)
      for axes in [2, 2, 3, 4, 4, 5] {
        let shape = (0..<axes).map { _ in generator.integer(in: 1..<9) }
        let gain = 0.5 + 2 * generator.uniform()
        let (fans, wanted) = (try answer.fans(shape), Initializer.fans(of: shape))
        evidence.expect(
          [fans.fanIn, fans.fanOut], equals: [wanted.fanIn, wanted.fanOut], "fans of \(shape)")
        evidence.expect(
          try answer.bound(shape, gain), equals: try reference.bound(shape, gain),
          "bound of \(shape)", in: "gain \(gain)")
      }
    },
    .init("twelve layers with ReLU keep the size of a signal", points: 2) { answer, evidence in
      var generator = evidence.generator(seed: 752)
      let widths = [80, 160, 120, 160, 80]
      var signal = relu(Tensor.normal([50, 80], using: &generator))
      let before = square(signal).mean().scalar
      for layer in 0..<12 {
        let shape = [widths[layer % 4], widths[layer % 4 + 1]]
        let bound = try answer.bound(shape, Float(2).squareRoot())
        let weights = Tensor.uniform(shape, in: -1..<1, using: &generator) * bound
        signal = relu(matmul(signal, weights))
      }
      let growth = square(signal).mean().scalar / before
      evidence.expect(
        growth > 0.05 && growth < 20,
        "the mean square behind 12 layers, relative to that before: expected about 1, got \(growth)"
      )
    },
  ],
  misconceptions: [
    .init(
      "exchanges fan-in and fan-out",
      "A unit hears the inputs: the first number of a matrix. In a kernel the outputs come first.",
      InitialBound { shape in
        let fans = Initializer.fans(of: shape)
        return (fans.fanOut, fans.fanIn)
      }),
    .init(
      "forgets the places of the kernel",
      "An output of a convolution adds up all places of the kernel for every input: inputs · kernel.",
      InitialBound { $0.count == 2 ? ($0[0], $0[1]) : ($0[1], $0[0]) }),
    .init(
      "reads a kernel like a matrix, inputs first",
      "A kernel is [outputs, inputs, …]: its fan-in has the second number.",
      InitialBound { ($0[0] * kernel($0), $0[1] * kernel($0)) }),
    .init(
      "counts only one axis of the kernel",
      "A kernel of 5 × 5 has 25 places: multiply all axes behind the second.",
      InitialBound { shape in
        let one = shape.dropFirst(2).first ?? 1
        return shape.count == 2 ? (shape[0], shape[1]) : (shape[1] * one, shape[0] * one)
      }),
    .init(
      "takes the variance for the standard deviation",
      "gain² / fanIn is the variance. The bound is √3 times its root.",
      wrongBound { fanIn, gain in Float(3).squareRoot() * gain * gain / fanIn }),
    .init(
      "takes the standard deviation for the bound",
      "Numbers between −b and b have the variance b²/3: the bound is √3 times the standard deviation.",
      wrongBound { fanIn, gain in gain / fanIn.squareRoot() }),
    .init(
      "puts the gain under the root",
      "The gain multiplies the weights, so the variance has its square.",
      wrongBound { fanIn, gain in (3 * gain / fanIn).squareRoot() }),
    .init(
      "takes the mean of both fans",
      "That is Glorot's rule. This bound keeps the signal on the way forward: fan-in alone.",
      InitialBound(fans: reference.fans) { shape, gain in
        let fans = Initializer.fans(of: shape)
        return gain * (6 / Float(fans.fanIn + fans.fanOut)).squareRoot()
      }),
  ])
