import Foundation
import Interchange
import Tensors
import Testing

/// Numbers of 16 bits against NumPy and ml_dtypes.
@Suite("Half precision") struct HalfPrecisionTests {
  private struct Recorded: Decodable {
    let floats: [UInt32]
    let half: [UInt16]
    let brain: [UInt16]
  }

  @Test("the nearest number, ties to even, and infinity where NumPy has it")
  func encoding() throws {
    let recorded = try JSONDecoder().decode(Recorded.self, from: Fixtures.data("halves.json"))
    #expect(recorded.floats.count > 500)
    for (index, bits) in recorded.floats.enumerated() {
      let value = Float(bitPattern: bits)
      #expect(HalfPrecision.encode(value) == recorded.half[index], "\(value)")
      #expect(HalfPrecision.encodeBrain(value) == recorded.brain[index], "\(value)")
    }
  }

  @Test("every pattern of bits survives the way to Float and back")
  func roundTrip() {
    var changed: [UInt16] = []
    for bits in UInt16.min ... .max {
      let half = HalfPrecision.decode(bits)
      // What is no number becomes quiet, which is the top bit of the fraction.
      let expected = half.isNaN ? bits | 0x200 : bits
      if HalfPrecision.encode(half) != expected { changed.append(bits) }
      let brain = HalfPrecision.decodeBrain(bits)
      let expectedBrain = brain.isNaN ? bits | 0x40 : bits
      if HalfPrecision.encodeBrain(brain) != expectedBrain { changed.append(bits) }
    }
    #expect(changed == [])
  }
}
