public import KernelInterface

public enum VectorKernels: KernelSet {
  public static func add(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    for i in 0..<count { result[i] = a[i] + b[i] }
  }
}
