import KernelInterface
import Testing

@Suite struct OptimizerKernelTests {
  /// A parameter with its gradient and up to two arrays of state, in double precision.
  private struct Reference {
    var parameter: [Double]
    var first: [Double]
    var second: [Double]
  }

  /// Does three steps with a kernel and with a plain loop, and compares all arrays.
  private func check(
    _ name: String,
    _ kernel: (
      Int, Int, UnsafeMutablePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>,
      UnsafeMutablePointer<Float>
    ) -> Void,
    _ plain: (Int, inout Double, Double, inout Double, inout Double) -> Void
  ) {
    for count in sizes {
      var parameter = Guarded(noise(count, seed: 81))
      var first = Guarded([Float](repeating: 0, count: count))
      var second = Guarded([Float](repeating: 0, count: count))
      var right = Reference(
        parameter: parameter.values.map { Double($0) },
        first: [Double](repeating: 0, count: count), second: [Double](repeating: 0, count: count))
      for step in 1...3 {
        let gradient = noise(count, seed: UInt64(82 + step))
        parameter.write { parameter in
          first.write { first in
            second.write { second in kernel(step, count, parameter, gradient, first, second) }
          }
        }
        for i in 0..<count {
          plain(
            step, &right.parameter[i], Double(gradient[i]), &right.first[i], &right.second[i])
        }
      }
      for (result, exact) in [
        (parameter, right.parameter), (first, right.first), (second, right.second),
      ] {
        #expect(
          zip(result.values, exact).allSatisfy { abs(Double($0) - $1) < 1e-5 },
          "\(name) of \(count)")
        #expect(result.borderIsIntact)
      }
    }
  }

  @Test(arguments: KernelCase.all) func descent(_ unit: KernelCase) {
    for weightDecay in [0, 0.1] as [Float] {
      check("plain") { _, count, p, g, _, _ in
        unit.kernels.descentStep(
          count: count, p, g, velocity: nil, learningRate: 0.1, momentum: 0.9, dampening: 0,
          nesterov: false, weightDecay: weightDecay)
      } _: { _, p, g, _, _ in
        p -= 0.1 * (g + Double(weightDecay) * p)
      }
      for nesterov in [false, true] {
        for dampening in [0, 0.25] as [Float] {
          check("momentum") { _, count, p, g, v, _ in
            unit.kernels.descentStep(
              count: count, p, g, velocity: v, learningRate: 0.1, momentum: 0.9,
              dampening: dampening, nesterov: nesterov, weightDecay: weightDecay)
          } _: { _, p, g, v, _ in
            let g = g + Double(weightDecay) * p
            v = 0.9 * v + (1 - Double(dampening)) * g
            p -= 0.1 * (nesterov ? g + 0.9 * v : v)
          }
        }
      }
    }
  }

  @Test(arguments: KernelCase.all) func adam(_ unit: KernelCase) {
    for (weightDecay, decoupled) in [(0, false), (0.1, false), (0.1, true)] as [(Float, Bool)] {
      check("Adam") { step, count, p, g, m, v in
        var correction1: Float = 1
        var correction2: Float = 1
        for _ in 0..<step {
          correction1 *= 0.9
          correction2 *= 0.99
        }
        unit.kernels.adamStep(
          count: count, p, g, mean: m, square: v, learningRate: 0.01, beta1: 0.9, beta2: 0.99,
          epsilon: 1e-3, correction1: 1 - correction1, correction2: 1 - correction2,
          weightDecay: weightDecay, decoupled: decoupled)
      } _: { step, p, g, m, v in
        var (b1, b2) = (1.0, 1.0)
        for _ in 0..<step { (b1, b2) = (b1 * 0.9, b2 * 0.99) }
        if decoupled { p -= 0.01 * Double(weightDecay) * p }
        let g = decoupled ? g : g + Double(weightDecay) * p
        m = 0.9 * m + 0.1 * g
        v = 0.99 * v + 0.01 * g * g
        p -= 0.01 * (m / (1 - b1)) / ((v / (1 - b2)).squareRoot() + 1e-3)
      }
    }
  }

  @Test(arguments: KernelCase.all) func rootMeanSquare(_ unit: KernelCase) {
    for weightDecay in [0, 0.1] as [Float] {
      check("RMSprop") { _, count, p, g, s, _ in
        unit.kernels.rootMeanSquareStep(
          count: count, p, g, square: s, velocity: nil, learningRate: 0.01, decay: 0.9,
          epsilon: 1e-3, momentum: 0, weightDecay: weightDecay)
      } _: { _, p, g, s, _ in
        let g = g + Double(weightDecay) * p
        s = 0.9 * s + 0.1 * g * g
        p -= 0.01 * g / (s.squareRoot() + 1e-3)
      }
    }
    check("RMSprop with momentum") { _, count, p, g, s, v in
      unit.kernels.rootMeanSquareStep(
        count: count, p, g, square: s, velocity: v, learningRate: 0.01, decay: 0.9, epsilon: 1e-3,
        momentum: 0.8, weightDecay: 0)
    } _: { _, p, g, s, v in
      s = 0.9 * s + 0.1 * g * g
      v = 0.8 * v + g / (s.squareRoot() + 1e-3)
      p -= 0.01 * v
    }
  }

  @Test(arguments: KernelCase.all) func adaptiveGradient(_ unit: KernelCase) {
    check("AdaGrad") { _, count, p, g, s, _ in
      unit.kernels.adaptiveGradientStep(
        count: count, p, g, square: s, learningRate: 0.01, epsilon: 1e-3, weightDecay: 0.1)
    } _: { _, p, g, s, _ in
      let g = g + 0.1 * p
      s += g * g
      p -= 0.01 * g / (s.squareRoot() + 1e-3)
    }
  }
}
