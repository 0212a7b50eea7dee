/// What chooses positions of one axis in `x[…, …]`: an integer, a range, a list of integers, or one
/// of the words of ``AxisIndex``.
public protocol AxisIndexing {
  /// The same choice as a value of one type.
  var axisIndex: AxisIndex { get }
}

/// A choice of positions along one axis.
///
/// ```swift
/// x[0, .all]                // row 0
/// x[.all, .fromEnd(1)]      // the last column
/// x[.all, .dropLast(1)]     // all columns but the last
/// x[.every(2), 1...]        // every second row, without its first column
/// x[.ellipsis, 0]           // position 0 of the last axis, whatever the rank
/// x[.newAxis, .all]         // one more axis in front
/// ```
public struct AxisIndex: Sendable {
  enum Kind: Sendable {
    /// One position; the axis goes away. Counted from the end if `fromEnd`.
    case position(Int, fromEnd: Bool)
    /// The positions from `first` up to `end`, counted in steps; `nil` is where the axis starts or
    /// ends.
    case range(first: Int?, end: Int?, step: Int)
    /// A number of positions at the end, or all but that.
    case last(Int)
    case allButLast(Int)
    case list([Int])
    case newAxis
    case ellipsis
  }

  let kind: Kind
}

extension AxisIndex: AxisIndexing {
  /// This choice.
  public var axisIndex: AxisIndex { self }
}

extension AxisIndexing where Self == AxisIndex {
  /// All positions.
  public static var all: AxisIndex { AxisIndex(kind: .range(first: nil, end: nil, step: 1)) }

  /// One position counted from the end, where 1 is the last one; the axis goes away.
  public static func fromEnd(_ distance: Int) -> AxisIndex {
    AxisIndex(kind: .position(distance, fromEnd: true))
  }

  /// The last `count` positions.
  public static func last(_ count: Int) -> AxisIndex { AxisIndex(kind: .last(count)) }

  /// All positions but the last `count`.
  public static func dropLast(_ count: Int) -> AxisIndex { AxisIndex(kind: .allButLast(count)) }

  /// Every `step`-th position, from the first one on; with a negative step from the last one
  /// backward.
  public static func every(_ step: Int) -> AxisIndex { every(step, in: AxisIndex.all) }

  /// Every `step`-th position of a range; with a negative step from its end backward.
  ///
  /// `.every(2, in: 1...)` are the odd positions.
  public static func every(_ step: Int, in range: some AxisIndexing) -> AxisIndex {
    require(step != 0, "subscript: the step of .every must not be 0")
    guard case .range(let first, let end, 1) = range.axisIndex.kind else {
      require(false, "subscript: .every(\(step), in:) takes a range, not \(range)")
      return AxisIndex.all
    }
    return AxisIndex(kind: .range(first: first, end: end, step: step))
  }

  /// A new axis of extent 1.
  public static var newAxis: AxisIndex { AxisIndex(kind: .newAxis) }

  /// All positions of as many axes as are not named otherwise.
  public static var ellipsis: AxisIndex { AxisIndex(kind: .ellipsis) }
}

extension Int: AxisIndexing {
  /// This position; the axis goes away.
  public var axisIndex: AxisIndex { AxisIndex(kind: .position(self, fromEnd: false)) }
}

extension Range<Int>: AxisIndexing {
  /// The positions of the range.
  public var axisIndex: AxisIndex {
    AxisIndex(kind: .range(first: lowerBound, end: upperBound, step: 1))
  }
}

extension ClosedRange<Int>: AxisIndexing {
  /// The positions of the range.
  public var axisIndex: AxisIndex {
    AxisIndex(kind: .range(first: lowerBound, end: upperBound + 1, step: 1))
  }
}

extension PartialRangeFrom<Int>: AxisIndexing {
  /// The positions from a number on.
  public var axisIndex: AxisIndex { AxisIndex(kind: .range(first: lowerBound, end: nil, step: 1)) }
}

extension PartialRangeUpTo<Int>: AxisIndexing {
  /// The positions below a number.
  public var axisIndex: AxisIndex { AxisIndex(kind: .range(first: nil, end: upperBound, step: 1)) }
}

extension PartialRangeThrough<Int>: AxisIndexing {
  /// The positions up to a number, included.
  public var axisIndex: AxisIndex {
    AxisIndex(kind: .range(first: nil, end: upperBound + 1, step: 1))
  }
}

extension [Int]: AxisIndexing {
  /// These positions, in this order; a position may occur several times.
  public var axisIndex: AxisIndex { AxisIndex(kind: .list(self)) }
}
