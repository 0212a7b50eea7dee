import Foundation
import Tensors

/// Returns 150 flowers, 50 of each of three species of iris, with four lengths each.
///
/// Features `[150, 4]` in centimetres: sepal length, sepal width, petal length, petal width.
/// Classes: setosa, versicolor, virginica. One of them is linearly separable from the other two.
///
/// Source: R. A. Fisher, "The use of multiple measurements in taxonomic problems", Annals of
/// Eugenics 7 (1936). The numbers are those of Fisher's paper; the copy in the UCI repository
/// differs in two rows.
public func iris() -> LabelledData { irisData }

private let irisData = bundled { () throws(DataFileError) in
  try labelled(
    try readCSV(at: resource("iris.csv")), label: "species",
    classNames: ["setosa", "versicolor", "virginica"],
    provenance: Provenance(
      name: "Iris",
      source: "Fisher, R. A. (1936): The use of multiple measurements in taxonomic problems. "
        + "Annals of Eugenics 7, 179-188. As distributed with scikit-learn.",
      licence: "Measurements published in 1936. This copy comes from scikit-learn, which is "
        + "distributed under the BSD 3-Clause License."))
}

/// Makes labelled data of a table: the column `label` names the class, all others are features.
func labelled(
  _ table: CSVTable, label: String, classNames: [String], provenance: Provenance
) throws(DataFileError) -> LabelledData {
  let names = table.header.filter { $0 != label }
  return LabelledData(
    features: try table.tensor(names),
    labels: try table.labels(label, classNames: classNames).labels, classNames: classNames,
    featureNames: names, provenance: provenance)
}
