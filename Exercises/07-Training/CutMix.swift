import Course
import Tensors

/// Exercise 07.11: pastes a rectangle of its partner into every image, and mixes the targets by area.
///
/// The rectangle is `√(1 − share)` times as high and as wide as the image. Write `half` for half of its height,
/// rounded down to whole pixels: it covers the rows from `row − half` to before `row + half`, so that a height of 3
/// covers 2 rows. The columns likewise; what would be outside of the image is left out. In all channels the pixels of
/// the rectangle come from the partner, at the same place.
///
/// Both targets are mixed by the share of the pixels that each image really has.
///
/// By hand: an image of 4 × 4 and a share of 0.75 have a square of 2 × 2. Around row 2 and column 2 it covers the
/// rows and columns 1 and 2, and a quarter of the target is the partner's. Around row 0 and column 0 only one
/// pixel is inside: a sixteenth.
///
/// - Parameters:
///   - images: `[n, channels, height, width]`
///   - targets: `[n, classes]`
///   - partners: For each image the number of its partner.
///   - share: The share of an image that would be kept if nothing were outside, from 0 to 1.
///   - row: The middle of the rectangle.
///   - column: The middle of the rectangle.
/// - Returns: Images and targets, of the same shapes.
public func cutMix(
  _ images: Tensor, _ targets: Tensor, partners: [Int], share: Float, row: Int, column: Int
) throws -> (images: Tensor, targets: Tensor) {
  throw NotImplemented()
}
