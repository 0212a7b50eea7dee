import Tensors

/// Convolution, pooling and embedding, by the names of the recorded cases.
enum LayerOperations {
  static let all: [String: CheckedOperation.Function] = [
    "convolution2D": { x, lists, _ in
      [
        convolution2D(
          x[0], weight: x[1], bias: x.count == 3 ? x[2] : nil, stride: PerAxis(lists[0]),
          padding: PerAxis(lists[1]), dilation: PerAxis(lists[2]), groups: lists[3][0])
      ]
    },
    "convolution1D": { x, lists, _ in
      [
        convolution1D(
          x[0], weight: x[1], bias: x.count == 3 ? x[2] : nil, stride: lists[0][0],
          padding: lists[1][0], dilation: lists[2][0], groups: lists[3][0])
      ]
    },
    "transposedConvolution2D": { x, lists, _ in
      [
        transposedConvolution2D(
          x[0], weight: x[1], bias: x.count == 3 ? x[2] : nil, stride: PerAxis(lists[0]),
          padding: PerAxis(lists[1]), outputPadding: PerAxis(lists[2]),
          dilation: PerAxis(lists[3]), groups: lists[4][0])
      ]
    },
    "transposedConvolution1D": { x, lists, _ in
      [
        transposedConvolution1D(
          x[0], weight: x[1], bias: x.count == 3 ? x[2] : nil, stride: lists[0][0],
          padding: lists[1][0], outputPadding: lists[2][0], dilation: lists[3][0],
          groups: lists[4][0])
      ]
    },
    "maxPooling2D": { x, lists, _ in
      [
        maxPooling2D(
          x[0], window: PerAxis(lists[0]), stride: PerAxis(lists[1]),
          padding: PerAxis(lists[2]), dilation: PerAxis(lists[3])
        ).values
      ]
    },
    "averagePooling2D": { x, lists, _ in
      [
        averagePooling2D(
          x[0], window: PerAxis(lists[0]), stride: PerAxis(lists[1]),
          padding: PerAxis(lists[2]), countsPadding: lists[3] == [1])
      ]
    },
    "unfold2D": { x, lists, _ in
      [
        unfold2D(
          x[0], window: PerAxis(lists[0]), stride: PerAxis(lists[1]),
          padding: PerAxis(lists[2]), dilation: PerAxis(lists[3]))
      ]
    },
    "fold2D": { x, lists, _ in
      [
        fold2D(
          x[0], inputShape: lists[0], window: PerAxis(lists[1]), stride: PerAxis(lists[2]),
          padding: PerAxis(lists[3]), dilation: PerAxis(lists[4]))
      ]
    },
    "embedding": { x, lists, _ in [embedding(x[0], lists[0])] },
  ]
}
