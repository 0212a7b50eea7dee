import Foundation
import Tensors

/// Returns 1,797 handwritten digits as images of 8 × 8 pixels.
///
/// Each pixel counts the dark dots, 0...16, in a block of 4 × 4 dots of a scanned digit. 13 people
/// wrote them. It is the test part of the original set, in its order.
/// Features `[1797, 64]`, images `[1797, 8, 8]`, labels 0...9.
///
/// Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits (1998), UCI Machine
/// Learning Repository; CC BY 4.0.
///
/// - Parameter scaled: Whether pixels are divided by 16, so that they lie in 0...1.
public func digits(scaled: Bool = false) -> LabelledData { scaled ? scaledDigits : rawDigits }

private let scaledDigits = rawDigits.transformed { $0 / 16 }

private let rawDigits = bundled { () throws(DataFileError) in
  try imageData(
    images: resource("digits-images-idx3-ubyte.gz"),
    labels: resource("digits-labels-idx1-ubyte.gz"), scale: 1,
    classNames: (0...9).map { "\($0)" },
    provenance: Provenance(
      name: "Optical Recognition of Handwritten Digits",
      source: "Alpaydin, E. and Kaynak, C. (1998), UCI Machine Learning Repository, "
        + "https://archive.ics.uci.edu/dataset/80. The test part (1,797 of 5,620 images), "
        + "as distributed with scikit-learn.",
      licence: uciLicence))
}

/// The terms under which the UCI repository offers the sets that were donated to it.
let uciLicence =
  "Creative Commons Attribution 4.0 International (CC BY 4.0), the licence of the UCI Machine "
  + "Learning Repository; https://creativecommons.org/licenses/by/4.0/"
