import TensorBasics
import Tensors
import Testing

@Suite("01 Views: shapes, strides, broadcasting")
struct ViewChapterTests {
  let x = StridedView(Tensor.range(0, to: 24).reshaped([2, 3, 4]))

  @Test("strides, places and positions undo each other")
  func strides() {
    #expect(rowMajorStrides([2, 3, 4]) == [12, 4, 1])
    #expect(rowMajorStrides([]) == [])
    #expect(rowMajorStrides([5]) == [1])
    #expect(rowMajorStrides([2, 0, 3]) == [0, 3, 1])
    for shape in [[2, 3, 4], [7], [1, 5, 1], [2, 2, 2, 2]] {
      #expect(rowMajorStrides(shape) == Shape.strides(shape))
      let strides = rowMajorStrides(shape)
      for index in 0..<Shape.count(shape) {
        let position = position(of: index, in: shape)
        #expect(zip(position, shape).allSatisfy { $0 >= 0 && $0 < $1 })
        #expect(place(of: position, strides: strides) == index)
      }
    }
    #expect(place(of: [1, 2], strides: [-4, 2], offset: 9) == 9)
  }

  @Test("every view has NumPy's shape, strides and elements")
  func views() throws {
    let m = x.at(1, axis: 0)
    let made: [String: StridedView] = [
      "x": x, "transposed": x.transposed(), "permuted": x.permuted([2, 0, -2]),
      "sliced": x.sliced(axis: 1, 1..<3).sliced(axis: -1, 0..<4, by: 2),
      "oddSlice": x.sliced(axis: 2, 1..<4, by: 2), "picked": x.at(1, axis: 1),
      "reversed": x.reversed(axis: 1), "diagonal": m.diagonal(),
      "windows": x.windows(of: 2, axis: 1),
      "broadcasted": m.sliced(axis: 1, 0..<1).broadcasted(to: [2, 3, 4]),
      "expanded": x.expanded(at: 1),
    ]
    let recorded = try RecordedValues.read().views
    #expect(Set(made.keys) == Set(recorded.keys))
    for (name, view) in made {
      let expected = try #require(recorded[name])
      #expect(view.shape == expected.shape, "\(name)")
      #expect(view.elements() == expected.elements, "\(name)")
      let used = zip(view.shape, view.strides).map { $0 == 1 ? 0 : $1 }
      #expect(used == expected.strides, "\(name)")
      #expect(view.storage == x.storage || name == "x", "\(name) shares the memory")
    }
  }

  @Test("the position finds the element in a view of a view")
  func elements() {
    let view = x.permuted([1, 2, 0]).sliced(axis: 1, 1..<4, by: 2).reversed(axis: 0)
    #expect(view.shape == [3, 2, 2])
    for i in 0..<3 {
      for j in 0..<2 {
        for k in 0..<2 { #expect(view[i, j, k] == x[k, 2 - i, 1 + 2 * j]) }
      }
    }
    #expect(view.tensor().scalars == view.elements())
    #expect(StridedView(Tensor(7)).elements() == [7])
    #expect(StridedView(.zeros([2, 0])).elements() == [])
  }

  @Test("contiguous: what lies side by side, and axes of one position do not matter")
  func contiguous() {
    #expect(x.isContiguous && x.at(1, axis: 0).isContiguous)
    #expect(!x.transposed().isContiguous && !x.at(1, axis: 1).isContiguous)
    #expect(x.sliced(axis: 0, 0..<1).permuted([1, 2, 0]).isContiguous)
  }

  @Test("reshaping without a copy is possible exactly where NumPy finds it to be")
  func reshaping() throws {
    for c in try RecordedValues.read().reshapes {
      let base = StridedView(Tensor.range(0, to: 48).reshaped(c.shape)).permuted(c.axes)
      let last = base.shape[base.rank - 1]
      let view = base.sliced(axis: -1, 0..<last, by: c.step)
      let reshaped = view.reshaped(c.target)
      let used = reshaped.map { zip($0.shape, $0.strides).map { $0 == 1 ? 0 : $1 } }
      #expect(used == c.strides, "\(c)")
      if let reshaped { #expect(reshaped.elements() == view.elements(), "\(c)") }
    }
    #expect(x.reshaped([4, 6])?.tensor() == x.tensor().reshaped([4, 6]))
    #expect(StridedView(.zeros([0, 3])).reshaped([3, 0])?.shape == [3, 0])
  }

  @Test("broadcasting: NumPy's shapes, and the tensor's elements")
  func broadcasting() throws {
    for c in try RecordedValues.read().broadcasts {
      #expect(broadcastShape(c.a, c.b) == c.shape, "\(c)")
      #expect(broadcastShape(c.b, c.a) == c.shape, "\(c)")
      guard let shape = c.shape else { continue }
      var generator = RandomGenerator(seed: 11)
      let a = Tensor.normal(c.a, using: &generator)
      let b = Tensor.normal(c.b, using: &generator)
      #expect(combine(a, b, -) == a - b, "\(c)")
      #expect(combine(a, b, *) == a * b, "\(c)")
      #expect(StridedView(a).broadcasted(to: shape).tensor() == a.broadcasted(to: shape))
    }
  }

  @Test("reductions agree with the tensor's, for every axis")
  func reductions() {
    var generator = RandomGenerator(seed: 12)
    for shape in [[4], [3, 5], [2, 3, 4], [1, 6], [3, 0, 2], [0]] {
      let x = Tensor.normal(shape, using: &generator)
      for axis in -shape.count..<shape.count {
        for keeps in [true, false] {
          let sum = StridedView(x).reduced(axis: axis, keepDimensions: keeps, from: 0, +)
          #expect(sum.isClose(to: x.sum(axis: axis, keepDimensions: keeps)), "\(shape) \(axis)")
          guard shape[axis < 0 ? axis + shape.count : axis] > 0 else { continue }
          let largest = StridedView(x).reduced(
            axis: axis, keepDimensions: keeps, from: -.infinity
          ) { max($0, $1) }
          #expect(largest == x.max(axis: axis, keepDimensions: keeps))
        }
      }
    }
    let t = StridedView(Tensor([[1, 2, 3], [4, 5, 6]])).transposed()
    #expect(t.reduced(axis: 0, from: 0, +) == Tensor([6, 15]))
    #expect(t.reduced(axis: 1, from: 0, +) == Tensor([5, 7, 9]))
  }

  @Test("standardized lines have mean 0 and variance 1; equal elements become 0")
  func standardizing() {
    var generator = RandomGenerator(seed: 13)
    let x = 3 * Tensor.normal([5, 4, 6], using: &generator) + 7
    for axis in [0, 1, 2, -1] {
      let y = standardized(x, axis: axis)
      #expect(y.mean(axis: axis).isClose(to: .zeros(like: y.mean(axis: axis)), absolute: 1e-5))
      #expect((y * y).mean(axis: axis).isClose(to: .ones(like: y.mean(axis: axis)), absolute: 1e-4))
    }
    #expect(standardized(Tensor([[1, 3], [5, 5]]), axis: 1) == Tensor([[-1, 1], [0, 0]]))
    #expect(standardized(Tensor([[1, 3], [5, 3]]), axis: 0) == Tensor([[-1, 0], [1, 0]]))
  }
}
