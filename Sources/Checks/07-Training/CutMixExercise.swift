public import Grading
public import Tensors
import Training

/// What 07.11 asks for: images, targets, partners, share, row and column to mixed images and targets.
public typealias CutMix =
  @Sendable (Tensor, Tensor, [Int], Float, Int, Int) throws -> (images: Tensor, targets: Tensor)

private let right: CutMix = { images, targets, partners, share, row, column in
  let mixed = Training.cutMix(
    images, targets, partners: partners, share: share, row: row, column: column)
  return (mixed.inputs, mixed.targets)
}

/// The rectangle that is pasted, from its height and width before the border.
private func rectangle(
  _ images: Tensor, _ high: Int, _ wide: Int, _ row: Int, _ column: Int
) -> (rows: Range<Int>, columns: Range<Int>) {
  let (height, width) = (images.shape[2], images.shape[3])
  let (top, left) = (min(height, max(0, row - high / 2)), min(width, max(0, column - wide / 2)))
  return (
    top..<max(top, min(height, row + high / 2)), left..<max(left, min(width, column + wide / 2))
  )
}

/// Pastes a rectangle, and mixes the targets by its area.
private func pasted(
  _ images: Tensor, _ targets: Tensor, _ partners: [Int], _ rows: Range<Int>,
  _ columns: Range<Int>, kept share: Float? = nil
) -> (images: Tensor, targets: Tensor) {
  var mixed = images
  if !rows.isEmpty && !columns.isEmpty {
    mixed[.all, .all, rows, columns] = images[partners][.all, .all, rows, columns]
  }
  let area = Float(images.shape[2] * images.shape[3])
  let kept = share ?? 1 - Float(rows.count * columns.count) / area
  return (mixed, kept * targets + (1 - kept) * targets[partners])
}

/// Images that are filled with their own number, and targets that name it.
private func numbered(_ count: Int, _ height: Int, _ width: Int) -> (Tensor, Tensor) {
  (
    Tensor.stack((0..<count).map { Tensor.full([2, height, width], Float($0)) }),
    Tensor.oneHot(Array(0..<count), classes: count)
  )
}

/// Shares whose rectangles have exact sides: ¾, ½, ¼ and all of the image, and nothing.
private let shares: [Float] = [0.4375, 0.75, 0.9375, 0, 1]

/// 07.11: CutMix.
public let cutMixExercise = Exercise<CutMix>(
  "07.11",
  reference: right,
  alternatives: [
    .init("pixel by pixel", cutMixByPixels),
    .init(
      "a mask of ones that is multiplied",
      { images, targets, partners, share, row, column in
        let side = (1 - share).squareRoot()
        func inside(_ extent: Int, _ middle: Int) -> Tensor {
          let half = Int(side * Float(extent)) / 2
          return Tensor(
            (0..<extent).map { $0 >= middle - half && $0 < middle + half ? 1 : 0 })
        }
        let (height, width) = (images.shape[2], images.shape[3])
        let mask = inside(height, row).reshaped([height, 1]) * inside(width, column)
        let part = mask.mean().scalar
        return (
          images * (1 - mask) + images[partners] * mask,
          targets + part * (targets[partners] - targets)
        )
      }),
  ],
  checks: [
    .init("the shapes stay") { cutMix, evidence in
      let mixed = try cutMix(.ones([3, 2, 4, 6]), .ones([3, 5]), [1, 2, 0], 0.75, 2, 3)
      evidence.expect(mixed.images, hasShape: [3, 2, 4, 6], "images")
      evidence.expect(mixed.targets, hasShape: [3, 5], "targets")
    },
    .init("a square in the middle") { cutMix, evidence in
      let (images, targets) = numbered(2, 4, 4)
      let mixed = try cutMix(images, targets, [1, 0], 0.75, 2, 2)
      evidence.expect(mixed.images, hasShape: [2, 2, 4, 4], "images")
      guard mixed.images.shape == [2, 2, 4, 4] else { return }
      for channel in 0..<2 {
        evidence.expect(
          mixed.images[0][channel],
          equals: Tensor([[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]]),
          "image 0, channel \(channel)")
      }
      evidence.expect(
        mixed.targets, equals: Tensor([[0.75, 0.25], [0.25, 0.75]]), "targets")
    },
    .init("a square at the border: the targets follow the real area") { cutMix, evidence in
      let (images, targets) = numbered(2, 4, 4)
      let mixed = try cutMix(images, targets, [1, 0], 0.75, 0, 0)
      evidence.expect(mixed.images.sum().scalar, equals: 32, "the sum of all pixels")
      evidence.expect(
        mixed.targets, equals: Tensor([[0.9375, 0.0625], [0.0625, 0.9375]]), "targets")
    },
    .init("three images: the targets have the partners of the images") { cutMix, evidence in
      let (images, targets) = numbered(3, 4, 4)
      let mixed = try cutMix(images, targets, [1, 2, 0], 0.75, 2, 2)
      evidence.expect(
        mixed.images.mean(axis: 3).mean(axis: 2).mean(axis: 1), equals: Tensor([0.25, 1.25, 1.5]),
        "the means of the images")
      evidence.expect(
        mixed.targets,
        equals: Tensor([[0.75, 0.25, 0], [0, 0.75, 0.25], [0.25, 0, 0.75]]), "targets")
    },
    .init("everything, and nothing") { cutMix, evidence in
      let (images, targets) = numbered(2, 4, 6)
      let all = try cutMix(images, targets, [1, 0], 0, 2, 3)
      evidence.expect(all.images, equals: images[[1, 0]], "images with a share of 0")
      evidence.expect(all.targets, equals: targets[[1, 0]], "targets with a share of 0")
      let nothing = try cutMix(images, targets, [1, 0], 1, 2, 3)
      evidence.expect(nothing.images, equals: images, "images with a share of 1")
      evidence.expect(nothing.targets, equals: targets, "targets with a share of 1")
    },
    .init("random images that are not square", points: 3) { cutMix, evidence in
      var generator = evidence.generator(seed: 7111)
      for (height, width) in [(4, 8), (9, 5), (1, 8), (6, 6)] {
        for share in shares {
          let images = Tensor.normal([4, 3, height, width], using: &generator)
          let targets = Tensor.uniform([4, 5], using: &generator)
          let partners = generator.permutation(4)
          let (row, column) = (
            generator.integer(in: 0..<height), generator.integer(in: 0..<width)
          )
          let mixed = try cutMix(images, targets, partners, share, row, column)
          let wanted = try right(images, targets, partners, share, row, column)
          let what = "\(height) × \(width), share \(share), row \(row), column \(column)"
          evidence.expect(mixed.images, equals: wanted.images, "images", in: what)
          evidence.expect(mixed.targets, equals: wanted.targets, "targets", in: what)
        }
      }
    },
    .init("a target is the share of the pixels", points: 2) { cutMix, evidence in
      var generator = evidence.generator(seed: 7112)
      let (images, targets) = numbered(4, 6, 8)
      for share in shares {
        let partners = generator.permutation(4)
        let (row, column) = (generator.integer(in: 0..<6), generator.integer(in: 0..<8))
        let mixed = try cutMix(images, targets, partners, share, row, column)
        let counts = (0..<4).map { image in
          (0..<4).map { other in
            Float(mixed.images[image].scalars.count { $0 == Float(other) }) / 96
          }
        }
        evidence.expect(
          mixed.targets, equals: Tensor(counts), "targets",
          in: "share \(share), row \(row), column \(column), partners \(partners)")
      }
    },
  ],
  misconceptions: [
    .init(
      "mixes the targets with other partners than the images",
      "Target i is mixed with target partners[i], as image i is with image partners[i].",
      { images, targets, partners, share, row, column in
        var backwards = partners
        for (index, partner) in partners.enumerated() { backwards[partner] = index }
        let mixed = try right(images, targets, partners, share, row, column)
        let other = try right(images, targets, backwards, share, row, column)
        return (mixed.images, other.targets)
      }),
    .init(
      "mixes the targets by the share that was asked for",
      "What is cut off at the border is not pasted: count the pixels of the rectangle that is left.",
      { images, targets, partners, share, row, column in
        let mixed = try right(images, targets, partners, share, row, column)
        return (mixed.images, share * targets + (1 - share) * targets[partners])
      }),
    .init(
      "leaves the targets as they are",
      "Part of the image is the partner's now, and so is part of the target.",
      { images, targets, partners, share, row, column in
        (try right(images, targets, partners, share, row, column).images, targets)
      }),
    .init(
      "exchanges the shares in the targets",
      "What is kept of the image is the share of its own target.",
      { images, targets, partners, share, row, column in
        let mixed = try right(images, targets, partners, share, row, column)
        return (mixed.images, targets + targets[partners] - mixed.targets)
      }),
    .init(
      "takes 1 − share for the side of the rectangle",
      "1 − share is its area. Both sides are the root of it.",
      { images, targets, partners, share, row, column in
        let (high, wide) = (
          Int((1 - share) * Float(images.shape[2])), Int((1 - share) * Float(images.shape[3]))
        )
        let (rows, columns) = rectangle(images, high, wide, row, column)
        return pasted(images, targets, partners, rows, columns)
      }),
    .init(
      "pastes a rectangle of the size that should be kept",
      "The share is what is kept. The rectangle has the area 1 − share.",
      { images, targets, partners, share, row, column in
        try right(images, targets, partners, 1 - share, row, column)
      }),
    .init(
      "exchanges rows and columns",
      "The third axis of the images are the rows, the fourth the columns.",
      { images, targets, partners, share, row, column in
        let side = (1 - share).squareRoot()
        let (high, wide) = (
          Int(side * Float(images.shape[2])), Int(side * Float(images.shape[3]))
        )
        let (rows, columns) = rectangle(images, high, wide, column, row)
        return pasted(images, targets, partners, rows, columns)
      }),
    .init(
      "takes the given place for the corner of the rectangle",
      "Row and column are its middle: it reaches half of its sides in every direction.",
      { images, targets, partners, share, row, column in
        let side = (1 - share).squareRoot()
        let (height, width) = (images.shape[2], images.shape[3])
        let (high, wide) = (Int(side * Float(height)), Int(side * Float(width)))
        return pasted(
          images, targets, partners, row..<min(height, row + high),
          column..<min(width, column + wide))
      }),
    .init(
      "pastes into the first channel only",
      "All channels of a pixel belong together.",
      { images, targets, partners, share, row, column in
        let mixed = try right(images, targets, partners, share, row, column)
        var some = images
        some[.all, 0..<1] = mixed.images[.all, 0..<1]
        return (some, mixed.targets)
      }),
    .init(
      "lays the partner over the whole image, as mixup does",
      "CutMix pastes: a pixel comes from one of the two images, not from both.",
      { images, targets, partners, share, row, column in
        let mixed = Training.mixup(images, targets, partners: partners, share: share)
        return (mixed.inputs, mixed.targets)
      }),
  ])
