/// Kernels that look at every row of a contiguous `[rows, columns]` matrix by itself.
///
/// Rows have at least one element.
public protocol RowKernels: SendableMetatype {
  // MARK: Softmax

  /// Computes `exp(x - max) / sum(exp(x - max))` of every row.
  ///
  /// Elements of negative infinity get 0; a row of nothing else, and one with NaN or infinity, gets NaN.
  static func softmax(rows: Int, columns: Int, _ x: Input, _ result: Output)

  /// Computes `y (g - sum(g y))` of every row from the result y of `softmax`.
  static func softmaxGradient(
    rows: Int, columns: Int, _ gradient: Input, _ y: Input, _ result: Output)

  /// Computes `x - max - log(sum(exp(x - max)))` of every row.
  static func logSoftmax(rows: Int, columns: Int, _ x: Input, _ result: Output)

  /// Computes `g - exp(y) sum(g)` of every row from the result y of `logSoftmax`.
  static func logSoftmaxGradient(
    rows: Int, columns: Int, _ gradient: Input, _ y: Input, _ result: Output)

  /// Computes `log(sum(exp(x)))` of every row without overflow: `[rows, columns] -> [rows]`.
  ///
  /// A row of negative infinities gives negative infinity.
  static func logSumExponential(rows: Int, columns: Int, _ x: Input, _ result: Output)

  /// Computes `g exp(x - y)` from the operand x and the result y of `logSumExponential`;
  /// `g` and `y` are `[rows]`.
  static func logSumExponentialGradient(
    rows: Int, columns: Int, _ gradient: Input, _ x: Input, _ y: Input, _ result: Output)

  // MARK: Cross-entropy

  /// Computes the cross-entropy of every row's softmax and its label:
  /// `[rows, columns] -> [rows]`, in nats.
  ///
  /// It is `logSum - x[label]`, where `logSums` gets the result of `logSumExponential`. A row with a
  /// negative label is left out: its loss is 0.
  static func crossEntropy(
    rows: Int, columns: Int, _ x: Input, _ labels: UnsafePointer<Int>, _ losses: Output,
    _ logSums: Output)

  /// Computes `(softmax(x) - 1 at the label) * scale` of every row, and 0 for rows that are left out.
  ///
  /// The scale of row i is `scales[i * scaleStep]`; the step is 1, or 0 for one scale for all.
  static func crossEntropyGradient(
    rows: Int, columns: Int, _ x: Input, _ logSums: Input, _ labels: UnsafePointer<Int>,
    _ scales: Input, scaleStep: Int, _ result: Output)

  // MARK: Norms

  /// Computes the Euclidean norm of every row: `[rows, columns] -> [rows]`.
  static func normsOfRows(rows: Int, columns: Int, _ x: Input, _ result: Output)
}
