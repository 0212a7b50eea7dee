public import Foundation
import Tensors

/// The two parts in which MNIST and its relatives (Fashion-MNIST, KMNIST) are published.
public enum MNISTPart: String, Sendable, CaseIterable {
  /// 60,000 images.
  case training = "train"
  /// 10,000 images.
  case test = "t10k"
}

/// Reads MNIST, or any set published in its form, from a folder on disk.
///
/// The folder holds `train-images-idx3-ubyte` and `train-labels-idx1-ubyte` (for the test part,
/// `t10k-…`), each with or without `.gz`. Features are `[count, rows × columns]`, images
/// `[count, rows, columns]`.
///
/// - Parameters:
///   - folder: Where the files are.
///   - part: Which part to read.
///   - scaled: Whether pixels are divided by 255, so that they lie in 0...1, or stay 0...255.
///   - classNames: What the labels 0, 1, 2, … mean.
///   - provenance: Where the data comes from.
/// - Throws: `DataFileError`: `missing` if a file is not there, `mismatched` if there are not as many
///   labels as images, and what `readIDX` throws.
public func mnist(
  in folder: URL, part: MNISTPart, scaled: Bool = true,
  classNames: [String] = (0...9).map { "\($0)" }, provenance: Provenance = .mnist
) throws(DataFileError) -> LabelledData {
  try imageData(
    images: try find("\(part.rawValue)-images", "idx3-ubyte", in: folder),
    labels: try find("\(part.rawValue)-labels", "idx1-ubyte", in: folder),
    scale: scaled ? 255 : 1, classNames: classNames, provenance: provenance)
}

extension Provenance {
  /// The origin of MNIST.
  public static let mnist = Provenance(
    name: "MNIST",
    source: "LeCun, Y., Cortes, C., Burges, C. J. C. (1998): The MNIST database of handwritten "
      + "digits, made from NIST Special Databases 1 and 3.",
    licence: "Not shipped with this package; read from the user's own copy.")
}

/// Returns the first of the four usual spellings of a file that exists.
private func find(
  _ name: String, _ kind: String, in folder: URL
) throws(DataFileError) -> URL {
  let spellings = ["\(name)-\(kind)", "\(name).\(kind)"].flatMap { [$0, $0 + ".gz"] }
  for spelling in spellings {
    let url = folder.appendingPathComponent(spelling)
    if FileManager.default.fileExists(atPath: url.path) { return url }
  }
  throw DataFileError(
    .missing, file: folder.path, expected: "one of " + spellings.joined(separator: ", "),
    found: "none of them", advice: "Check the folder's path, or put the file there.")
}

/// Joins a file of images and a file of labels.
func imageData(
  images imageFile: URL, labels labelFile: URL, scale: Float, classNames: [String],
  provenance: Provenance
) throws(DataFileError) -> LabelledData {
  let images = try readIDX(at: imageFile)
  guard images.shape.count == 3 else {
    throw DataFileError(
      .mismatched, file: images.file, at: .byte(3), expected: "images: 3 axes",
      found: "the shape \(images.shape)")
  }
  let labelArray = try readIDX(at: labelFile)
  guard labelArray.shape == [images.shape[0]] else {
    throw DataFileError(
      .mismatched, file: labelArray.file, at: .byte(4),
      expected: "\(images.shape[0]) labels, as many as \(images.file) has images",
      found: "the shape \(labelArray.shape)")
  }
  let labels = try labelArray.integers()
  if let bad = labels.firstIndex(where: { !classNames.indices.contains($0) }) {
    throw DataFileError(
      .mismatched, file: labelArray.file, expected: "labels in 0..<\(classNames.count)",
      found: "\(labels[bad]) as label \(bad)", advice: "Pass as many class names as it has classes."
    )
  }
  let pixels = images.tensor
  return LabelledData(
    images: scale == 1 ? pixels : pixels / scale, labels: labels, classNames: classNames,
    provenance: provenance)
}
