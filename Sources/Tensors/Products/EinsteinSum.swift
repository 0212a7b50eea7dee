/// Sums products of elements over named axes: Einstein's notation.
///
/// Every operand's axes get a letter. Elements whose letters agree are multiplied, and the products
/// are summed over the letters that the result does not have:
///
/// ```swift
/// einsum("ij,jk->ik", a, b)               // the matrix product
/// einsum("bthd,bshd->bhts", q, k)         // scores of every attention head
/// einsum("ii->i", x), einsum("ii", x)     // the diagonal, the trace
/// einsum("...ij->...ji", x)               // transposed matrices
/// ```
///
/// Without `->`, the result has the letters that occur once, in alphabetical order. `...` stands
/// for any number of axes, which are broadcast. Products of two operands are matrix products; of
/// several operands, the two with the smallest product come first.
public func einsum(_ equation: String, _ operands: Tensor...) -> Tensor {
  einsum(equation, operands)
}

/// Sums products of elements over named axes: see `einsum(_:_:)` with one argument for each
/// operand.
public func einsum(_ equation: String, _ operands: [Tensor]) -> Tensor {
  require(!operands.isEmpty, "einsum \"\(equation)\": there must be at least one operand")
  let parsed = EinsteinEquation(equation, operands.map(\.shape))
  var rest = zip(operands, parsed.inputs).map { tensor, labels in
    Labelled(tensor: tensor, labels: labels).withoutRepetitions()
  }
  for index in rest.indices { rest[index] = rest[index].squeezed(besides: rest, index) }
  for index in rest.indices {
    let needed = parsed.output + rest.indices.filter { $0 != index }.flatMap { rest[$0].labels }
    rest[index] = rest[index].summed(keeping: needed)
  }
  while rest.count > 1 {
    let (first, second, labels) = smallestPair(rest, parsed.output)
    let product = contract(rest[first], rest[second], to: labels)
    rest.remove(at: second)
    rest[first] = Labelled(tensor: product, labels: labels)
  }
  return rest[0].aligned(to: parsed.output)
}

/// The two operands whose product has the fewest elements, and the names that the product keeps.
private func smallestPair(_ operands: [Labelled], _ output: [Int]) -> (Int, Int, [Int]) {
  var best = (0, 1, output)
  if operands.count == 2 { return best }
  var smallest = Int.max
  for first in operands.indices {
    for second in operands.indices where second > first {
      let others = operands.indices.filter { $0 != first && $0 != second }
      let needed = output + others.flatMap { operands[$0].labels }
      let (a, b) = (operands[first], operands[second])
      let labels = (a.labels + b.labels.filter { !a.labels.contains($0) }).filter(needed.contains)
      let size = labels.reduce(1) { $0 * (a.extent($1) ?? b.extent($1) ?? 1) }
      if size < smallest {
        smallest = size
        best = (first, second, labels)
      }
    }
  }
  return best
}

extension Labelled {
  /// Reads the diagonal along axes of one name, so that every name occurs once.
  fileprivate func withoutRepetitions() -> Labelled {
    let names = labels.enumerated().filter { !labels[..<$0.offset].contains($0.element) }
      .map(\.element)
    if names.count == labels.count { return self }
    let strides = Shape.strides(tensor.shape)
    var layout = Layout(shape: [], strides: [])
    for name in names {
      let axes = labels.indices.filter { labels[$0] == name && tensor.shape[$0] != 1 }
      layout.shape.append(axes.first.map { tensor.shape[$0] } ?? 1)
      layout.strides.append(axes.reduce(0) { $0 + strides[$1] })
    }
    return Labelled(tensor: tensor.read(layout), labels: names)
  }

  /// Drops axes of extent 1 that other operands have with a larger extent: broadcasting.
  fileprivate func squeezed(besides operands: [Labelled], _ index: Int) -> Labelled {
    let kept = labels.indices.filter { axis in
      tensor.shape[axis] != 1
        || operands.indices.allSatisfy {
          $0 == index || (operands[$0].extent(labels[axis]) ?? 1) == 1
        }
    }
    if kept.count == labels.count { return self }
    return Labelled(
      tensor: tensor.reshaped(kept.map { tensor.shape[$0] }), labels: kept.map { labels[$0] })
  }

  /// Sums over the axes whose names nothing else needs.
  fileprivate func summed(keeping needed: [Int]) -> Labelled {
    if !labels.contains(where: needed.contains) && !labels.isEmpty {
      return Labelled(tensor: tensor.sum(), labels: [])
    }
    var result = self
    for axis in labels.indices.reversed() where !needed.contains(labels[axis]) {
      result.tensor = result.tensor.sum(axis: axis)
      result.labels.remove(at: axis)
    }
    return result
  }
}
