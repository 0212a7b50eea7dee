// Pullbacks, derived by hand.
//
// With tensors the local slope of an operation is a whole Jacobian matrix, far too large to write down:
// for a product of two 256 × 256 matrices it has 65,536 × 131,072 entries. Nobody needs it. What is needed
// is its product with the gradient that comes from behind, and that has the size of the operand. The
// function that computes it is the operation's *pullback*.
//
// The recipe, every time: let L be the loss, G = ∂L/∂Y the gradient of the result, one number for each
// number of Y. Ask how one element of the operand moves the elements of the result, multiply by their G,
// and add up:
//
//     ∂L/∂xᵢ = Σⱼ Gⱼ ∂yⱼ/∂xᵢ
//
// A gradient always has the shape of what it is the gradient of. That alone decides most transposes.

public import Tensors

/// The pullbacks of the tensor operations, each derived beside its code.
///
/// They are plain functions of plain tensors; nothing is recorded.
public enum Pullbacks {
  // y = a + b with the same shape: yᵢ moves with aᵢ one to one, so the gradient is handed on as it is.
  //
  // With broadcasting an element of b is used several times: b [3] added to a [2, 3] stands in both rows.
  // It moves all the places where it stands, and its gradient is the sum of theirs.

  /// Undoes broadcasting: adds up the gradients of all the places that one element was copied to.
  ///
  /// - Parameters:
  ///   - gradient: The gradient of the result, of the shape that broadcasting made.
  ///   - shape: The shape of the operand.
  /// - Returns: A gradient of the operand's shape.
  public static func broadcast(_ gradient: Tensor, from shape: [Int]) -> Tensor {
    var sum = gradient
    // Axes that the operand did not have: they were put in front.
    while sum.rank > shape.count { sum = sum.sum(axis: 0) }
    // Axes that were stretched from 1.
    for axis in shape.indices where shape[axis] == 1 && sum.shape[axis] != 1 {
      sum = sum.sum(axis: axis, keepDimensions: true)
    }
    require(
      sum.shape == shape, "broadcast: a gradient of shape \(gradient.shape) for \(shape)")
    return sum
  }

  /// Pulls back `a + b`.
  public static func add(_ gradient: Tensor, _ a: [Int], _ b: [Int]) -> (a: Tensor, b: Tensor) {
    (broadcast(gradient, from: a), broadcast(gradient, from: b))
  }

  // y = a · b, element by element: moving aᵢ by 1 moves yᵢ by bᵢ.

  /// Pulls back the product of elements.
  public static func multiply(
    _ gradient: Tensor, _ a: Tensor, _ b: Tensor
  ) -> (a: Tensor, b: Tensor) {
    (broadcast(gradient * b, from: a.shape), broadcast(gradient * a, from: b.shape))
  }

  // Y = A B, so yᵢⱼ = Σₖ aᵢₖ bₖⱼ. The element aᵢₖ stands in row i of Y only, and there with weight bₖⱼ:
  //
  //     ∂L/∂aᵢₖ = Σⱼ Gᵢⱼ bₖⱼ        that is  G Bᵀ    [m, n] x [n, k] -> [m, k]
  //     ∂L/∂bₖⱼ = Σᵢ aᵢₖ Gᵢⱼ        that is  Aᵀ G    [k, m] x [m, n] -> [k, n]
  //
  // With square matrices a wrong transpose goes unnoticed by every check of shapes.

  /// Pulls back the matrix product: `[m, n]`, `[m, k]`, `[k, n]` -> `[m, k]`, `[k, n]`.
  public static func matmul(
    _ gradient: Tensor, _ a: Tensor, _ b: Tensor
  ) -> (a: Tensor, b: Tensor) {
    (
      Tensors.matmul(gradient, b.transposed()),
      Tensors.matmul(a.transposed(), gradient)
    )
  }

  // y = max(x, 0): a unit that was on hands the gradient on, one that was off hands on nothing. At exactly
  // 0 there is a corner; every slope from 0 to 1 is defensible, and 0 is the custom.

  /// Pulls back `max(x, 0)`.
  ///
  /// - Parameter result: The result of the forward pass.
  public static func relu(_ gradient: Tensor, result: Tensor) -> Tensor {
    gradient * Tensor(result.scalars.map { $0 > 0 ? 1 : 0 }, shape: result.shape)
  }

  // y = tanh x: y′ = 1 − y². The result is enough, the operand need not be kept.

  /// Pulls back `tanh`.
  ///
  /// - Parameter result: The result of the forward pass.
  public static func tanh(_ gradient: Tensor, result: Tensor) -> Tensor {
    gradient * (1 - result * result)
  }

  // y = Σᵢ xᵢ: every element moves the sum one to one, so every element gets the sum's gradient: a sum
  // is pulled back by broadcasting, as broadcasting is pulled back by a sum. The mean is a sum divided by
  // the number of elements *that it runs over*.

  /// Pulls back the sum along one axis, or of all elements.
  ///
  /// - Parameters:
  ///   - shape: The shape of the operand.
  ///   - axis: The axis that was summed; `nil` for all.
  public static func sum(_ gradient: Tensor, from shape: [Int], axis: Int? = nil) -> Tensor {
    guard let axis else { return Tensor.full(shape, gradient.scalar) }
    var kept = shape
    kept[axis < 0 ? axis + shape.count : axis] = 1
    return gradient.reshaped(kept) * Tensor.ones(shape)
  }

  /// Pulls back the mean along one axis, or of all elements.
  public static func mean(_ gradient: Tensor, from shape: [Int], axis: Int? = nil) -> Tensor {
    let count = axis.map { shape[$0 < 0 ? $0 + shape.count : $0] } ?? shape.reduce(1, *)
    return sum(gradient, from: shape, axis: axis) / Float(count)
  }

  // y = softmax(x), a row at a time. Every output depends on every input of its row:
  //
  //     ∂yⱼ/∂xᵢ = yⱼ (1{i = j} − yᵢ)
  //     ∂L/∂xᵢ = yᵢ (Gᵢ − Σⱼ Gⱼ yⱼ)
  //
  // The row's sum is always 1, so a G that is the same everywhere gives 0. A check that adds up the
  // outputs sees nothing but zeros here.

  /// Pulls back softmax over the rows: `[n, k] -> [n, k]`.
  ///
  /// - Parameter result: The probabilities.
  public static func softmax(_ gradient: Tensor, result: Tensor) -> Tensor {
    result * (gradient - (gradient * result).sum(axis: 1, keepDimensions: true))
  }

  // L = mean over the rows of −log softmax(x)[label]. Put the two pullbacks together and almost
  // everything cancels: with the logarithm's gradient −1/p at the label and 0 elsewhere, the formula above
  // gives p − 1 at the label and p elsewhere.
  //
  // That is more than short. Computed in two steps, 1/p is infinite where p was rounded to 0.

  /// Pulls back the mean cross-entropy of softmax from the logits: `[n, k] -> [n, k]`.
  ///
  /// - Parameters:
  ///   - gradient: The gradient of the mean, one number.
  ///   - probabilities: The softmax of the logits, `[n, k]`.
  ///   - labels: `n` classes.
  public static func softmaxCrossEntropy(
    _ gradient: Tensor, probabilities: Tensor, labels: [Int]
  ) -> Tensor {
    let targets = Tensor.oneHot(labels, classes: probabilities.shape[1])
    return (gradient.scalar / Float(labels.count)) * (probabilities - targets)
  }
}
