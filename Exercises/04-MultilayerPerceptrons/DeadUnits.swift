import Course
import Tensors

/// Exercise 04.9: finds the rectifier units that nothing can train any more.
///
/// A unit is dead when its slope is 0 for every example, so that no example gives it a gradient. The slope
/// of the rectifier is 1 where the score is above 0, and 0 elsewhere, at 0 as well.
///
/// The scores `[[-1, 2, -3, 0], [1, -2, -0.5, -4]]` are those of four units for two examples. Units 2 and 3
/// are dead: `[2, 3]`.
///
/// - Parameter scores: What goes into the rectifier: `[n, units]`, at least one row.
/// - Returns: The positions of the dead units, rising.
public func deadUnits(scores: Tensor) throws -> [Int] {
  throw NotImplemented()
}
