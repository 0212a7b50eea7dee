import Tensors
import Testing

@Suite struct DescriptionTests {
  @Test func showsShapeAndRows() {
    let x = Tensor([[1, 2, 3], [4, 5, 6]])
    #expect("\(x)" == "Tensor [2, 3]\n[[1.0, 2.0, 3.0],\n [4.0, 5.0, 6.0]]")
    #expect("\(Tensor(2.5))" == "Tensor []\n2.5")
    #expect("\(Tensor.zeros([0]))" == "Tensor [0]\n[]")
    #expect(
      "\(Tensor.zeros([2, 1, 2]))" == "Tensor [2, 1, 2]\n[[[0.0, 0.0]],\n\n [[0.0, 0.0]]]")
  }

  @Test func alignsNumbers() {
    let x = Tensor([[1, -20.25], [300.123_47, 0]])
    #expect(
      "\(x)" == "Tensor [2, 2]\n[[  1.0   , -20.25  ],\n [300.1235,   0.0   ]]")
    #expect("\(Tensor([1, .nan, -.infinity]))" == "Tensor [3]\n[1.0, nan, -inf]")
  }

  @Test func usesExponentsForWideRanges() {
    #expect("\(Tensor([1e-8, 1]))" == "Tensor [2]\n[1e-08, 1.0]")
    #expect("\(Tensor([1.5e10]))" == "Tensor [1]\n[1.5e+10]")
    #expect("\(Tensor([0.000_012_34]))" == "Tensor [1]\n[1.234e-05]")
  }

  @Test func leavesOutTheMiddle() {
    let text = "\(Tensor.range(0, to: 2000))"
    #expect(text == "Tensor [2000]\n[0.0, 1.0, 2.0, …, 1997.0, 1998.0, 1999.0]")
    let square = "\(Tensor.zeros([40, 40]))".split(separator: "\n")
    #expect(square.count == 8)
    #expect(square[1] == "[[0.0, 0.0, 0.0, …, 0.0, 0.0, 0.0],")
    #expect(square[4] == " …,")
  }
}
