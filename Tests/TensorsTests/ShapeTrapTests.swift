import Tensors
import Testing

/// The messages of the common mistakes with shapes, indices and equations.
@Suite struct ShapeTrapTests {
  private static func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  @Test func permutationWithoutAllAxes() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 3, 4]).permuted([0, 1])
    }
    #expect(
      Self.text(result).contains(
        "permuted: [2, 3, 4]: [0, 1] does not name each of the 3 axes once"))
  }

  @Test func squeezedTooMuch() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 3]).squeezed(axis: 0)
    }
    #expect(
      Self.text(result).contains(
        "squeezed: [2, 3]: axis 0 has extent 2; only extent 1 can be removed"))
  }

  @Test func sizesThatDoNotAddUp() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([5]).split(sizes: [2, 2])
    }
    #expect(
      Self.text(result).contains(
        "split: [5]: the sizes [2, 2] do not add up to extent 5 of axis 0"))
  }

  @Test func unevenDivision() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 5]).unflattened(axis: 1, to: [2, -1])
    }
    #expect(
      Self.text(result).contains(
        "unflattened: [2, 5]: extent 5 of axis 1 does not divide into [2, -1]"))
  }

  @Test func stackOfDifferentShapes() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.stack([Tensor.zeros([2]), Tensor.zeros([3])])
    }
    #expect(
      Self.text(result).contains(
        "stack: [2] and [3]: the shapes differ"))
  }

  @Test func reflectionOfAShortAxis() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 3]).padded([(3, 0)], mode: .reflect)
    }
    #expect(
      Self.text(result).contains(
        "padded: [2, 3]: width (3, 0) of axis 1: the axis is too short to reflect"))
  }

  @Test func negativeIndexInASubscript() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 3])[.all, -1]
    }
    #expect(
      Self.text(result).contains(
        "subscript: [2, 3]: index -1 is outside 0..<3 of axis 1; write .fromEnd(1)"))
  }

  @Test func rangeOutside() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 3])[.all, 1..<5]
    }
    #expect(
      Self.text(result).contains(
        "subscript: [2, 3]: the range 1..<5 is outside 0..<3 of axis 1"))
  }

  @Test func tooManyIndices() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 3])[0, 1, 2]
    }
    #expect(
      Self.text(result).contains(
        "subscript: [2, 3]: 3 indices for a tensor of rank 2"))
  }

  @Test func partOfWrongShape() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var x = Tensor.zeros([2, 3])
      x[.all, 0] = Tensor.zeros([3])
    }
    #expect(
      Self.text(result).contains(
        "subscript: [2, 3]: a part of shape [2] is expected, not [3]"))
  }

  @Test func gatheredOutside() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 3]).gathered([0, 3], axis: 1)
    }
    #expect(
      Self.text(result).contains(
        "gathered: [2, 3]: index 3 at position 1 is outside 0..<3 of axis 1"))
  }

  @Test func takenUnevenly() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 3]).takeAlong([0, 1, 2], axis: 1)
    }
    #expect(
      Self.text(result).contains(
        "takeAlong: [2, 3]: 3 indices do not give each of the 2 lines along axis 1 the same number")
    )
  }

  @Test func maskOfAnotherShape() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 3])[Mask([true, true, false])]
    }
    #expect(
      Self.text(result).contains(
        "subscript: [2, 3]: a mask [3] does not have the extents of the first axes"))
  }

  @Test func topKOfTooMany() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 3]).topK(4)
    }
    #expect(
      Self.text(result).contains(
        "topK: [2, 3]: 4 of the 3 elements of axis 1"))
  }

  @Test func boundsExchanged() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2]).clipped(min: 1, max: 0)
    }
    #expect(
      Self.text(result).contains(
        "clipped: [2]: the bounds 1.0 and 0.0 are exchanged"))
  }

  @Test func batchInnerDimensions() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = matmul(Tensor.zeros([8, 2, 3]), Tensor.zeros([8, 4, 5]))
    }
    #expect(
      Self.text(result).contains(
        "matmul: [8, 2, 3] x [8, 4, 5]: inner dimensions 3 and 4 differ"))
  }

  @Test func batchAxes() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = matmul(Tensor.zeros([8, 2, 3]), Tensor.zeros([7, 3, 5]))
    }
    #expect(
      Self.text(result).contains(
        "matmul: [8, 2, 3] x [7, 3, 5]: the batch axes [8] and [7] do not broadcast"))
  }

  @Test func equationExtents() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = einsum("ij,jk->ik", Tensor.zeros([2, 3]), Tensor.zeros([4, 5]))
    }
    #expect(
      Self.text(result).contains(
        "einsum \"ij,jk->ik\": index j has extent 3 in operand 0 [2, 3] and 4 in operand 1 [4, 5]"))
  }

  @Test func equationRank() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = einsum("bij,jk->bik", Tensor.zeros([2, 3]), Tensor.zeros([3, 5]))
    }
    #expect(
      Self.text(result).contains(
        "einsum \"bij,jk->bik\": operand 0 has shape [2, 3], but \"bij\" names 3 axes"))
  }

  @Test func equationOperands() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = einsum("ij,jk->ik", Tensor.zeros([2, 3]))
    }
    #expect(
      Self.text(result).contains(
        "einsum \"ij,jk->ik\": the equation has 2 operands, but 1 are given"))
  }

  @Test func equationOutput() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = einsum("ij->ik", Tensor.zeros([2, 3]))
    }
    #expect(
      Self.text(result).contains(
        "einsum \"ij->ik\": the result names index k, which no operand has"))
  }

  @Test func equationOutputTwice() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = einsum("ij->ii", Tensor.zeros([2, 3]))
    }
    #expect(
      Self.text(result).contains(
        "einsum \"ij->ii\": the result names index i twice"))
  }

  @Test func equationCharacter() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = einsum("i1->i", Tensor.zeros([2, 3]))
    }
    #expect(
      Self.text(result).contains(
        "einsum \"i1->i\": \"i1\" may consist of letters and one ellipsis \"...\" only"))
  }

  @Test func tensordotExtents() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = tensordot(Tensor.zeros([2, 3]), Tensor.zeros([4, 5]), axes: 1)
    }
    #expect(
      Self.text(result).contains(
        "tensordot: [2, 3] and [4, 5]: axis 1 of the first has extent 3, axis 0 of the second 4"))
  }

}
