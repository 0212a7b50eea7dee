import Foundation

extension LoggedEvent {
  /// Reads an event; nil if the bytes are none.
  ///
  /// Of fields that come twice the last one counts, and unknown ones are skipped, as the encoding
  /// wants it.
  init?(_ data: Data) {
    guard let fields = MessageReader.fields(data) else { return nil }
    self.init(time: 0, step: 0, content: .other)
    for field in fields {
      switch Int(truncatingIfNeeded: field.number) {
      case Fields.Event.time:
        guard let time = field.double else { return nil }
        self.time = time
      case Fields.Event.step:
        guard let step = field.integer else { return nil }
        self.step = Int(step)
      case Fields.Event.version:
        guard let text = field.text else { return nil }
        content = .version(text)
      case Fields.Event.summary:
        guard let bytes = field.bytes, let values = Self.values(bytes) else { return nil }
        content = .summary(values)
      default: break
      }
    }
  }

  private static func values(_ data: Data) -> [(tag: String, value: Value)]? {
    guard let fields = MessageReader.fields(data) else { return nil }
    var values: [(tag: String, value: Value)] = []
    for field in fields where field.number == Fields.value {
      guard let bytes = field.bytes, let value = value(bytes) else { return nil }
      values.append(value)
    }
    return values
  }

  private static func value(_ data: Data) -> (tag: String, value: Value)? {
    guard let fields = MessageReader.fields(data) else { return nil }
    var tag = ""
    var result = Value.other
    for field in fields {
      switch Int(truncatingIfNeeded: field.number) {
      case Fields.Value.tag:
        guard let text = field.text else { return nil }
        tag = text
      case Fields.Value.scalar:
        guard let number = field.float else { return nil }
        result = .scalar(number)
      case Fields.Value.image:
        guard let image = field.bytes.flatMap(image) else { return nil }
        result = image
      case Fields.Value.histogram:
        guard let histogram = field.bytes.flatMap(histogram) else { return nil }
        result = .histogram(histogram)
      case Fields.Value.tensor:
        guard let tensor = field.bytes.flatMap(tensor) else { return nil }
        result = tensor
      default: break
      }
    }
    return (tag, result)
  }

  private static func image(_ data: Data) -> Value? {
    guard let fields = MessageReader.fields(data) else { return nil }
    let last = { (number: Int) in fields.last { $0.number == number } }
    let width = last(Fields.Image.width)?.integer ?? 0
    let height = last(Fields.Image.height)?.integer ?? 0
    let content = last(Fields.Image.content)?.bytes ?? Data()
    return .image(width: Int(width), height: Int(height), png: content)
  }

  private static func histogram(_ data: Data) -> LoggedHistogram? {
    guard let fields = MessageReader.fields(data) else { return nil }
    var numbers: [Int: Double] = [:]
    var lists: [Int: [Double]] = [:]
    for field in fields {
      guard let number = Int(exactly: field.number) else { continue }
      switch number {
      case Fields.Histogram.limits, Fields.Histogram.counts:
        guard let doubles = field.doubles else { return nil }
        lists[number, default: []] += doubles
      default: numbers[number] = field.double
      }
    }
    let counts = lists[Fields.Histogram.counts] ?? []
    let limits = lists[Fields.Histogram.limits] ?? []
    guard counts.count == limits.count else { return nil }
    return LoggedHistogram(
      minimum: numbers[Fields.Histogram.minimum] ?? 0,
      maximum: numbers[Fields.Histogram.maximum] ?? 0,
      count: numbers[Fields.Histogram.count] ?? 0, sum: numbers[Fields.Histogram.sum] ?? 0,
      sumOfSquares: numbers[Fields.Histogram.squares] ?? 0, limits: limits, counts: counts)
  }

  /// Reads a tensor of one number or one text, as newer programs write scalars and texts.
  private static func tensor(_ data: Data) -> Value? {
    guard let fields = MessageReader.fields(data) else { return nil }
    var type: Int64 = 0
    var floats: [Float] = []
    var strings: [String] = []
    for field in fields {
      switch Int(truncatingIfNeeded: field.number) {
      case Fields.Tensor.type: type = field.integer ?? 0
      case Fields.Tensor.content, Fields.Tensor.floats: floats += field.floats ?? []
      case Fields.Tensor.strings: strings += field.text.map { [$0] } ?? []
      default: break
      }
    }
    switch type {
    case Fields.TensorType.float where floats.count == 1: return .scalar(floats[0])
    case Fields.TensorType.string where strings.count == 1: return .text(strings[0])
    default: return .other
    }
  }
}
