/// Kernels that make random numbers, many at a time.
///
/// They fill whole vectors only. Each returns how much it has done; the caller does the rest one by one,
/// with results of the same bits.
public protocol RandomKernels: SendableMetatype {
  /// Writes the words of Philox 4x32-10 for the counters `block`, `block + 1`, …: four words each.
  ///
  /// - Returns: How many of the `blocks` are done.
  static func randomWords(
    key: UInt64, stream: UInt64, block: UInt64, blocks: Int, _ result: UnsafeMutablePointer<UInt32>
  ) -> Int

  /// Turns words into uniform numbers: the upper 24 bits as a fraction of 2²⁴, times `width`, plus `lowest`,
  /// and at most `largest`.
  ///
  /// The result may be written over the words.
  ///
  /// - Returns: How many of the `count` numbers are done.
  static func uniforms(
    _ words: UnsafePointer<UInt32>, count: Int, lowest: Float, width: Float, largest: Float,
    _ result: Output
  ) -> Int

  /// Turns pairs of words into pairs of normal numbers, by the method of Box and Muller.
  ///
  /// The result may be written over the words.
  ///
  /// - Returns: How many of the `pairs` are done.
  static func normals(
    _ words: UnsafePointer<UInt32>, pairs: Int, mean: Float, standardDeviation: Float,
    _ result: Output
  ) -> Int
}
