/// What is done to one element.
public enum ElementOperation: Sendable {
  /// Changes the sign.
  case negate
  /// Removes the sign.
  case absolute
  /// Takes the square root; NaN below 0.
  case squareRoot
  /// Raises e to the power of the element, to within 1 unit in the last place.
  case exponential
  /// Takes the natural logarithm, to within 1 unit in the last place; NaN below 0.
  case logarithm
}

/// What is done to two elements.
public enum PairOperation: Sendable {
  /// Adds.
  case add
  /// Subtracts the second element from the first.
  case subtract
  /// Multiplies.
  case multiply
  /// Divides the first element by the second.
  case divide
  /// Takes the larger element; NaN if either is NaN.
  case maximum
  /// Takes the smaller element; NaN if either is NaN.
  case minimum
}

/// Which of several elements is looked for; a NaN among them wins.
public enum Extreme: Sendable {
  /// The largest one.
  case largest
  /// The smallest one.
  case smallest
}
