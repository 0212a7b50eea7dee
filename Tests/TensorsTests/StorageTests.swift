import Testing

@testable import Tensors

@Suite struct StorageTests {
  @Test func classesFitAndWasteLittle() {
    var previous = SizeClass(count: 1)
    for count in 1...5000 {
      let size = SizeClass(count: count)
      #expect(size.capacity >= count)
      #expect(count < 64 || Double(size.capacity) <= 1.25 * Double(count) + 1)
      // The index and the capacity say the same.
      #expect((size.index == previous.index) == (size.capacity == previous.capacity))
      #expect(size.index >= previous.index)
      previous = size
    }
    #expect(SizeClass(count: 1 << 40).capacity == 1 << 40)
  }

  @Test func blocksAreAligned() {
    for count in [0, 1, 63, 64, 65, 1000, 100_000] {
      #expect(UInt(bitPattern: Storage(count: count).start) % 64 == 0)
    }
  }
}
