import Course

/// Exercise 04.2: counts what a network of linear layers has to learn.
///
/// `widths` are the numbers of inputs, of units in every layer, and of outputs last. Between two neighbours
/// lies a layer with a weight for every pair of an input and a unit and, if `hasBias`, a bias for every unit.
///
///     parameterCount(widths: [2, 3, 1], hasBias: true)     // (2·3 + 3) + (3·1 + 1) = 13
///
/// - Parameters:
///   - widths: At least one number, each at least 1. One number alone means no layer.
///   - hasBias: Whether the layers have biases.
/// - Returns: The number of weights and biases in all layers.
public func parameterCount(widths: [Int], hasBias: Bool) throws -> Int {
  throw NotImplemented()
}
