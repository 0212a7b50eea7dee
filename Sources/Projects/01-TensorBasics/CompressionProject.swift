import Course
import Datasets
public import Plots
import TensorBasicsExercises
import Tensors

/// The project of chapter 01: the reader's functions compress a picture, and digits so far that twelve numbers
/// are left of each, by which they can still be read.
///
/// All products, decompositions and scalings are calls of functions from the exercises.
public enum CompressionProject {
  /// What came out.
  public struct Result: Sendable {
    /// The numbers kept, divided by those of the picture.
    public let pictureShare: Float
    /// The length of what is missing, divided by the length of the picture.
    public let pictureError: Float
    /// The share of held-out digits that are read right from twelve numbers each, from 0 to 1.
    public let digitAccuracy: Float
  }

  /// Compresses a picture and the bundled digits.
  ///
  /// - Throws: `NotImplemented` where an exercise is still a stub; `PlotsError`, when a figure cannot be saved.
  public static func run(report: Report) throws -> Result {
    let picture = try compressPicture(rank: 6, report: report)
    let accuracy = try readDigits(numbers: 12, report: report)
    return Result(
      pictureShare: picture.share, pictureError: picture.error, digitAccuracy: accuracy)
  }

  /// The ids of the exercises that the project needs and that are still stubs.
  public static func missingExercises() -> [String] {
    let one = Tensor([[1]])
    return NotImplemented.exercises(among: [
      "01.4": { _ = try standardized(one, axis: 0) },
      "01.5": { _ = try blockedProduct([1], [1], m: 1, k: 1, n: 1, block: 1) },
      "01.9": { _ = try leadingSingularValues(of: one, rank: 1, steps: 1) },
    ])
  }

  /// Rebuilds a drawn picture of 48 by 64 numbers from its first `rank` terms.
  ///
  /// - Throws: `NotImplemented` where an exercise is still a stub; `PlotsError`, when a figure cannot be saved.
  public static func compressPicture(
    rank: Int, report: Report
  ) throws -> (share: Float, error: Float) {
    var generator = RandomGenerator(seed: report.seed)
    let picture = drawing(height: 48, width: 64, using: &generator)
    let found = try leadingSingularValues(of: picture, rank: rank, steps: 40)
    let copy = try product(found.u * found.s, found.v.transposed())
    let numbers = found.u.count + found.s.count + found.v.count
    let share = Float(numbers) / Float(picture.count)
    let error = (norm(picture - copy) / norm(picture)).scalar
    report.say("a picture of 48 x 64 from \(rank) terms of 01.9, put together by 01.5")
    report.metric("picture_share", Double(share))
    report.metric("picture_error", Double(error))
    try report.show(
      ImageGrid(
        title: "Compressed by your functions",
        images: [picture, copy].map { round($0.clipped(min: 0, max: 1) * 24) / 24 },
        captions: ["the picture", "your copy"], range: 0...1),
      named: "project-picture", caption: "The copy keeps the shapes and loses the grain.")
    return (share, error)
  }

  /// Reads held-out digits by the nearest of the other digits, in `numbers` coordinates.
  private static func readDigits(numbers: Int, report: Report) throws -> Float {
    var generator = RandomGenerator(seed: report.seed).split(1)
    let data = digits(scaled: true)
    // Every pixel to mean 0 and variance 1; a pixel that is always white must not become "not a number".
    let table = try standardized(data.features, axis: 0)
    let order = generator.permutation(data.count)
    let test = Array(order.prefix(data.count / 5))
    let training = Array(order.dropFirst(data.count / 5))
    let examples = table[training]
    let directions = try leadingSingularValues(of: examples, rank: numbers, steps: 60).v
    let short = try product(examples, directions)

    let labels = training.map { data.labels[$0] }
    let asked = try product(table[test], directions)
    let right = test.indices.count { row in
      let differences = asked[row] - short
      let distances = (differences * differences).sum(axis: 1)
      return labels[(-distances).argmax()] == data.labels[test[row]]
    }
    let accuracy = Float(right) / Float(test.count)
    report.say(
      "\(training.count) digits, \(numbers) numbers left of 64; \(test.count) others are read by the "
        + "nearest of them")
    report.metric("digit_accuracy", Double(accuracy))
    return accuracy
  }

  /// The reader's matrix product, on tensors.
  private static func product(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    let (m, k, n) = (a.shape[0], a.shape[1], b.shape[1])
    let elements = try blockedProduct(a.scalars, b.scalars, m: m, k: k, n: n, block: 32)
    return Tensor(elements, shape: [m, n])
  }

  /// A sun over hills and water, a little different for every seed: `[height, width]`, from 0 to 1.
  private static func drawing(
    height: Int, width: Int, using generator: inout RandomGenerator
  ) -> Tensor {
    let x = Tensor.linearlySpaced(from: 0, through: 1, count: width)
    let y = Tensor.linearlySpaced(from: 0, through: 1, count: height).reshaped([height, 1])
    let phase = 6 * generator.uniform()
    let grain = 0.02 * Tensor.normal([height, width], using: &generator)
    let place = 0.25 + 0.5 * generator.uniform()
    let sun = exp(-60 * ((x - place) * (x - place) + (y - 0.25) * (y - 0.25)))
    let hills = 0.5 + 0.1 * sin(5 * x + phase)
    let sky = 0.75 - 0.3 * y + 0.3 * sun
    let land = select(y .> hills, 0.3 + grain, sky)
    let water = 0.5 + 0.1 * sin(90 * y) * (1 + 0.5 * sin(8 * x + phase))
    return select(y + 0 * x .> 0.75, water, land)
  }
}
