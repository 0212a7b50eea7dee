import Tensors

/// An operation as the tests know it: what its fixtures are called, and how it is checked.
struct CheckedOperation: Sendable {
  /// The operands, and the parameters of a case: lists of integers and a text.
  typealias Function = @Sendable ([Tensor], [[Int]], String) -> [Tensor]

  /// What the slopes of an operation are like.
  enum Slopes {
    /// The slopes change gradually.
    case smooth
    /// The operation consists of pieces, between which values or slopes jump.
    case inPieces
  }

  /// What is compared with what.
  struct Tolerance {
    /// How far an element of a result may be from PyTorch's, relative to it.
    var relative: Float = 1e-5
    /// How far an element of a gradient may be from PyTorch's, relative to it.
    var ofGradient: Float = 1e-5
    /// Whether the distance is relative to the largest element instead.
    ///
    /// Where terms of a sum cancel, an element has no more digits than the terms.
    var isOfLargest = false
    /// Why this is not 1e-5 of each element.
    var reason = ""
  }

  /// The kinds of shapes for which every operation is recorded.
  enum Extent: Hashable, CaseIterable {
    case empty, single, large, uneven, broadcast
  }

  let name: String
  let function: Function
  var slopes = Slopes.smooth
  /// Operands that only say where, such as masks: no slope is measured along them.
  var constants: Set<Int> = []
  /// Inputs at which slopes are measured, in the place of the recorded ones.
  var samples: [[Tensor]] = []
  var tolerance = Tolerance()
  /// The kinds of shapes that this operation cannot have.
  var lacking: Set<Extent> = []

  func callAsFunction(_ item: OperationFixture, _ inputs: [Tensor]) -> [Tensor] {
    function(inputs, item.lists, item.text)
  }
}
