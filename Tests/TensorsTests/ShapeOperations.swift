import Tensors

/// The operations of the recorded cases, by the names they have there.
enum ShapeOperations {
  typealias Operation = CheckedOperation.Function

  static let all = shapes.merging(indexing) { first, _ in first }
    .merging(masks) { first, _ in first }.merging(products) { first, _ in first }

  private static let shapes: [String: Operation] = [
    "permuted": { x, lists, _ in [x[0].permuted(lists[0])] },
    "movedAxis": { x, lists, _ in [x[0].movedAxis(from: lists[0][0], to: lists[0][1])] },
    "expanded": { x, lists, _ in [x[0].expanded(at: lists[0][0])] },
    "squeezed": { x, lists, _ in [x[0].squeezed(axis: lists[0][0])] },
    "flattened": { x, lists, _ in [x[0].flattened(from: lists[0][0], through: lists[0][1])] },
    "unflattened": { x, lists, _ in [x[0].unflattened(axis: lists[0][0], to: lists[1])] },
    "reshaped": { x, lists, _ in [x[0].reshaped(lists[0])] },
    "squeezedAll": { x, _, _ in [x[0].squeezed()] },
    "transposed": { x, _, _ in [x[0].transposed()] },
    "transposedAxes": { x, lists, _ in [x[0].transposed(lists[0][0], lists[0][1])] },
    "concatenate": { x, lists, _ in [Tensor.concatenate(x, axis: lists[0][0])] },
    "slice": { x, lists, _ in [x[0].slice(lists[0][0]..<lists[0][1], axis: lists[0][2])] },
    "broadcasted": { x, lists, _ in [x[0].broadcasted(to: lists[0])] },
    "split": { x, lists, _ in x[0].split(sizes: lists[0], axis: lists[1][0]) },
    "chunked": { x, lists, _ in x[0].chunked(lists[0][0], axis: lists[0][1]) },
    "stack": { x, lists, _ in [Tensor.stack(x, axis: lists[0][0])] },
    "tiled": { x, lists, _ in [x[0].tiled(lists[0])] },
    "repeated": { x, lists, _ in [x[0].repeated(lists[0][0], axis: lists[0][1])] },
    "repeatedEach": { x, lists, _ in [x[0].repeated(lists[0], axis: lists[1][0])] },
    "rolled": { x, lists, _ in [x[0].rolled(by: lists[0][0], axis: lists[0][1])] },
    "rolledAll": { x, lists, _ in [x[0].rolled(by: lists[0][0])] },
    "reversed": { x, lists, _ in [x[0].reversed(axis: lists[0][0])] },
    "meshgrid": { x, _, _ in
      x.count == 1
        ? meshgrid(x[0]) : x.count == 2 ? meshgrid(x[0], x[1]) : meshgrid(x[0], x[1], x[2])
    },
    "paddedConstant": { x, lists, _ in [x[0].padded(pairs(lists[0]), mode: .constant(-1.5))] },
    "paddedZero": { x, lists, _ in [x[0].padded(pairs(lists[0]))] },
    "paddedReflect": { x, lists, _ in [x[0].padded(pairs(lists[0]), mode: .reflect)] },
    "paddedReplicate": { x, lists, _ in [x[0].padded(pairs(lists[0]), mode: .replicate)] },
    "paddedCircular": { x, lists, _ in [x[0].padded(pairs(lists[0]), mode: .circular)] },
    "diagonal": { x, lists, _ in [x[0].diagonal(offset: lists[0][0])] },
    "diagonalOfAxes": { x, lists, _ in
      [x[0].diagonal(offset: 1, axes: (lists[0][0], lists[0][1]))]
    },
    "diagonalMatrix": { x, lists, _ in [x[0].diagonalMatrix(offset: lists[0][0])] },
    "lowerTriangle": { x, lists, _ in [x[0].lowerTriangle(offset: lists[0][0])] },
    "upperTriangle": { x, lists, _ in [x[0].upperTriangle(offset: lists[0][0])] },
  ]

  private static let indexing: [String: Operation] = [
    "subscript": { x, _, text in [part(x[0], text)] },
    "assigned": { x, _, text in
      var result = x[0]
      assign(&result, text, x[1])
      return [result]
    },
    "part": { x, lists, _ in [x[0][lists[0][0]]] },
    "parts": { x, lists, _ in [x[0][lists[0][0]..<lists[0][1]]] },
    "rows": { x, lists, _ in [x[0][lists[0]]] },
    "partAssigned": { x, lists, _ in
      var result = x[0]
      result[lists[0][0]] = x[1]
      return [result]
    },
    "partsAssigned": { x, lists, _ in
      var result = x[0]
      result[lists[0][0]..<lists[0][1]] = x[1]
      return [result]
    },
    "elementAssigned": { x, lists, _ in
      var result = x[0]
      result[lists[0][0], lists[0][1]] = 3.5
      return [result]
    },
    "gathered": { x, lists, _ in [x[0].gathered(lists[0], axis: lists[1][0])] },
    "scatterAdded": { x, lists, _ in
      [x[0].scatterAdded(x[1], at: lists[0], axis: lists[1][0])]
    },
    "takeAlong": { x, lists, _ in
      [x[0].takeAlong(lists[0], width: lists[1][1], axis: lists[1][0])]
    },
    "scatterAddedAlong": { x, lists, _ in
      [x[0].scatterAddedAlong(x[1], at: lists[0], axis: lists[1][0])]
    },
    "putAlong": { x, lists, _ in [x[0].putAlong(x[1], at: lists[0], axis: lists[1][0])] },
    "sorted": { x, lists, _ in
      [x[0].sorted(axis: lists[0][0], descending: lists[0][1] == 1).values]
    },
    "topK": { x, lists, _ in
      [x[0].topK(lists[0][0], axis: lists[0][1], largest: lists[0][2] == 1).values]
    },
  ]

  private static let masks: [String: Operation] = [
    "select": { x, _, _ in [select(x[0] .> 0, x[1], x[2])] },
    "selectNumber": { x, _, _ in [select(x[0] .> 0, x[1], 1.25)] },
    "numberSelect": { x, _, _ in [select(x[0] .> 0, 1.25, x[1])] },
    "nanToNumber": { x, _, _ in [x[0].nanToNumber()] },
    "filled": { x, _, _ in [x[0].filled(with: 2.5, where: x[1] .> 0)] },
    "masked": { x, _, _ in [x[0][x[1] .> 0]] },
    "maskedPut": { x, _, _ in
      var result = x[0]
      result[x[1] .> 0] = x[2]
      return [result]
    },
    "clipped": { x, _, _ in [x[0].clipped(min: -1, max: 0.75)] },
    "clippedBelow": { x, _, _ in [x[0].clipped(min: 0.25)] },
    "clippedAbove": { x, _, _ in [x[0].clipped(max: 0.25)] },
  ]

  private static let products: [String: Operation] = [
    "matmul": { x, _, _ in [matmul(x[0], x[1])] },
    "matmulTransposed": { x, _, _ in
      [matmul(x[0], x[1], transposingFirst: true, transposingSecond: true)]
    },
    "matmulTransposedFirst": { x, _, _ in
      [matmul(x[0], x[1], transposingFirst: true, transposingSecond: false)]
    },
    "matmulTransposedSecond": { x, _, _ in
      [matmul(x[0], x[1], transposingFirst: false, transposingSecond: true)]
    },
    "einsum": { x, _, text in [einsum(text, x)] },
    "tensordot": { x, lists, _ in [tensordot(x[0], x[1], axes: (lists[0], lists[1]))] },
    "tensordotCount": { x, lists, _ in [tensordot(x[0], x[1], axes: lists[0][0])] },
    "inner": { x, _, _ in [inner(x[0], x[1])] },
  ]

  private static func pairs(_ widths: [Int]) -> [(before: Int, after: Int)] {
    stride(from: 0, to: widths.count, by: 2).map { (widths[$0], widths[$0 + 1]) }
  }

  /// The part of `x` that a subscript names, which stands here as in the recorded text.
  private static func part(_ x: Tensor, _ text: String) -> Tensor {
    switch text {
    case "[0..<2, 1...]": x[0..<2, 1...]
    case "[.all, 3]": x[.all, 3]
    case "[.every(2)]": x[.every(2)]
    case "[.every(3, in: 1...)]": x[.every(3, in: 1...)]
    case "[.newAxis]": x[.newAxis]
    case "[.all, .newAxis, 2]": x[.all, .newAxis, 2]
    case "[.ellipsis, 1]": x[.ellipsis, 1]
    case "[..., 1]": x[..., 1]
    case "[1, .ellipsis, .newAxis]": x[1, .ellipsis, .newAxis]
    case "[.every(-1), ...2, 0]": x[.every(-1), ...2, 0]
    case "[.all, .every(-2, in: 0..<4)]": x[.all, .every(-2, in: 0..<4)]
    case "[.fromEnd(1), .last(2), .dropLast(1)]": x[.fromEnd(1), .last(2), .dropLast(1)]
    case "[1, 2, 0]": x[1, 2, 0]
    case "[2, 1..<1]": x[2, 1..<1]
    case "[.all, [4, 0, 0], 1...]": x[.all, [4, 0, 0], 1...]
    case "[1...2, ..<4, [2, 1]]": x[1...2, ..<4, [2, 1]]
    default: Tensor(.nan)
    }
  }

  private static func assign(_ x: inout Tensor, _ text: String, _ part: Tensor) {
    switch text {
    case "[0..<2, 1...]": x[0..<2, 1...] = part
    case "[.all, 3]": x[.all, 3] = part
    case "[.every(2)]": x[.every(2)] = part
    case "[.all, .newAxis, 2]": x[.all, .newAxis, 2] = part
    case "[..., 1]": x[..., 1] = part
    case "[1, 2, 0]": x[1, 2, 0] = part
    case "[2, 1..<1]": x[2, 1..<1] = part
    case "[.fromEnd(1), .last(2), .dropLast(1)]": x[.fromEnd(1), .last(2), .dropLast(1)] = part
    case "[.all, [4, 0], 1...]": x[.all, [4, 0], 1...] = part
    default: x = Tensor(.nan)
    }
  }
}
