import Tensors
import Testing

/// Subscripts with one choice for each axis, beside those with an integer, a range or a list.
@Suite struct SubscriptTests {
  private let x = Tensor.range(0, to: 24).reshaped([2, 3, 4])

  @Test func simpleSubscriptsKeepTheirMeaning() {
    let matrix = x[0]
    #expect(matrix.shape == [3, 4])
    let element = matrix[1, 2]  // a number, not a tensor
    #expect(element == Float(6))
    #expect((matrix[1, 2] * matrix).shape == [3, 4])
    #expect(x[0..<1].shape == [1, 3, 4])
    #expect(matrix[[2, 0]].shape == [2, 4])
    #expect(x[1, 2, 3].scalar == 23)
  }

  @Test func axesWithoutAChoiceAreWhole() {
    #expect(x[.all, 1] == x[.all, 1, .all])
    #expect(x[.newAxis].shape == [1, 2, 3, 4])
    #expect(x[.ellipsis, .newAxis].shape == [2, 3, 4, 1])
    #expect(x[.ellipsis] == x)
    #expect(x[.ellipsis, 0, 1, 2].scalar == 6)
    #expect(Tensor(5)[.ellipsis, .newAxis] == Tensor([5]))
    #expect(x[0, .all, [1, 2]].shape == [3, 2], "a list keeps its place beside an integer")
  }

  @Test func assignmentStretchesAndLeavesCopiesAlone() {
    var y = x
    y[.all, 0] = Tensor(-1)
    #expect(y[.all, 0] == Tensor.full([2, 4], -1))
    #expect(y[.all, 1...] == x[.all, 1...])
    #expect(x[0, 0, 0].scalar == 0, "the original of a changed copy")
    y[..., .every(2)] = Tensor([7, 8])
    #expect(y[1, 2, .all] == Tensor([7, 21, 8, 23]))
    y[.all, [1, 1], 0] = Tensor([[1, 2], [3, 4]])
    #expect(y[.all, 1, 0] == Tensor([2, 4]), "the last of two values stays")
    let row = x[0, 1...]
    var changed = row
    changed[0, 0] = 100
    #expect(row[0, 0] == 4)
    #expect(x[0, 1, 0].scalar == 4)
  }

  @Test func partsInOnePieceShareMemory() {
    let part = x[1, 1..<3]
    let address = { (tensor: Tensor) in tensor.withUnsafeScalars { Int(bitPattern: $0.baseAddress) }
    }
    #expect(address(part) == address(x) + 16 * MemoryLayout<Float>.stride)
    #expect(address(x.expanded(at: 1)) == address(x))
    #expect(address(x.permuted([0, 1, 2])) == address(x))
  }

  @Test func assignmentIsDifferentiable() {
    let slopes = gradient(at: x, Tensor([3])) { x, part in
      var y = x * x
      y[0, .all, 1] = part
      return (y * y).sum()
    }
    #expect(slopes.0[0, .all, 1] == Tensor.zeros([3]))
    #expect(slopes.0[1, 0, 0].scalar == 4 * 12 * 12 * 12)
    #expect(slopes.1 == Tensor([18]))
  }
}
