public import Grading
import Tensors

/// What 07.14 asks for: curve, patience, least improvement, whether lower is better to best epoch and stop.
public typealias EarlyStop =
  @Sendable ([Float], Int, Float, Bool) throws -> (best: Int?, stop: Int?)

/// Walks along a curve: what counts as progress, and when waiting has been too long.
private func walk(
  _ curve: [Float], until limit: Int, isProgress: (_ value: Float, _ best: Float?) -> Bool
) -> (best: Int?, stop: Int?) {
  var (best, waited): (Int?, Int) = (nil, 0)
  for (epoch, value) in curve.enumerated() {
    if isProgress(value, best.map { curve[$0] }) {
      (best, waited) = (epoch, 0)
    } else {
      waited += 1
      if waited >= limit { return (best, epoch) }
    }
  }
  return (best, nil)
}

private func gain(_ value: Float, _ best: Float, _ lower: Bool) -> Float {
  lower ? best - value : value - best
}

private let right: EarlyStop = { curve, patience, least, lower in
  walk(curve, until: patience) { value, best in
    !value.isNaN && (best.map { gain(value, $0, lower) > least } ?? true)
  }
}

/// A curve that falls (or rises) with noise, and now and then is not a number.
private func curve(_ generator: inout RandomGenerator, falls: Bool) -> [Float] {
  (0..<generator.integer(in: 1..<25)).map { epoch in
    // Steps of a quarter are exact: whether an improvement is large enough is no matter of rounding.
    let level = (24 - epoch) / 3 + generator.integer(in: 0..<8)
    let value = 0.25 * Float(falls ? level : -level)
    return generator.integer(in: 0..<12) == 0 ? .nan : value
  }
}

/// Epochs as whole numbers; −1 for none.
extension Evidence {
  fileprivate mutating func expect(
    _ found: (best: Int?, stop: Int?), _ wanted: (best: Int?, stop: Int?), in what: String
  ) {
    expect(found.best ?? -1, equals: wanted.best ?? -1, "the best epoch (−1: none)", in: what)
    expect(found.stop ?? -1, equals: wanted.stop ?? -1, "the last epoch (−1: goes on)", in: what)
  }
}

/// 07.14: early stopping.
public let earlyStopExercise = Exercise<EarlyStop>(
  "07.14",
  reference: right,
  alternatives: [
    .init(
      "the best of every beginning of the curve",
      { curve, patience, least, lower in
        var best: Int?
        for epoch in curve.indices {
          let beginning = curve[...epoch].enumerated().filter { !$0.element.isNaN }
          best = beginning.first?.offset
          for (index, value) in beginning {
            if let old = best, gain(value, curve[old], lower) > least { best = index }
          }
          if epoch - (best ?? -1) >= patience { return (best, epoch) }
        }
        return (best, nil)
      }),
    .init(
      "a countdown, on a curve turned over so that less is better",
      { curve, patience, least, lower in
        let curve = lower ? curve : curve.map { -$0 }
        var (best, lowest, left): (Int?, Float, Int) = (nil, .infinity, patience)
        for (epoch, value) in curve.enumerated() {
          if best == nil ? !value.isNaN : lowest - value > least {
            (best, lowest, left) = (epoch, value, patience)
          } else {
            left -= 1
            if left == 0 { return (best, epoch) }
          }
        }
        return (best, nil)
      }),
  ],
  checks: [
    .init("a curve by hand") { stop, evidence in
      let curve: [Float] = [0.9, 0.7, 0.8, 0.6, 0.65, 0.62, 0.61, 0.5]
      evidence.expect(try stop(curve, 3, 0, true), (3, 6), in: "patience 3")
      evidence.expect(try stop(curve, 1, 0, true), (1, 2), in: "patience 1")
      evidence.expect(try stop(curve, 4, 0, true), (7, nil), in: "patience 4")
    },
    .init("the run goes on while there is progress") { stop, evidence in
      evidence.expect(try stop([3, 2, 1], 1, 0, true), (2, nil), in: "a loss that falls")
      evidence.expect(try stop([3], 1, 0, true), (0, nil), in: "one epoch")
      evidence.expect(try stop([3, 4, 5], 3, 0, true), (0, nil), in: "two epochs without progress")
      evidence.expect(try stop([3, 4, 2, 4, 1, 4, 4], 2, 0, true), (4, 6), in: "every other epoch")
    },
    .init("accuracies should rise") { stop, evidence in
      evidence.expect(
        try stop([0.5, 0.7, 0.75, 0.7, 0.74, 0.9], 2, 0, false), (2, 4), in: "an accuracy")
      evidence.expect(try stop([0.9, 0.5, 0.4], 2, 0, false), (0, 2), in: "one that falls")
    },
    .init("how much is progress", points: 2) { stop, evidence in
      let curve: [Float] = [2, 1.75, 1.5, 1.25, 1, 1, 1]
      evidence.expect(try stop(curve, 2, 0.25, true), (4, 6), in: "least improvement 0.25")
      evidence.expect(try stop(curve, 3, 0.5, true), (3, 6), in: "least improvement 0.5")
      evidence.expect(try stop(curve, 2, 1, true), (0, 2), in: "least improvement 1")
      evidence.expect(try stop([1, 1, 1], 2, 0, true), (0, 2), in: "equal values")
    },
    .init("not a number") { stop, evidence in
      let nan = Float.nan
      evidence.expect(try stop([1, nan, 0.5, nan, nan], 2, 0, true), (2, 4), in: "in between")
      evidence.expect(try stop([nan, 1, 2], 2, 0, true), (1, nil), in: "at first")
      evidence.expect(try stop([nan, nan, 1], 2, 0, true), (nil, 1), in: "until it stops")
    },
    .init("random curves", points: 2) { stop, evidence in
      var generator = evidence.generator(seed: 7141)
      for _ in 0..<30 {
        let lower = generator.integer(in: 0..<2) == 1
        let curve = curve(&generator, falls: lower)
        let patience = generator.integer(in: 1..<5)
        let least = 0.25 * Float(generator.integer(in: 0..<3)) + 0.125
        evidence.expect(
          try stop(curve, patience, least, lower), try right(curve, patience, least, lower),
          in: "patience \(patience), least improvement \(least), curve \(curve)")
      }
    },
    .init("asked after every epoch", points: 2) { stop, evidence in
      var generator = evidence.generator(seed: 7142)
      for _ in 0..<5 {
        let curve = curve(&generator, falls: true) + [9, 9, 9]
        let whole = try right(curve, 3, 0.125, true)
        let answers = try curve.indices.map { try stop(Array(curve[...$0]), 3, 0.125, true) }
        evidence.expect(
          answers.firstIndex { $0.stop != nil } ?? -1, equals: whole.stop ?? -1,
          "the first epoch that ends the run, asked with the curve so far", in: "\(curve)")
      }
    },
  ],
  misconceptions: [
    .init(
      "waits one epoch too long",
      "The epoch that makes the count reach the patience is the last one.",
      { curve, patience, least, lower in
        walk(curve, until: patience + 1) { value, best in
          !value.isNaN && (best.map { gain(value, $0, lower) > least } ?? true)
        }
      }),
    .init(
      "waits one epoch too short",
      "Patience 2 puts up with one epoch without progress; the second ends the run.",
      { curve, patience, least, lower in
        var waited = 0
        var best: Int?
        for (epoch, value) in curve.enumerated() {
          if !value.isNaN && (best.map { gain(value, curve[$0], lower) > least } ?? true) {
            (best, waited) = (epoch, 0)
          } else {
            waited += 1
          }
          if waited >= max(patience - 1, 1) { return (best, epoch) }
        }
        return (best, nil)
      }),
    .init(
      "compares with the epoch before instead of the best",
      "A curve that jumps up and down would be better than the epoch before every other time.",
      { curve, patience, least, lower in
        var (best, waited): (Int?, Int) = (nil, 0)
        for (epoch, value) in curve.enumerated() {
          let isProgress =
            !value.isNaN && (epoch == 0 || !(gain(value, curve[epoch - 1], lower) <= least))
          waited = isProgress ? 0 : waited + 1
          if isProgress { best = epoch }
          if waited == patience { return (best, epoch) }
        }
        return (best, nil)
      }),
    .init(
      "never starts counting again",
      "Progress sets the count back to zero: only epochs in a row are counted.",
      { curve, patience, least, lower in
        var (best, waited): (Int?, Int) = (nil, 0)
        for (epoch, value) in curve.enumerated() {
          if !value.isNaN && (best.map { gain(value, curve[$0], lower) > least } ?? true) {
            best = epoch
          } else {
            waited += 1
            if waited == patience { return (best, epoch) }
          }
        }
        return (best, nil)
      }),
    .init(
      "looks for the lowest value of an accuracy",
      "An accuracy should rise: which way is better has to be asked for.",
      { curve, patience, least, _ in try right(curve, patience, least, true) }),
    .init(
      "ignores the least improvement",
      "An improvement of a millionth in every epoch would keep a run alive for ever.",
      { curve, patience, _, lower in try right(curve, patience, 0, lower) }),
    .init(
      "takes an equal value for progress",
      "Better by more than the least improvement, not by just as much.",
      { curve, patience, least, lower in
        walk(curve, until: patience) { value, best in
          !value.isNaN && (best.map { gain(value, $0, lower) >= least } ?? true)
        }
      }),
    .init(
      "takes what is not a number for progress",
      "Every comparison with it is false: `!(gain <= least)` is true. Ask for `gain > least`.",
      { curve, patience, least, lower in
        walk(curve, until: patience) { value, best in
          best.map { !(gain(value, $0, lower) <= least) } ?? true
        }
      }),
    .init(
      "hands back the last epoch instead of the best",
      "The run stopped because the last epochs were no better: the model is wanted from before them.",
      { curve, patience, least, lower in
        let answer = try right(curve, patience, least, lower)
        return (answer.stop ?? answer.best, answer.stop)
      }),
    .init(
      "looks for the best in epochs that were never trained",
      "After the stop there is nothing: the rest of the curve is not looked at.",
      { curve, patience, least, lower in
        let answer = try right(curve, patience, least, lower)
        return (try right(curve, curve.count + 1, least, lower).best, answer.stop)
      }),
  ])
