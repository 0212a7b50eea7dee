public import Tensors

// Connectionist temporal classification
//
// A recording has a hundred frames, and its transcript is "cat". Nobody has written down which frames belong to
// the c. Graves et al. (2006) sum over all possibilities. The network names in every frame one of the classes or
// *blank*. What it has said is read like this: first merge repeats, **then** drop blanks.
//
//     c c – a a – – t t   →   c – a – t   →   c a t
//     l l – l             →   l – l       →   l l      (a blank keeps two equal letters apart)
//
// The other order would make one letter of the second line. The probability of a path is the product of its
// frames' probabilities, that of the transcript the sum over all paths that are read as it. With 100 frames there
// are more paths than atoms, but they share their beginnings. Write blanks around all letters,
//
//     s = 0 1 2 3 4 5 6
//         – c – a – t –
//
// and let α(t, s) be the probability of all beginnings that are at place s in frame t. From one frame to the next
// a path stays, or moves on by one place, or skips a blank between two *different* letters:
//
//     α(t, s) = [α(t−1, s) + α(t−1, s−1) + α(t−1, s−2) if allowed] · p(t, class at s)
//
// It starts at s = 0 or 1 and ends at one of the last two places. Products of a hundred probabilities underflow,
// so all of this is done with logarithms, where a sum is a `logSumExp`.
//
// The gradient. Graves et al. derive a second recursion from the end, β. We need not: going back through the
// sums of α, the chain rule does the same work. Its slope by ln p(t, class) is minus the probability that a path
// is at that class in that frame, given the transcript, and so the slope by a score is what was said minus what,
// given the transcript, was true: the error once more.
//
// By hand: two frames, classes blank and a, all probabilities ½. "a" is read from aa, a–, –a: ¾. The loss is
// ln 4/3 = 0.2877. Nothing at all is read from – – only: ¼.

/// Minus the logarithm of the probability that a transcript is read from a sequence of scores, over all
/// alignments.
///
/// Graves et al. (2006), "Connectionist Temporal Classification"; PyTorch's `CTCLoss`.
///
/// ```swift
/// // Two frames, blank and one letter, all equally likely: aa, a–, –a of four.
/// connectionistTemporalLoss(logits: .zeros([1, 2, 2]), labels: [[1]])    // ln 4/3 = 0.2877
/// ```
///
/// - Parameters:
///   - logits: `[n, frames, classes]`: scores. Log-probabilities will do as well: softmax leaves them as they are.
///   - labels: For each example its transcript, classes without blanks.
///   - lengths: How many frames of each example count; `nil` for all.
///   - blank: The class that means "nothing new".
///   - ignoresImpossible: Whether an example with too few frames for its transcript (one for each label and one
///     between equal neighbours) costs 0 instead of infinity. Either way it has no gradient.
///   - reduction: As in PyTorch the *mean* divides every loss by the length of its transcript first.
/// - Returns: A number, or `[n]` without reduction.
public func connectionistTemporalLoss(
  logits: Tensor, labels: [[Int]], lengths: [Int]? = nil, blank: Int = 0,
  ignoresImpossible: Bool = false, reduction: Reduction = .mean
) -> Tensor {
  requireTranscripts(logits, labels, lengths, blank)
  let (n, frames) = (logits.shape[0], logits.shape[1])
  let lengths = lengths ?? [Int](repeating: frames, count: n)
  let places = Places(labels, blank)

  // What each place says in each frame: [n, frames, places].
  let spoken = (0..<n).flatMap { example in
    (0..<frames).flatMap { _ in places.classes[example] }
  }
  let emissions = logSoftmax(logits, axis: 2)
    .takeAlong(spoken, width: places.count, axis: 2)

  var alpha = emissions[.all, 0] + places.start
  for frame in 1..<max(frames, 1) {
    let paths = Tensor.stack([
      alpha, moved(alpha, by: 1), moved(alpha, by: 2) + places.skips,
    ])
    let next = logSumExp(paths, axis: 0) + emissions[.all, frame]
    let isRunning = lengths.map { frame < $0 }
    // An example that is over keeps its last α.
    alpha =
      isRunning.allSatisfy(\.self)
      ? next : select(Mask(isRunning, shape: [n, 1]), next, alpha)
  }

  let ends = alpha.takeAlong(places.ends, width: 2, axis: 1) + places.allowedEnds
  var losses = -logSumExp(ends, axis: 1)
  let isImpossible = losses .> -0.5 * impossible
  if isImpossible.any() {
    losses = losses.filled(with: ignoresImpossible ? 0 : .infinity, where: isImpossible)
  }
  if case .mean = reduction {
    losses = losses / Tensor(labels.map { Float(max($0.count, 1)) })
  }
  return reduction(losses)
}

/// Reads what a path of classes says: merges repeats, then drops blanks.
///
/// ```swift
/// readPath([1, 1, 0, 1, 2])    // [1, 1, 2]
/// ```
public func readPath(_ path: [Int], blank: Int = 0) -> [Int] {
  path.indices.filter { $0 == 0 || path[$0] != path[$0 - 1] }.map { path[$0] }
    .filter { $0 != blank }
}

/// The logarithm of a probability of 0.
///
/// A finite one: −∞ would have slopes that are not numbers.
private let impossible: Float = -1e30

/// The same, some places later: `[n, places] -> [n, places]`.
private func moved(_ alpha: Tensor, by distance: Int) -> Tensor {
  let (n, places) = (alpha.shape[0], alpha.shape[1])
  if places <= distance { return .full([n, places], impossible) }
  return .concatenate(
    [.full([n, distance], impossible), alpha[.all, 0..<(places - distance)]], axis: 1)
}

/// Transcripts with blanks around all labels, as long as the longest.
///
/// No path leads from behind its end back.
private struct Places {
  /// For every example the classes at its places.
  let classes: [[Int]]
  /// The number of places.
  let count: Int
  /// 0 where a path may start and `impossible` elsewhere, `[places]`.
  let start: Tensor
  /// 0 where a path may skip the place before and `impossible` elsewhere, `[n, places]`.
  let skips: Tensor
  /// For every example the last place and the one before.
  let ends: [Int]
  /// 0, or `impossible` for the place before of an empty transcript, `[n, 2]`.
  let allowedEnds: Tensor

  init(_ labels: [[Int]], _ blank: Int) {
    let count = 2 * (labels.map(\.count).max() ?? 0) + 1
    let classes = labels.map { labels in
      (0..<count).map { place in
        place % 2 == 1 && place / 2 < labels.count ? labels[place / 2] : blank
      }
    }
    self.count = count
    self.classes = classes
    start = Tensor((0..<count).map { $0 < 2 ? 0 : impossible })
    skips = Tensor(
      classes.flatMap { classes in
        (0..<count).map { place in
          place > 1 && classes[place] != blank && classes[place] != classes[place - 2]
            ? 0 : impossible
        }
      }, shape: [labels.count, count])
    ends = labels.flatMap { [2 * $0.count, max(2 * $0.count - 1, 0)] }
    allowedEnds = Tensor(
      labels.flatMap { [0, $0.isEmpty ? impossible : 0] }, shape: [labels.count, 2])
  }
}

private func requireTranscripts(
  _ logits: Tensor, _ labels: [[Int]], _ lengths: [Int]?, _ blank: Int
) {
  let name = "connectionistTemporalLoss"
  require(
    logits.rank == 3 && logits.shape[0] == labels.count && logits.shape[1] > 0,
    "\(name): logits of shape \(logits.shape) for \(labels.count) transcripts; [n, frames, classes] is "
      + "expected")
  let (frames, classes) = (logits.shape[1], logits.shape[2])
  require(
    (0..<classes).contains(blank), "\(name): blank \(blank) is outside 0..<\(classes)")
  for (example, labels) in labels.enumerated() {
    for label in labels {
      require(
        (0..<classes).contains(label) && label != blank,
        "\(name): label \(label) of example \(example); a class in 0..<\(classes) other than the blank, "
          + "\(blank), is expected")
    }
  }
  guard let lengths else { return }
  require(
    lengths.count == labels.count && lengths.allSatisfy { (1...frames).contains($0) },
    "\(name): lengths \(lengths) for \(labels.count) examples of \(frames) frames; one from 1 to \(frames) "
      + "for each is expected")
}
