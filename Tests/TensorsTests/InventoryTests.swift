import Foundation
import Tensors
import Testing

/// Nothing is left out: every public operation has recorded cases, on every kind of shape.
@Suite struct InventoryTests {
  let cases: [OperationFixture]

  init() throws {
    cases = try OperationFixture.all()
  }

  @Test func theTableHoldsWhatIsRecorded() {
    let positions: Set = ["argmax", "argmaxAll", "argmin", "argminAll", "unique", "nonzero"]
    #expect(Set(cases.map(\.operation)) == Set(OperationTable.all.keys).union(positions))
    #expect(cases.count > 2000)
  }

  @Test func everyOperationIsRecordedOnTheGrid() {
    for (name, operation) in OperationTable.all {
      let mine = cases.filter { $0.operation == name && !$0.isSpecial }
      for extent in CheckedOperation.Extent.allCases where !operation.lacking.contains(extent) {
        #expect(mine.contains { has(extent, $0) }, "\(name) is not recorded on \(extent) shapes")
      }
      #expect(mine.contains { !$0.cotangents.isEmpty }, "\(name) is recorded without gradients")
    }
  }

  private func has(_ extent: CheckedOperation.Extent, _ item: OperationFixture) -> Bool {
    let inputs = item.inputs.map(\.shape)
    let counts = (inputs + item.outputs.map(\.shape)).map { $0.reduce(1, *) }
    return switch extent {
    case .empty: counts.contains(0)
    case .single: counts.prefix(inputs.count).allSatisfy { $0 == 1 }
    case .large: counts.contains { $0 >= 300 }
    case .uneven:
      inputs.contains { $0.count > 1 && $0[$0.count - 1] != $0[$0.count - 2] && !$0.contains(0) }
    case .broadcast: Set(inputs).count > 1
    }
  }

  /// Infinities and NaN in decompositions are in `DecompositionTests`.
  @Test func everyOperationHasSpecialValues() {
    let special = Set(cases.filter(\.isSpecial).map(\.operation))
    let decompositions: Set = [
      "qr", "svd", "symmetricEigen", "cholesky", "choleskyIfPositiveDefinite", "pseudoInverse",
      "solve", "solveIfRegular", "inverse", "determinant", "logDeterminant", "matrixNorm.two",
      "matrixNorm.one", "matrixNorm.infinity", "matrixNorm.frobenius", "cross.axis",
    ]
    for name in OperationTable.all.keys where !name.hasPrefix("triangularSolve") {
      #expect(special.contains(name) || decompositions.contains(name), "\(name)")
    }
  }

  /// Whoever adds a public operation has to add it to the table, or to say why not.
  @Test func everyPublicOperationIsInTheInventory() throws {
    let declared = try Set(PublicDeclarations.all())
    let listed = Set(PublicOperations.recorded.keys)
      .union(PublicOperations.others.flatMap(\.functions))
    for declaration in declared.subtracting(listed).sorted() {
      Issue.record(
        """
        \(declaration) is not in PublicOperations.swift: record it with a script in \
        Tests/Fixtures/operations, add it to a table of operations, and list it there
        """)
    }
    for declaration in listed.subtracting(declared).sorted() {
      Issue.record("PublicOperations.swift lists \(declaration), which is not public any more")
    }
    let names = Set(cases.map(\.operation))
    for (declaration, operations) in PublicOperations.recorded {
      for operation in operations {
        #expect(names.contains(operation), "\(declaration): \(operation) is not recorded")
      }
    }
    // And the other way: no recorded operation without a declaration.
    #expect(Set(PublicOperations.recorded.values.joined()) == names)
  }
}
