import Tensors
import Testing

/// The same results as PyTorch's.
///
/// Inputs are small integers, so sums are exact.
@Suite struct ConvolutionParityTests {
  let fixture: ConvolutionFixture

  init() throws {
    fixture = try ConvolutionFixture.load()
  }

  @Test func convolutions() {
    #expect(fixture.convolutions.count > 30)
    for (number, item) in fixture.convolutions.enumerated() {
      let (stride, padding) = (PerAxis(item.stride), PerAxis(item.padding))
      let dilation = PerAxis(item.dilation)
      let (x, weight, gradient) = (item.x.tensor, item.weight.tensor, item.gradient.tensor)
      let result = convolution2D(
        x, weight: weight, bias: item.bias.tensor, stride: stride, padding: padding,
        dilation: dilation, groups: item.groups)
      #expect(result == item.result.tensor, "result \(number)")
      let withoutBias = convolution2D(
        x, weight: weight, stride: stride, padding: padding, dilation: dilation,
        groups: item.groups)
      #expect(addingChannelBias(withoutBias, item.bias.tensor) == item.result.tensor)
      let xGradient = convolution2DInputGradient(
        gradient, weight: weight, inputShape: x.shape, stride: stride, padding: padding,
        dilation: dilation, groups: item.groups)
      #expect(xGradient == item.xGradient.tensor, "gradient of x \(number)")
      let weightGradient = convolution2DWeightGradient(
        gradient, input: x, weightShape: weight.shape, stride: stride, padding: padding,
        dilation: dilation, groups: item.groups)
      #expect(weightGradient == item.weightGradient.tensor, "gradient of the weight \(number)")
      #expect(channelSums(gradient) == item.biasGradient.tensor)
    }
  }

  /// The product of the weights with the columns is the convolution, and the way back is its gradient.
  @Test func columns() {
    for item in fixture.convolutions where item.groups == 1 && item.x.shape[0] > 0 {
      let (stride, padding) = (PerAxis(item.stride), PerAxis(item.padding))
      let dilation = PerAxis(item.dilation)
      let (x, weight) = (item.x.tensor, item.weight.tensor)
      let window = PerAxis(Array(weight.shape[2...]))
      let columns = unfold2D(
        x, window: window, stride: stride, padding: padding, dilation: dilation)
      let matrix = weight.reshaped([weight.shape[0], -1])
      let products = (0..<x.shape[0]).map { matmul(matrix, columns[$0]) }
      let result = Tensor.stack(products).reshaped(item.result.shape)
      #expect(addingChannelBias(result, item.bias.tensor) == item.result.tensor)

      let gradient = item.gradient.tensor.reshaped([x.shape[0], weight.shape[0], -1])
      let columnGradients = (0..<x.shape[0]).map { matmul(matrix.transposed(), gradient[$0]) }
      let xGradient = fold2D(
        Tensor.stack(columnGradients), inputShape: x.shape, window: window, stride: stride,
        padding: padding, dilation: dilation)
      #expect(xGradient == item.xGradient.tensor)
    }
  }

  @Test func transposedConvolutions() {
    #expect(!fixture.transpositions.isEmpty)
    for (number, item) in fixture.transpositions.enumerated() {
      let result = transposedConvolution2D(
        item.x.tensor, weight: item.weight.tensor, bias: item.bias.tensor,
        stride: PerAxis(item.stride), padding: PerAxis(item.padding),
        outputPadding: PerAxis(item.outputPadding), dilation: PerAxis(item.dilation),
        groups: item.groups)
      #expect(result == item.result.tensor, "\(number)")
    }
  }

  @Test func sequences() {
    #expect(!fixture.sequences.isEmpty)
    for item in fixture.sequences {
      let (x, weight, gradient) = (item.x.tensor, item.weight.tensor, item.gradient.tensor)
      let result = convolution1D(
        x, weight: weight, bias: item.bias.tensor, stride: item.stride, padding: item.padding,
        dilation: item.dilation, groups: item.groups)
      #expect(result == item.result.tensor)
      let xGradient = convolution1DInputGradient(
        gradient, weight: weight, inputShape: x.shape, stride: item.stride,
        padding: item.padding, dilation: item.dilation, groups: item.groups)
      #expect(xGradient == item.xGradient.tensor)
      let weightGradient = convolution1DWeightGradient(
        gradient, input: x, weightShape: weight.shape, stride: item.stride,
        padding: item.padding, dilation: item.dilation, groups: item.groups)
      #expect(weightGradient == item.weightGradient.tensor)
      let transposed = transposedConvolution1D(
        gradient, weight: weight, stride: item.stride, padding: item.padding,
        dilation: item.dilation, groups: item.groups)
      #expect(transposed == item.transposed.tensor)
    }
  }

  @Test func poolings() throws {
    #expect(fixture.poolings.count > 10)
    for (number, item) in fixture.poolings.enumerated() {
      let (window, stride) = (PerAxis(item.window), PerAxis(item.stride))
      let padding = PerAxis(item.padding)
      let (x, gradient) = (item.x.tensor, item.gradient.tensor)
      let (values, positions) = maxPooling2D(
        x, window: window, stride: stride, padding: padding, dilation: PerAxis(item.dilation))
      #expect(values == item.largest.tensor, "largest \(number)")
      #expect(positions == item.positions, "positions \(number)")
      let back = maxPooling2DGradient(gradient, positions: positions, inputShape: x.shape)
      #expect(back == item.largestGradient.tensor, "gradient \(number)")
      #expect(
        maxPooling2DSelection(x, positions: positions, resultShape: values.shape) == values)
      if window == stride {
        #expect(maxPooling2D(x, window: window, padding: padding).values == values)
      }
      guard item.dilation == [1, 1] else { continue }
      for (counts, average, averageGradient) in [
        (true, item.average, item.averageGradient),
        (false, item.averageInside, item.averageInsideGradient),
      ] {
        let expected = try #require(average).tensor
        let expectedGradient = try #require(averageGradient).tensor
        let result = averagePooling2D(
          x, window: window, stride: stride, padding: padding, countsPadding: counts)
        #expect(result.isClose(to: expected), "average \(number)")
        let back = averagePooling2DGradient(
          gradient, inputShape: x.shape, window: window, stride: stride, padding: padding,
          countsPadding: counts)
        #expect(back.isClose(to: expectedGradient), "gradient of the average \(number)")
      }
    }
  }

  @Test func embeddings() {
    #expect(!fixture.embeddings.isEmpty)
    for item in fixture.embeddings {
      let table = item.table.tensor
      #expect(embedding(table, item.indices) == item.result.tensor)
      let gradient = embeddingGradient(
        item.gradient.tensor, item.indices, tableShape: table.shape)
      #expect(gradient == item.tableGradient.tensor)
    }
  }
}
