// Parts of a tensor by one choice for each axis, read and written.
//
// A choice is an integer (the axis goes away), a range, a list of integers or one of the words of
// `AxisIndex`. Swift has no subscript with any number of choices of different types that can also
// be assigned to, so there is one for each number.
//
// Reading copies, unless the part lies in one piece. What is assigned is stretched to the shape of
// the part as broadcasting does: `x[.all, 0] = Tensor(0)` clears a column. A part can be
// differentiated, and so can a tensor into which a part was written.

extension Tensor {
  /// The part that a choice of positions of the first axis names: `x[.every(2)]`.
  public subscript(_ first: some AxisIndexing) -> Tensor {
    get { read(Selection([first], of: shape)) }
    set { assign(Selection([first], of: shape), newValue) }
  }

  /// The part that choices of positions of the first two axes name: `x[0..<2, 1...]`.
  public subscript(_ first: some AxisIndexing, _ second: some AxisIndexing) -> Tensor {
    get { read(Selection([first, second], of: shape)) }
    set { assign(Selection([first, second], of: shape), newValue) }
  }

  /// The part that choices of positions of the first three axes name.
  public subscript(
    _ first: some AxisIndexing, _ second: some AxisIndexing, _ third: some AxisIndexing
  ) -> Tensor {
    get { read(Selection([first, second, third], of: shape)) }
    set { assign(Selection([first, second, third], of: shape), newValue) }
  }

  /// The part that choices of positions of the first four axes name.
  public subscript(
    _ first: some AxisIndexing, _ second: some AxisIndexing, _ third: some AxisIndexing,
    _ fourth: some AxisIndexing
  ) -> Tensor {
    get { read(Selection([first, second, third, fourth], of: shape)) }
    set { assign(Selection([first, second, third, fourth], of: shape), newValue) }
  }

  /// The part that choices of positions of the first five axes name.
  public subscript(
    _ first: some AxisIndexing, _ second: some AxisIndexing, _ third: some AxisIndexing,
    _ fourth: some AxisIndexing, _ fifth: some AxisIndexing
  ) -> Tensor {
    get { read(Selection([first, second, third, fourth, fifth], of: shape)) }
    set { assign(Selection([first, second, third, fourth, fifth], of: shape), newValue) }
  }

  /// The part that choices of positions of the first six axes name.
  public subscript(
    _ first: some AxisIndexing, _ second: some AxisIndexing, _ third: some AxisIndexing,
    _ fourth: some AxisIndexing, _ fifth: some AxisIndexing, _ sixth: some AxisIndexing
  ) -> Tensor {
    get { read(Selection([first, second, third, fourth, fifth, sixth], of: shape)) }
    set { assign(Selection([first, second, third, fourth, fifth, sixth], of: shape), newValue) }
  }

  /// The part at a position of the last axis, whatever the rank: `x[..., 0]`.
  public subscript(_ others: UnboundedRange, _ last: some AxisIndexing) -> Tensor {
    get { read(Selection([AxisIndex.ellipsis, last], of: shape)) }
    set { assign(Selection([AxisIndex.ellipsis, last], of: shape), newValue) }
  }
}
