import Tensors

/// Exercise 07.4: the contrastive loss InfoNCE, in both directions.
///
/// Row `i` of `a` and row `i` of `b` belong together: a picture and its caption, for example. All other rows
/// are strangers. With rows of length 1, the similarity of `a[i]` and `b[j]` is their cosine, divided by the
/// temperature:
///
///     S[i, j] = (a[i] / ‖a[i]‖) · (b[j] / ‖b[j]‖) / temperature
///
/// Row `i` of `S` is a row of logits whose right class is `i`: which of all `b` belongs to `a[i]`? Column `i`
/// asks the same for `b[i]`. The loss is the mean of the two cross-entropies, over the rows and over the
/// columns:
///
///     ½ · mean over i of (ln Σⱼ exp S[i, j] − S[i, i])   +   ½ · mean over i of (ln Σⱼ exp S[j, i] − S[i, i])
///
/// It must be right for a temperature of 0.005, where `exp` of a similarity overflows.
///
/// `a = [[3, 0], [0, 1]]` and `b = [[1, 0], [0, 5]]` with the temperature 1 have `S = [[1, 0], [0, 1]]`, so
/// every row and every column costs `ln(e + 1) − 1 = 0.3133`, and that is the loss.
///
/// - Parameters:
///   - a: `[n, d]`, no row of zeros
///   - b: `[n, d]`, no row of zeros
///   - temperature: above 0
/// - Returns: A number, of shape `[]`, that can be differentiated.
public func contrastiveLoss(_ a: Tensor, _ b: Tensor, temperature: Float) throws -> Tensor {
  func unit(_ x: Tensor) -> Tensor {
    x / sqrt((x * x).sum(axis: 1, keepDimensions: true))
  }
  let similarities = matmul(unit(a), unit(b).transposed()) / temperature
  let partners = Array(0..<a.shape[0])
  let rows = softmaxCrossEntropy(logits: similarities, labels: partners).mean()
  let columns = softmaxCrossEntropy(logits: similarities.transposed(), labels: partners).mean()
  return 0.5 * (rows + columns)
}
