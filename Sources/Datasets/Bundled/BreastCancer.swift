import Foundation
import Tensors

/// Returns 569 tumours, 212 malignant and 357 benign, with 30 measurements each.
///
/// Ten properties of the cell nuclei in a microscope image (radius, texture, perimeter, …), each as
/// mean, standard error and worst value over the nuclei. The features differ in size by a factor of
/// more than 100,000: standardize them. Features `[569, 30]`, classes: malignant, benign.
///
/// Source: W. H. Wolberg, W. N. Street and O. L. Mangasarian, Breast Cancer Wisconsin (Diagnostic)
/// (1995), UCI Machine Learning Repository; CC BY 4.0.
public func breastCancer() -> LabelledData { breastCancerData }

private let breastCancerData = bundled { () throws(DataFileError) in
  try labelled(
    try readCSV(at: resource("breast-cancer.csv.gz")), label: "diagnosis",
    classNames: ["malignant", "benign"],
    provenance: Provenance(
      name: "Breast Cancer Wisconsin (Diagnostic)",
      source: "Wolberg, W. H., Street, W. N. and Mangasarian, O. L. (1995), UCI Machine Learning "
        + "Repository, https://archive.ics.uci.edu/dataset/17. As distributed with scikit-learn.",
      licence: uciLicence))
}
