import Foundation

extension LoggedEvent {
  /// The event as a message.
  ///
  /// Fields that are zero are left out, as the encoding wants it.
  func encoded() -> [UInt8] {
    var message = MessageWriter()
    if time != 0 { message.write(Fields.Event.time, double: time) }
    if step != 0 { message.write(Fields.Event.step, integer: Int64(step)) }
    switch content {
    case .version(let text):
      message.write(Fields.Event.version, text: text)
    case .summary(let values):
      message.write(Fields.Event.summary) { summary in
        for (tag, value) in values {
          summary.write(Fields.value) { Self.encode(tag, value, into: &$0) }
        }
      }
    case .other: break
    }
    return message.bytes
  }

  private static func encode(_ tag: String, _ value: Value, into message: inout MessageWriter) {
    message.write(Fields.Value.tag, text: tag)
    switch value {
    case .scalar(let number):
      message.write(Fields.Value.scalar, float: number)
    case .image(let width, let height, let png):
      message.write(Fields.Value.image) { image in
        image.write(Fields.Image.height, integer: Int64(height))
        image.write(Fields.Image.width, integer: Int64(width))
        image.write(Fields.Image.colours, integer: Int64(PNG.channels(of: png)))
        image.write(Fields.Image.content, bytes: png)
      }
    case .histogram(let histogram):
      message.write(Fields.Value.histogram) { encode(histogram, into: &$0) }
    case .text(let text):
      message.write(Fields.Value.tensor) { tensor in
        tensor.write(Fields.Tensor.type, integer: Fields.TensorType.string)
        tensor.write(Fields.Tensor.shape) { shape in
          shape.write(Fields.dimension) { $0.write(Fields.dimensionSize, integer: 1) }
        }
        tensor.write(Fields.Tensor.strings, text: text)
      }
      message.write(Fields.Value.metadata) { metadata in
        metadata.write(Fields.plugin) { $0.write(Fields.pluginName, text: "text") }
      }
    case .other: break
    }
  }

  private static func encode(_ histogram: LoggedHistogram, into message: inout MessageWriter) {
    let numbers = [
      (Fields.Histogram.minimum, histogram.minimum), (Fields.Histogram.maximum, histogram.maximum),
      (Fields.Histogram.count, histogram.count), (Fields.Histogram.sum, histogram.sum),
      (Fields.Histogram.squares, histogram.sumOfSquares),
    ]
    for (field, number) in numbers where number.bitPattern != 0 {
      message.write(field, double: number)
    }
    message.write(Fields.Histogram.limits, doubles: histogram.limits)
    message.write(Fields.Histogram.counts, doubles: histogram.counts)
  }
}
