/// One instruction set's implementation of every kernel.
public protocol KernelSet: SendableMetatype {
  /// Adds `a` and `b` into `result`.
  static func add(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>,
    _ count: Int)
}
