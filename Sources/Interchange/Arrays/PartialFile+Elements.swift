import Foundation
import Tensors

extension PartialFile {
  /// Adds the elements as `float32`, lowest byte first, in row-major order.
  ///
  /// That is how they are in memory on today's machines, so they are not copied.
  func write(elementsOf tensor: Tensor) throws(FileWriteError) {
    #if _endian(little)
      // The access to the memory has no typed errors.
      let result = tensor.withUnsafeScalars { scalars in
        Result { () throws(FileWriteError) in try write(UnsafeRawBufferPointer(scalars)) }
      }
      try result.get()
    #else
      var data = Data(capacity: tensor.count * 4)
      for scalar in tensor.scalars { data.append(contentsOf: scalar.bitPattern.littleEndianBytes) }
      try write(data)
    #endif
  }
}
