import Foundation
import Optimization
import Tensors
import Testing

/// Three steps by hand, see Tests/Fixtures/optimization/by_hand.py.
private struct ByHand: Decodable {
  let start: [Float]
  let gradients: [[Float]]
  let traces: [String: [[Double]]]

  static func read() throws -> ByHand {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/optimization/by_hand.json")
    return try JSONDecoder().decode(ByHand.self, from: Data(contentsOf: file))
  }
}

@Suite("06 Three steps by hand of the optimizers that PyTorch lacks")
struct ByHandChapterTests {
  private let byHand: ByHand
  let start: Tensor
  let slopes: [Tensor]

  init() throws {
    byHand = try ByHand.read()
    start = Tensor(byHand.start)
    slopes = byHand.gradients.map { Tensor($0) }
  }

  func expectTrace(_ points: [Tensor], _ name: String) throws {
    let expected = try #require(byHand.traces[name])
    #expect(points.count == 3 && expected.count == 3)
    for (step, (point, wanted)) in zip(points, expected).enumerated() {
      #expect(point.count == wanted.count)
      for (got, wanted) in zip(point.scalars, wanted) {
        #expect(abs(Double(got) - wanted) < 2e-6, "\(name), step \(step + 1): \(got), \(wanted)")
      }
    }
  }

  @Test("Lion")
  func lion() throws {
    var optimizer = Lion(for: start, learningRate: 0.1, beta1: 0.5, beta2: 0.75, weightDecay: 0.5)
    try expectTrace(optimizer.trace(start, slopes), "lion")
  }

  @Test("LARS")
  func layerwiseDescent() throws {
    var optimizer = LayerwiseDescent(
      for: start, learningRate: 1, momentum: 0.5, coefficient: 0.1, weightDecay: 0.5)
    try expectTrace(optimizer.trace(start, slopes), "lars")
  }

  @Test("LAMB")
  func layerwiseAdam() throws {
    var optimizer = LayerwiseAdam(
      for: start, learningRate: 0.1, beta1: 0.5, beta2: 0.75, weightDecay: 0.5)
    try expectTrace(optimizer.trace(start, slopes), "lamb")
  }

  @Test("Sophia, whose curvature is observed before the first and the third step")
  func sophia() throws {
    var optimizer = Sophia(
      for: start, learningRate: 0.1, beta1: 0.5, beta2: 0.75, scale: 0.5, epsilon: 0.1,
      weightDecay: 0.5)
    var (point, points) = (start, [Tensor]())
    for (step, slope) in slopes.enumerated() {
      if step == 0 { optimizer.observe(curvature: Tensor([4, 60, -2])) }
      if step == 2 { optimizer.observe(curvature: Tensor([8, 12, 1])) }
      optimizer.update(&point, along: slope)
      points.append(point)
    }
    try expectTrace(points, "sophia")
  }

  @Test("Schedule-Free: the point in training, and the average for answers")
  func scheduleFree() throws {
    let descent = GradientDescent(for: start, learningRate: 0.1)
    for (name, rates) in [
      ("schedule-free", [0.1, 0.1, 0.1]), ("schedule-free, rising", [0, 0.05, 0.1]),
    ] as [(String, [Float])] {
      var optimizer = ScheduleFree(descent, for: start)
      var (point, points) = (start, [Tensor]())
      for (slope, rate) in zip(slopes, rates) {
        optimizer.learningRate = rate
        optimizer.update(&point, along: slope)
        points.append(Tensor.concatenate([point, optimizer.averaged(point)]))
      }
      try expectTrace(points, name)
    }
  }

  @Test("Lookahead")
  func lookahead() throws {
    var optimizer = Lookahead(
      GradientDescent(for: start, learningRate: 0.1), for: start, interval: 2)
    try expectTrace(optimizer.trace(start, slopes), "lookahead")
  }

  @Test("sharpness-aware descent")
  func sharpnessAware() throws {
    var descent = GradientDescent(for: start, learningRate: 0.1)
    var (point, points) = (start, [Tensor]())
    for _ in 0..<3 {
      let before = point
      let (value, slope) = sharpnessAwareGradient(at: &point, radius: 0.5) { p in
        (p[0] * p[0] + 3 * p[1] * p[1] + 0.25 * p[2] * p[2] + p[0] * p[1]).sum()
      }
      #expect(point == before)
      let x = point.scalars
      #expect(
        abs(value.scalar - (x[0] * x[0] + 3 * x[1] * x[1] + 0.25 * x[2] * x[2] + x[0] * x[1]))
          < 1e-4)
      descent.update(&point, along: slope)
      points.append(point)
    }
    try expectTrace(points, "sharpness-aware")
  }
}
