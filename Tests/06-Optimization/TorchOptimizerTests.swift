import Optimization
import Tensors
import Testing

@Suite("06 Ten steps of every optimizer that PyTorch has")
struct TorchOptimizerTests {
  let recorded = RecordedOptimizers.all

  /// The largest distance of any number in any step, in units of the largest move so far.
  ///
  /// The move is the yardstick, not the number: a parameter that moved by a thousandth of itself would agree
  /// to three digits if it had not moved at all.
  func distance(
    _ models: [TestModel], from expected: [[Double]], _ numbers: (TestModel) -> [Float]
  ) -> Double {
    let start = numbers(recorded.start)
    var (worst, moved) = (0.0, start.map { _ in 0.0 })
    for (model, wanted) in zip(models, expected) {
      for (index, pair) in zip(numbers(model), wanted).enumerated() {
        moved[index] = max(moved[index], abs(pair.1 - Double(start[index])))
        let rounding = 4e-7 * abs(Double(start[index]))
        let gap = max(0, abs(Double(pair.0) - pair.1) - rounding)
        if gap > 0 { worst = max(worst, gap / max(moved[index], 1e-30)) }
      }
    }
    return worst
  }

  static let optimizers: [(String, @Sendable (TestModel) -> any Optimizer<TestModel>)] = [
    ("descent", { GradientDescent(for: $0, learningRate: 0.1) }),
    ("descent with decay", { GradientDescent(for: $0, learningRate: 0.1, weightDecay: 0.2) }),
    ("momentum", { GradientDescent(for: $0, learningRate: 0.1, momentum: 0.9) }),
    (
      "momentum, dampened",
      { GradientDescent(for: $0, learningRate: 0.1, momentum: 0.9, dampening: 0.3) }
    ),
    ("nesterov", { GradientDescent(for: $0, learningRate: 0.1, momentum: 0.8, nesterov: true) }),
    (
      "nesterov with decay",
      {
        GradientDescent(
          for: $0, learningRate: 0.1, momentum: 0.8, nesterov: true, weightDecay: 0.2)
      }
    ),
    ("adagrad", { AdaptiveGradient(for: $0, learningRate: 0.1) }),
    (
      "adagrad, falling",
      { AdaptiveGradient(for: $0, learningRate: 0.1, weightDecay: 0.2, rateDecay: 0.3) }
    ),
    ("rmsprop", { RootMeanSquare(for: $0) }),
    ("rmsprop with decay", { RootMeanSquare(for: $0, decay: 0.9, weightDecay: 0.2) }),
    ("rmsprop, centered", { RootMeanSquare(for: $0, decay: 0.9, epsilon: 1e-3, centered: true) }),
    ("rmsprop with momentum", { RootMeanSquare(for: $0, momentum: 0.9) }),
    (
      "rmsprop, all",
      {
        RootMeanSquare(
          for: $0, decay: 0.8, epsilon: 1e-3, momentum: 0.5, centered: true, weightDecay: 0.2)
      }
    ),
    ("adadelta", { AdaptiveDelta(for: $0) }),
    (
      "adadelta with decay",
      { AdaptiveDelta(for: $0, learningRate: 0.5, decay: 0.8, weightDecay: 0.2) }
    ),
    ("adam", { Adam(for: $0, learningRate: 0.01) }),
    ("adam with decay", { Adam(for: $0, learningRate: 0.01, weightDecay: 0.2) }),
    ("adamw", { Adam.decoupled(for: $0, learningRate: 0.01, weightDecay: 0.2) }),
    ("amsgrad", { MaximumAdam(for: $0, learningRate: 0.01, beta2: 0.6) }),
    (
      "amsgrad with decay",
      { MaximumAdam(for: $0, learningRate: 0.01, beta2: 0.6, weightDecay: 0.2) }
    ),
    ("nadam", { NesterovAdam(for: $0) }),
    (
      "nadam with decay",
      { NesterovAdam(for: $0, learningRate: 0.01, momentumDecay: 0.1, weightDecay: 0.2) }
    ),
    ("radam", { RectifiedAdam(for: $0, learningRate: 0.01) }),
    (
      "radam with decay",
      { RectifiedAdam(for: $0, learningRate: 0.01, beta2: 0.99, weightDecay: 0.2) }
    ),
    ("adamax", { InfinityAdam(for: $0) }),
    ("adamax with decay", { InfinityAdam(for: $0, learningRate: 0.01, weightDecay: 0.2) }),
    ("rprop", { ResilientPropagation(for: $0) }),
    (
      "rprop, narrow",
      {
        ResilientPropagation(
          for: $0, learningRate: 0.1, shrink: 0.4, grow: 1.5, lengths: 0.05...0.2)
      }
    ),
    ("adafactor", { Adafactor(for: $0) }),
    (
      "adafactor with decay",
      {
        Adafactor(
          for: $0, learningRate: 0.3, decayPower: -0.5, leastSize: 0.1, clip: 1.2,
          weightDecay: 0.2)
      }
    ),
  ]

  @Test("the parameters after each step", arguments: optimizers)
  func steps(
    name: String, make: @Sendable (TestModel) -> any Optimizer<TestModel>
  ) throws {
    let expected = try #require(recorded.traces[name])
    #expect(expected.count == 10)
    var optimizer = make(recorded.start)
    let models = optimizer.trace(recorded.start, recorded.slopes)
    let gap = distance(models, from: expected) { $0.scalars }
    #expect(gap < 2e-5, "\(name): \(gap)")
  }

  @Test("every recorded trace is compared")
  func completeness() {
    #expect(Set(recorded.traces.keys) == Set(Self.optimizers.map(\.0) + ["lbfgs"]))
  }

  @Test("L-BFGS on Rosenbrock's valley with the gradients taken on the way")
  func limitedMemory() throws {
    let expected = try #require(recorded.traces["lbfgs"])
    var point = Tensor([-0.5, 0.75])
    var optimizer = LimitedMemoryBFGS(for: point, learningRate: 0.25, memory: 3)
    for wanted in expected {
      let slope = gradient(at: point) { p in
        let (x, y) = (p[0], p[1])
        return square(1 - x) + 5 * square(y - x * x)
      }
      optimizer.update(&point, along: slope)
      for (got, wanted) in zip(point.scalars, wanted) {
        #expect(abs(Double(got) - wanted) < 2e-4, "\(got), \(wanted)")
      }
    }
  }

  /// Compares with PyTorch's own steps, and with the same formula in Double.
  ///
  /// PyTorch makes the step orthogonal in bfloat16, which has three significant digits. Against Double the
  /// tolerance is 2e-4 of the distance covered; against PyTorch itself, 3 % of it.
  @Test("Muon, for a wide and for a tall matrix", arguments: ["weight", "tall"])
  func muon(_ name: String) throws {
    let case_ = try #require(recorded.muon[name])
    let start = Tensor(case_.start, shape: case_.shape)
    let slopes = case_.gradients.map { Tensor($0, shape: case_.shape) }
    for (trace, optimizer) in [
      (case_.default, Muon(for: start)),
      (
        case_.other,
        Muon(for: start, learningRate: 0.02, momentum: 0.8, nesterov: false, weightDecay: 0)
      ),
    ] {
      var optimizer = optimizer
      for (step, model) in optimizer.trace(start, slopes).enumerated() {
        func gap(_ wanted: [Double]) -> Double {
          let distance = zip(model.scalars, wanted).map { abs(Double($0) - $1) }.max() ?? 0
          let moved = zip(case_.start, wanted).map { abs(Double($0) - $1) }.max() ?? 0
          return distance / moved
        }
        #expect(gap(trace.double[step]) < 2e-4, "step \(step + 1)")
        #expect(gap(trace.bfloat16[step]) < 0.03, "step \(step + 1)")
      }
    }
  }

  @Test("a gradient cut by its global norm, and number by number")
  func clipping() {
    for case_ in recorded.clipping {
      var gradient = recorded.slopes[0]
      let norm = gradient.clipGlobalNorm(to: case_.limit)
      #expect(abs(Double(norm) - case_.norm) < 1e-6 * case_.norm)
      // PyTorch divides by the norm plus a millionth.
      for (got, wanted) in zip(gradient.scalars, case_.globally) {
        #expect(abs(Double(got) - wanted) <= 3e-6 * abs(wanted))
      }
      var values = recorded.slopes[0]
      values.clipValues(to: case_.limit)
      for (got, wanted) in zip(values.scalars, case_.values) {
        #expect(abs(Double(got) - wanted) <= 1e-7 * abs(wanted))
      }
    }
  }
}
