import Tensors
import Testing

/// Operations that find positions: they are PyTorch's and NumPy's.
@Suite struct PositionParityTests {
  @Test func positionsAgree() throws {
    var tested: Set<String> = []
    for item in try OperationFixture.all() {
      let (x, lists) = (item.inputs[0].tensor, item.lists)
      switch item.operation {
      case "sorted":
        let (axis, descending) = (lists[0][0], lists[0][1] == 1)
        #expect(x.sorted(axis: axis, descending: descending).indices == item.indices)
        #expect(x.argsort(axis: axis, descending: descending) == item.indices)
      case "topK" where !item.isSpecial:
        let found = x.topK(lists[0][0], axis: lists[0][1], largest: lists[0][2] == 1)
        #expect(found.indices == item.indices, "\(item.title)")
      case "unique":
        let found = x.unique()
        #expect(found.values == item.outputs[0].tensor)
        #expect(found.inverse == item.indices)
        #expect(found.counts == lists[0])
      case "nonzero": #expect(x.nonzero() == lists)
      case "argmax": #expect(x.argmax(axis: lists[0][0]) == item.indices, "\(item.title)")
      case "argmaxAll": #expect([x.argmax()] == item.indices, "\(item.title)")
      case "argmin": #expect(x.argmin(axis: lists[0][0]) == item.indices, "\(item.title)")
      case "argminAll": #expect([x.argmin()] == item.indices, "\(item.title)")
      case "maxPooling2D":
        let found = maxPooling2D(
          x, window: PerAxis(lists[0]), stride: PerAxis(lists[1]), padding: PerAxis(lists[2]),
          dilation: PerAxis(lists[3]))
        #expect(found.positions.map { Int($0) } == item.indices, "\(item.title)")
      default: continue
      }
      tested.insert(item.operation)
    }
    #expect(tested.count == 9)
  }
}
