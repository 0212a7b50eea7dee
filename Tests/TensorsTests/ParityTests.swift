import Tensors
import Testing

/// The same results as NumPy's.
@Suite struct ParityTests {
  let fixture: Fixture

  init() throws {
    fixture = try Fixture.load()
  }

  @Test func broadcastingAgrees() {
    #expect(fixture.broadcasting.count > 10)
    for item in fixture.broadcasting {
      let (a, b) = (item.a.tensor, item.b.tensor)
      #expect(a + b == item.sum.tensor)
      #expect(a - b == item.difference.tensor)
      #expect(a * b == item.product.tensor)
      #expect((a / b).isClose(to: item.quotient.tensor))
      #expect(maximum(a, b) == item.maximum.tensor)
      #expect(minimum(a, b) == item.minimum.tensor)
      if a.shape == item.sum.shape {
        var c = a
        c += b
        #expect(c == item.sum.tensor)
        c = a
        c /= b
        #expect(c.isClose(to: item.quotient.tensor))
        #expect(a == item.a.tensor, "the original of a changed copy")
      }
    }
  }

  @Test func reductionsAgree() {
    #expect(fixture.reductions.count > 10)
    for item in fixture.reductions {
      let x = item.x.tensor
      #expect(x.sum(axis: item.axis) == item.sum.tensor)
      #expect(x.mean(axis: item.axis).isClose(to: item.mean.tensor))
      #expect(x.max(axis: item.axis) == item.max.tensor)
      #expect(x.min(axis: item.axis) == item.min.tensor)
      #expect(x.argmax(axis: item.axis) == item.argmax)
      var kept = x.shape
      kept[item.axis < 0 ? item.axis + kept.count : item.axis] = 1
      #expect(x.sum(axis: item.axis, keepDimensions: true).shape == kept)
      #expect(x.max(axis: item.axis, keepDimensions: true).flattened().scalars == item.max.scalars)
    }
  }

  @Test func productsAgree() {
    for item in fixture.products {
      let (a, b) = (item.a.tensor, item.b.tensor)
      #expect(matmul(a, b).isClose(to: item.product.tensor))
      guard a.rank == 2, b.rank == 2 else { continue }
      for (first, second) in [(true, false), (false, true), (true, true)] {
        let product = matmul(
          first ? a.transposed() : a, second ? b.transposed() : b, transposingFirst: first,
          transposingSecond: second)
        #expect(product.isClose(to: item.product.tensor))
      }
    }
  }

  @Test func transpositionsAgree() {
    for item in fixture.transpositions {
      #expect(item.x.tensor.transposed(item.first, item.second) == item.result.tensor)
    }
  }

  @Test func concatenationsAgree() {
    for item in fixture.concatenations {
      let joined = Tensor.concatenate(item.parts.map(\.tensor), axis: item.axis)
      #expect(joined == item.result.tensor)
    }
  }
}
