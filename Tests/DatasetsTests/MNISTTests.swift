import Datasets
import Foundation
import Tensors
import Testing

@Suite struct MNISTTests {
  /// Three images of 2 × 2 pixels.
  private let images: [UInt8] =
    [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2]
    + [0, 51, 102, 153, 255, 0, 0, 0, 1, 2, 3, 4]
  private let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9]

  @Test func readsEverySpelling() throws {
    for (name, kind) in [("-idx3-ubyte", "-idx1-ubyte"), (".idx3-ubyte", ".idx1-ubyte")] {
      for part in MNISTPart.allCases {
        let folder = try TemporaryFolder()
        var packed = BitWriter()
        packed.stored(images, isLast: true)
        try folder.write(packed.gzip(of: images), as: "\(part.rawValue)-images\(name).gz")
        try folder.write(labels, as: "\(part.rawValue)-labels\(kind)")
        let data = try mnist(in: folder.url, part: part)
        #expect(data.count == 3)
        #expect(data.labels == [7, 0, 9])
        #expect(data.features.shape == [3, 4])
        #expect(data.images.shape == [3, 2, 2])
        #expect(data.images[0].isClose(to: Tensor([[0, 0.2], [0.4, 0.6]])))
        let raw = try mnist(in: folder.url, part: part, scaled: false)
        #expect(raw.features[0] == Tensor([0, 51, 102, 153]))
      }
    }
  }

  @Test func missingFilesAreNamed() throws {
    let folder = try TemporaryFolder()
    let error = fault { () throws(DataFileError) in try mnist(in: folder.url, part: .test) }
    #expect(error?.kind == .missing)
    #expect(error?.description.contains("t10k-images-idx3-ubyte.gz") == true)
  }

  @Test func filesThatDoNotBelongTogetherThrow() throws {
    func kind(images: [UInt8], labels: [UInt8], names: Int = 10) throws -> DataFileError.Kind? {
      let folder = try TemporaryFolder()
      try folder.write(images, as: "train-images-idx3-ubyte")
      try folder.write(labels, as: "train-labels-idx1-ubyte")
      return fault { () throws(DataFileError) in
        try mnist(
          in: folder.url, part: .training, classNames: (0..<names).map { "\($0)" })
      }?.kind
    }
    #expect(try kind(images: images, labels: [0, 0, 8, 1, 0, 0, 0, 2, 7, 0]) == .mismatched)
    #expect(try kind(images: labels, labels: labels) == .mismatched)
    #expect(try kind(images: images, labels: images) == .mismatched)
    #expect(try kind(images: images, labels: labels, names: 9) == .mismatched)
    #expect(try kind(images: images, labels: [0, 0, 9, 1, 0, 0, 0, 3, 7, 255, 9]) == .mismatched)
  }
}
