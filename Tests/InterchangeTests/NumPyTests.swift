import Foundation
import Interchange
import Tensors
import Testing

@Suite("npy files") struct NumPyTests {
  @Test("every type, byte order, axis order and version that NumPy wrote")
  func reading() throws {
    let expected = try Fixtures.expected("npy/expected.json")
    #expect(expected.count == 30)
    for (name, array) in expected {
      array.check(try readNumPy(at: Fixtures.url("npy/\(name).npy")), name)
    }
  }

  @Test("the same bytes as NumPy's")
  func writing() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("a.npy")
    func check(
      _ name: String, _ type: StoredArray.ElementType = .float32,
      _ byteOrder: StoredArray.ByteOrder = .littleEndian,
      _ axisOrder: StoredArray.AxisOrder = .rowMajor
    ) throws {
      let recorded = try Fixtures.data("npy/\(name).npy")
      let tensor = try parseNumPy(recorded, file: name).tensor
      try writeNumPy(tensor, to: url, as: type, byteOrder: byteOrder, axisOrder: axisOrder)
      #expect(try Data(contentsOf: url) == recorded, "\(name)")
    }
    for name in ["cube", "scalar", "empty", "wide", "f4-little"] { try check(name) }
    try check("f4-big", .float32, .bigEndian)
    try check("f2-little", .float16)
    try check("f2-big", .float16, .bigEndian)
    try check("b1-little", .bool)
    try check("i1-little", .int8)
    try check("u1-little", .uint8)
    try check("i2-little", .int16)
    try check("i2-big", .int16, .bigEndian)
    try check("u2-big", .uint16, .bigEndian)
    try check("cube-fortran", .float32, .littleEndian, .columnMajor)
    try check("cube-fortran-big", .int16, .bigEndian, .columnMajor)
    try writeNumPy([0, 1, 2, 3, 4], to: url)
    #expect(try Data(contentsOf: url) == Fixtures.data("npy/vector.npy"))
  }

  @Test(
    "every type comes back",
    arguments: StoredArray.ElementType.allCases.filter { $0 != .bfloat16 })
  func roundTrip(_ type: StoredArray.ElementType) throws {
    let folder = try TemporaryFolder()
    let url = folder.file("a.npy")
    let tensor = Tensor([0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0], shape: [2, 3, 1, 2])
    for byteOrder in [StoredArray.ByteOrder.littleEndian, .bigEndian] {
      for axisOrder in [StoredArray.AxisOrder.rowMajor, .columnMajor] {
        try writeNumPy(tensor, to: url, as: type, byteOrder: byteOrder, axisOrder: axisOrder)
        let array = try readNumPy(at: url)
        #expect(array.elementType == type && array.axisOrder == axisOrder)
        #expect(array.tensor == tensor)
        #expect(array.roundedCount == 0)
      }
    }
  }

  @Test("integers keep what a Float would lose")
  func integers() throws {
    let folder = try TemporaryFolder()
    let numbers = [1 << 53 + 1, -(1 << 24) - 1, .max, .min, 0]
    try writeNumPy(numbers, to: folder.file("a.npy"))
    let array = try readNumPy(at: folder.file("a.npy"))
    #expect(array.integers == numbers)
    #expect(array.roundedCount == 3)
  }

  @Test("numbers that a type does not hold are refused")
  func unrepresentable() throws {
    let url = try TemporaryFolder().file("a.npy")
    let cases: [(Float, StoredArray.ElementType)] = [
      (0.5, .int8), (128, .int8), (-1, .uint64), (.nan, .int32), (2, .bool), (0x1p63, .int64),
      (65520, .float16), (-1e9, .float16),
    ]
    for (value, type) in cases {
      let error = failure { () throws(NumPyError) in
        try writeNumPy(Tensor([1, 0, value, value]), to: url, as: type)
      }
      #expect(error?.fault == .unrepresentable, "\(value)")
      #expect(error?.found == "\(value) as element 2")
    }
    let error = failure { () throws(NumPyError) in
      try writeNumPy(Tensor(1), to: url, as: .bfloat16)
    }
    #expect(error?.fault == .unsupportedType)
  }

  @Test(
    "what other programs may write, and what not",
    arguments: [
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", nil),
      ("{\"shape\":(2,),\"fortran_order\":False,\"descr\":\"<f4\"}", nil),
      ("{'descr': '<f4', 'fortran_order': True, 'shape': (2L, 1L)}   \n", nil),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2)}", NumPyFault.malformedHeader),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': 2}", .malformedHeader),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}", .malformedHeader),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,,)}", .malformedHeader),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2 1)}", .malformedHeader),
      ("{'descr': '<f4', 'fortran_order': False}", .malformedHeader),
      ("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}", .malformedHeader),
      ("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", .malformedHeader),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': (1,)}", .malformedHeader),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} 1", .malformedHeader),
      ("{'descr': '<f4' 'fortran_order': False, 'shape': (2,)}", .malformedHeader),
      ("{'descr': '<f4\\'', 'fortran_order': False, 'shape': (2,)}", .malformedHeader),
      ("{'descr': '<f4", .malformedHeader),
      ("", .malformedHeader),
      ("{'descr': '|f4', 'fortran_order': False, 'shape': (2,)}", .unsupportedType),
      ("{'descr': '<f16', 'fortran_order': False, 'shape': (2,)}", .unsupportedType),
      ("{'descr': '|O', 'fortran_order': False, 'shape': (2,)}", .unsupportedType),
      ("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (2,)}", .unsupportedType),
      (
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
        .impossibleShape
      ),
      (
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}",
        .impossibleShape
      ),
      (
        "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 9223372036854775807, 9)}",
        .impossibleShape
      ),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}", .truncated),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776,)}", .truncated),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", .trailingBytes),
    ] as [(String, NumPyFault?)])
  func headers(_ header: String, _ fault: NumPyFault?) throws {
    var data = Data([0x93] + Array("NUMPY\u{1}\u{0}".utf8))
    data.append(contentsOf: [UInt8(header.utf8.count), 0])
    data.append(contentsOf: header.utf8)
    data.append(contentsOf: [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40])
    guard let fault else {
      let array = try parseNumPy(data, file: "header")
      #expect(array.tensor.scalars == [1, 2])
      return
    }
    let error = failure { () throws(NumPyError) in try parseNumPy(data, file: "header") }
    #expect(error?.fault == fault)
  }

  @Test("too many axes are refused")
  func rank() {
    let shape = String(repeating: "1, ", count: 65)
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(shape))}"
    let data = Data(
      [0x93] + Array("NUMPY\u{2}\u{0}".utf8) + [UInt8(header.utf8.count), 0, 0, 0])
    let error = failure { () throws(NumPyError) in
      try parseNumPy(data + Data(header.utf8), file: "header")
    }
    #expect(error?.fault == .malformedHeader)
    #expect(error?.expected == "at most 64 axes")
  }

  @Test(
    "files that are no arrays of numbers",
    arguments: [
      ("text", NumPyFault.unsupportedType), ("complex", .unsupportedType),
      ("record", .unsupportedType), ("object", .unsupportedType), ("two", .trailingBytes),
    ])
  func refused(_ name: String, _ fault: NumPyFault) {
    let error = failure { () throws(NumPyError) in
      try readNumPy(at: Fixtures.url("refused/\(name).npy"))
    }
    #expect(error?.fault == fault)
  }

  @Test("the message says what, where, and what to try")
  func messages() throws {
    var data = try Fixtures.data("npy/f4-little.npy")
    data[6] = 9
    let version = failure { () throws(NumPyError) in try parseNumPy(data, file: "a.npy") }
    #expect(
      version?.description == """
        a.npy, byte 6: expected version 1.0, 2.0 or 3.0, found 9.0. Load it in Python and save it \
        again with numpy.save.
        """)
    data[6] = 2
    data[10] = 0xFF
    data[11] = 0xFF
    let length = failure { () throws(NumPyError) in try parseNumPy(data, file: "a.npy") }
    #expect(length?.fault == .oversizedHeader)
    #expect(length?.byte == 8)
    let other = failure { () throws(NumPyError) in
      try readNumPy(at: Fixtures.url("safetensors/model.safetensors"))
    }
    #expect(other?.fault == .notNumPy)
    let missing = failure { () throws(NumPyError) in
      try readNumPy(at: Fixtures.url("npy/none.npy"))
    }
    #expect(missing?.fault == .unreadable)
    let folder = failure { () throws(NumPyError) in try readNumPy(at: Fixtures.folder) }
    #expect(folder?.found == "a folder")
    let device = failure { () throws(NumPyError) in
      try readNumPy(at: URL(fileURLWithPath: "/dev/zero"))
    }
    #expect(device?.found == "a pipe or a device")
    let unwritten = failure { () throws(NumPyError) in
      try writeNumPy(Tensor(1), to: Fixtures.url("none/none/a.npy"))
    }
    #expect(unwritten?.fault == .notWritten)
    #expect(unwritten?.advice == "Make the folder first, or correct the path.")
  }
}
