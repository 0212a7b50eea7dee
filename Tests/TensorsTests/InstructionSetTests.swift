import Testing

@testable import Tensors

@Suite struct InstructionSetTests {
  private func choose(_ request: String?, _ available: [InstructionSet]) -> (InstructionSet, String)
  {
    var warnings = ""
    let chosen = InstructionSet.choose(request: request, available: available) { warnings += $0 }
    return (chosen, warnings)
  }

  @Test func takesTheBestUnlessAsked() {
    #expect(choose(nil, [.baseline]) == (.baseline, ""))
    #expect(choose("", [.baseline, .avx2]) == (.avx2, ""))
    #expect(choose("AVX2", [.baseline, .avx2, .avx512]) == (.avx2, ""))
    #expect(choose("baseline", [.baseline, .avx2]) == (.baseline, ""))
  }

  @Test func saysWhyItTakesAnother() {
    let (chosen, warning) = choose("avx512", [.baseline, .avx2])
    #expect(chosen == .avx2)
    #expect(warning == "DESCENT_ISA=avx512: this computer has only baseline, avx2; using avx2")
    #expect(choose("sse9", [.baseline]).1.contains("DESCENT_ISA=sse9 is not known"))
  }

  @Test func everyComputerHasTheBaseline() {
    #expect(InstructionSet.available.first == .baseline)
    #expect(InstructionSet.available.contains(InstructionSet.current))
  }
}
