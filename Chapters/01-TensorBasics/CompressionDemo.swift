// Parts 5 and 6 of the demo: a picture from a few singular values, and digits from a few directions.

import Datasets
import Plots
import Tensors

/// Draws a picture with few shades, which keeps the figure's file small.
private func shades(_ picture: Tensor) -> Tensor {
  round(picture.clipped(min: 0, max: 1) * 20) / 20
}

func pictureDemo(_ report: Report) throws {
  report.heading("5 A picture from a few singular values")
  var generator = RandomGenerator(seed: report.seed).split(5)
  let (height, width) = report.isReduced ? (36, 48) : (90, 120)
  let picture = landscape(height: height, width: width, using: &generator)
  let ranks = [1, 2, 5, 12, 24]
  let start = generator.split(1)
  var random = start
  let found = singularValuesByPowerIteration(
    picture, rank: 24, tolerance: 1e-5, mostSteps: 300, using: &random)
  let complete = TruncatedSVD(of: picture, rank: min(height, width))
  let all = complete.s.scalars.map { Double($0) }
  let energy = all.reduce(0) { $0 + $1 * $1 }

  var shown = [shades(picture)]
  var rows: [[String]] = []
  for rank in ranks {
    let part = found.prefix(rank)
    let copy = part.matrix()
    let error = Double(norm(picture - copy).scalar / norm(picture).scalar)
    let best = (all.dropFirst(rank).reduce(0) { $0 + $1 * $1 } / energy).squareRoot()
    let share = Double(part.numbers) / Double(picture.count)
    rows.append(["\(rank)", "\(part.numbers)", percent(share), percent(error), percent(best)])
    shown.append(shades(copy))
    if rank == 12 {
      report.metric("picture_error_rank_12", error)
      report.metric("picture_best_error_rank_12", best)
      report.metric("picture_share_rank_12", share)
    }
  }
  report.say(
    "\(height) x \(width) = \(picture.count) numbers; errors relative to the whole picture")
  report.table(
    header: ["rank", "numbers", "share", "error", "the least possible (Eckart, Young)"], rows: rows)
  try report.show(
    ImageGrid(
      title: "A picture from its leading singular values", images: shown,
      captions: ["the picture"] + ranks.map { "rank \($0)" }, columns: 3, range: 0...1),
    named: "picture", caption: "Found by power iteration and deflation.")

  // The same pixels in random order: the same numbers, nothing to compress.
  var shuffler = generator.split(2)
  let order = shuffler.permutation(picture.count)
  let shuffled = Tensor(order.map { picture.scalars[$0] }, shape: picture.shape)
  let noise = svd(shuffled - shuffled.mean()).s.scalars
  try report.show(
    LineChart(
      title: "Singular values of the picture",
      series: [
        .init("the picture", complete.s.scalars.map { max($0, 1e-3) }),
        .init("its pixels shuffled, less their mean", noise),
      ], xLabel: "number", yLabel: "singular value", yScale: .logarithmic),
    named: "singular-values",
    caption: "What can be compressed is order: neighbours that are alike.")
}

func componentsDemo(_ report: Report) throws {
  report.heading("6 Digits from a few directions")
  let data = digits(scaled: true)
  let rows = report.isReduced ? Array(0..<300) : Array(0..<data.count)
  let examples = data.features[rows]
  var table: [[String]] = []
  let components = PrincipalComponents(of: examples, count: 40)
  for count in [2, 5, 10, 20, 40] {
    let part = components.prefix(count)
    let copy = part.reconstruct(part.project(examples))
    let difference = examples - copy
    let error = Double((difference * difference).mean().scalar).squareRoot()
    table.append(["\(count)", percent(Double(part.explained)), fixed(error, 3)])
    if count == 10 { report.metric("digits_explained_10", Double(part.explained)) }
  }
  report.say("\(examples.shape[0]) digits of 64 pixels, from 0 to 1")
  report.table(header: ["directions", "variance kept", "typical error of a pixel"], rows: table)

  let few = 8
  func images(_ x: Tensor) -> Tensor { x.reshaped([x.shape[0], 8, 8]) }
  let sample = examples[0..<few]
  var figures: [any Figure] = [
    ImageGrid(
      title: "The first eight directions", images: images(components.directions[0..<few]),
      captions: (1...few).map { "\($0)" }, columns: few, colourMap: .diverging),
    ImageGrid(title: "Eight digits", images: images(sample), columns: few, range: 0...1),
  ]
  for count in [5, 20] {
    let part = components.prefix(count)
    figures.append(
      ImageGrid(
        title: "The same from \(count) numbers each",
        images: images(shades(part.reconstruct(part.project(sample)))), columns: few,
        range: 0...1))
  }
  try report.show(
    FigureGrid(figures: figures, columns: 1), named: "digits",
    caption: "Every digit is the mean digit plus so much of each direction.")
}
