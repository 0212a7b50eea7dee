import Foundation
import Interchange
import Tensors
import Testing

@Suite("safetensors files") struct SafetensorsTests {
  /// The tensors of record.py.
  static let model = [
    "layers.0.weight": Tensor([[-0.5, -0.25, 0], [0.25, 0.5, 0.75]]),
    "layers.0.bias": Tensor([0.1, -1e-8]),
    "mean": Tensor([], shape: [0, 4]),
    "scale": Tensor(3),
  ]

  @Test("every type that the safetensors library wrote")
  func reading() throws {
    let expected = try Fixtures.expected("safetensors/expected.json")
    let file = try readSafetensors(at: Fixtures.url("safetensors/types.safetensors"))
    #expect(file.metadata == ["framework": "numpy \"1\""])
    #expect(Set(file.arrays.keys) == Set(expected.keys))
    #expect(file.arrays.count == 16)
    for (name, array) in file.arrays { expected[name]?.check(array, name) }
    #expect(file.tensors["scalar"]?.scalar == 7)
  }

  @Test("the same bytes as the safetensors library's")
  func writing() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("a.safetensors")
    try writeSafetensors(Self.model, metadata: ["step": "10 \n\"ü\""], to: url)
    #expect(try Data(contentsOf: url) == Fixtures.data("safetensors/model.safetensors"))
    try writeSafetensors(Self.model, to: url, as: .float16)
    #expect(try Data(contentsOf: url) == Fixtures.data("safetensors/model-float16.safetensors"))
    try writeSafetensors(Self.model, to: url, as: .bfloat16)
    #expect(try Data(contentsOf: url) == Fixtures.data("safetensors/model-bfloat16.safetensors"))
  }

  @Test("names and metadata of all kinds come back, and elements begin at a multiple of 8")
  func roundTrip() throws {
    let texts = ["", "a.b", "\"\\/\u{8}\u{C}\n\r\t\u{1}\u{7F}", "ünï 😀", "\u{FFFF}", "{}"]
    var tensors: [String: Tensor] = [:]
    for (index, text) in texts.enumerated() { tensors[text] = Tensor(Float(index)) }
    let metadata = Dictionary(uniqueKeysWithValues: texts.map { ($0, $0 + $0) })
    let data = try encodeSafetensors(tensors, metadata: metadata, file: "a")
    #expect(data[0] % 8 == 0)
    let file = try parseSafetensors(data, file: "a")
    #expect(file.tensors == tensors)
    #expect(file.metadata == metadata)
    let empty = try encodeSafetensors([:], file: "a")
    #expect(Array(empty) == [8, 0, 0, 0, 0, 0, 0, 0] + Array("{}      ".utf8))
    #expect(try parseSafetensors(empty, file: "a").arrays.isEmpty)
  }

  @Test("a large file may be replaced or deleted while its arrays are in use")
  func mapped() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("large.safetensors")
    let tensor = Tensor.range(0, to: 600_000, by: 1).reshaped([2, 300_000])
    try writeSafetensors(["a": tensor], to: url)
    let first = try readSafetensors(at: url)
    try writeSafetensors(["a": -tensor], to: url)
    let second = try readSafetensors(at: url)
    try FileManager.default.removeItem(at: url)
    #expect(first.tensors["a"] == tensor)
    #expect(second.tensors["a"] == -tensor)
  }

  @Test("a pipe is refused, not waited for")
  func pipe() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder.file("pipe").path, 0o600) == 0)
    let error = failure { () throws(SafetensorsError) in
      try readSafetensors(at: folder.file("pipe"))
    }
    #expect(error?.found == "a pipe or a device")
  }

  @Test("what cannot be written")
  func refusedWriting() throws {
    let reserved = failure { () throws(SafetensorsError) in
      try encodeSafetensors(["__metadata__": Tensor(1)], file: "a")
    }
    #expect(reserved?.fault == .reservedName)
    let url = try TemporaryFolder().file("a")
    let large = failure { () throws(SafetensorsError) in
      try writeSafetensors(["x": Tensor([1, 1e5])], to: url, as: .float16)
    }
    #expect(large?.fault == .unrepresentable)
    #expect(large?.found == "100000.0 as element 1 of \"x\"")
  }

  static func file(_ header: String, _ count: Int) -> Data {
    var data = Data()
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { data.append(contentsOf: $0) }
    return data + Data(header.utf8) + Data(count: count)
  }

  static func entry(_ name: String, _ shape: String, _ start: Int, _ end: Int) -> String {
    "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":[\(start),\(end)]}"
  }

  @Test(
    "headers that the library accepts too",
    arguments: [
      "{}", "{ }  \n",
      "{\"__metadata__\":{}}",
      "{\"\\u00fc\\ud83d\\ude00\":{\"shape\":[ 0 , 3 ],\"data_offsets\":[0,0],\"dtype\":\"F32\"} }",
    ])
  func accepted(_ header: String) throws {
    let file = try parseSafetensors(Self.file(header, 0), file: "a")
    #expect(file.arrays.isEmpty || file.arrays["ü😀"]?.shape == [0, 3])
  }

  @Test(
    "hostile headers",
    arguments: [
      ("{\(entry("a", "[2]", 0, 8))}", 7, .outOfRange, 9),
      ("{\(entry("a", "[2]", 8, 0))}", 8, .outOfRange, 55),
      ("{\(entry("a", "[1]", 0, 8))}", 8, .wrongSize, 9),
      ("{\(entry("a", "[2]", 0, 8)),\(entry("b", "[2]", 4, 12))}", 12, .overlap, 62),
      ("{\(entry("a", "[2]", 0, 8)),\(entry("b", "[2]", 0, 8))}", 8, .overlap, 62),
      ("{\(entry("a", "[2]", 4, 12))}", 12, .hole, 9),
      ("{\(entry("a", "[1]", 0, 4)),\(entry("b", "[1]", 8, 12))}", 12, .hole, 62),
      ("{\(entry("a", "[1]", 0, 4))}", 5, .hole, nil),
      ("{}", 1, .hole, nil),
      ("{\(entry("a", "[1]", 0, 4)),\(entry("a", "[1]", 4, 8))}", 8, .duplicateName, 62),
      ("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0, .duplicateName, 33),
      ("{\"__metadata__\":{},\"__metadata__\":{}}", 0, .duplicateName, 27),
      ("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 0, .duplicateName, 28),
      // Two ways to write é are one name to Swift.
      (
        "{\(entry("\u{E9}", "[0]", 0, 0)),\(entry("e\u{301}", "[0]", 0, 0))}", 0, .duplicateName, 63
      ),
      ("{\(entry("a", "[0,9223372036854775807,4]", 0, 0))}", 0, .impossibleShape, 9),
      ("{\(entry("a", "[4294967296,4294967296]", 0, 0))}", 0, .impossibleShape, 9),
      ("{\(entry("a", "[9223372036854775808]", 0, 0))}", 0, .malformedHeader, 37),
      ("{\(entry("a", "[-1]", 0, 0))}", 0, .malformedHeader, 37),
      ("{\(entry("a", "[1e3]", 0, 0))}", 0, .malformedHeader, 38),
      ("{\(entry("a", "[01]", 0, 4))}", 4, .malformedHeader, 37),
      ("{\(entry("a", "[1,]", 0, 4))}", 4, .malformedHeader, 39),
      ("{\(entry("a", "3", 0, 4))}", 4, .malformedHeader, 36),
      ("{\(entry("a", "[[1]]", 0, 4))}", 4, .malformedHeader, 37),
      ("{\"a\":{\"dtype\":\"F4\",\"shape\":[],\"data_offsets\":[0,0]}}", 0, .unknownType, 22),
      ("{\"a\":{\"dtype\":7,\"shape\":[],\"data_offsets\":[0,0]}}", 0, .malformedHeader, 22),
      ("{\"a\":{\"dtype\":\"F32\",\"shape\":[]}}", 0, .malformedHeader, 9),
      ("{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0]}}", 0, .malformedHeader, 55),
      ("{\"a\":{\"type\":\"F32\"}}", 0, .malformedHeader, 14),
      ("{\"__metadata__\":{\"k\":1}}", 0, .malformedHeader, 29),
      ("{\"__metadata__\":[]}", 0, .malformedHeader, 24),
      ("{\"a\"}", 0, .malformedHeader, 12),
      ("{\"a\n\":{}}", 0, .malformedHeader, 11),
      ("{\"\\x\":{}}", 0, .malformedHeader, 10),
      ("{\"\\ud83d\":{}}", 0, .malformedHeader, 10),
      ("{\"\\ude00\\ud83d\":{}}", 0, .malformedHeader, 10),
      ("{\"\\u+123\":{}}", 0, .malformedHeader, 10),
      ("{\"\\u12", 0, .malformedHeader, 10),
      ("{\"\\", 0, .malformedHeader, 10),
      ("{\"abc", 0, .malformedHeader, 13),
      ("{", 0, .malformedHeader, 9),
      ("", 0, .malformedHeader, 8),
      (" {}", 0, .malformedHeader, 8),
      ("[]", 0, .malformedHeader, 8),
      ("{}x", 0, .malformedHeader, 10),
      (String(repeating: "{\"a\":", count: 1000), 0, .malformedHeader, 14),
    ] as [(String, Int, SafetensorsFault, Int?)])
  func hostile(_ header: String, _ count: Int, _ fault: SafetensorsFault, _ byte: Int?) {
    let error = failure { () throws(SafetensorsError) in
      try parseSafetensors(Self.file(header, count), file: "a")
    }
    #expect(error?.fault == fault, "\(error?.description ?? "")")
    #expect(error?.byte == byte, "\(error?.description ?? "")")
  }

  @Test("lengths that lie, and text that is none")
  func lengths() {
    func fault(_ bytes: [UInt8]) -> SafetensorsError? {
      failure { () throws(SafetensorsError) in try parseSafetensors(Data(bytes), file: "a") }
    }
    #expect(fault([])?.fault == .truncated)
    #expect(fault([2, 0, 0, 0, 0, 0, 0])?.fault == .truncated)
    #expect(fault([3, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8))?.fault == .truncated)
    #expect(fault([UInt8](repeating: 255, count: 8) + Array("{}".utf8))?.fault == .oversizedHeader)
    // 100,000,000 bytes are allowed, one more is not.
    #expect(fault([0x00, 0xE1, 0xF5, 0x05, 0, 0, 0, 0])?.fault == .truncated)
    #expect(fault([0x01, 0xE1, 0xF5, 0x05, 0, 0, 0, 0])?.fault == .oversizedHeader)
    let text = fault([7, 0, 0, 0, 0, 0, 0, 0] + Array("{\"ü".utf8) + [0xC3, 0x28, 0x7D])
    #expect(text?.fault == .invalidText)
    #expect(text?.byte == 12)
    #expect(
      text?.description == """
        a, byte 12: expected text in UTF-8, found c3 28 7d. Check that it is a safetensors file, \
        and write it again with the safetensors library.
        """)
  }
}
