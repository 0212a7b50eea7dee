extension ExerciseCard {
  /// The exercises of chapter 07 about its loop.
  static let trainingLoop: [ExerciseCard] = [
    ExerciseCard(
      id: "07.12", title: "the batches of an epoch", file: "EpochBatches.swift", points: 8,
      minutes: 15, difficulty: 2, section: "An epoch in batches",
      hints: [
        "What does the order depend on? What must two programs know to come to the same one?",
        "First the order of the whole epoch, whatever batch is asked for first. Then cut.",
        "Batch b begins at place b · batchSize of the order and has at most batchSize positions. Only the last "
          + "one can have fewer.",
      ]),
    ExerciseCard(
      id: "07.13", title: "accumulated gradients", file: "Accumulation.swift", points: 8,
      minutes: 12, difficulty: 2, section: "A mean over examples",
      hints: [
        "How much does one example of a part of 2 count in the part's mean? And one of a part of 4?",
        "Count times mean is the sum over the part's examples. Sums can be added.",
        "The weight of a part is its count divided by all examples; the weights add up to 1. Both the loss and "
          + "the gradient take them.",
      ]),
    ExerciseCard(
      id: "07.14", title: "early stopping", file: "EarlyStop.swift", points: 10, minutes: 20,
      difficulty: 3, section: "When to stop",
      hints: [
        "What two things do you have to remember from epoch to epoch?",
        "The best epoch so far, and how many epochs have passed since without progress. Progress changes both.",
        "Let gain be by how much the value is better than that of the best epoch, with the sign of what is "
          + "better. Progress is gain > leastImprovement, or any number if there is no best epoch yet. Otherwise "
          + "count, and when the count is the patience, return.",
      ]),
    ExerciseCard(
      id: "07.15", title: "the area under the ROC curve", file: "AreaUnderROC.swift", points: 8,
      minutes: 15, difficulty: 2, section: "A score without a threshold",
      hints: [
        "Take one yes and one no. When does the score put them in the right order?",
        "Go through all pairs of a yes and a no: 1 if the yes is higher, a half if both are equal.",
        "Divide by the number of pairs: yeses times noes. If there is no pair, throw an error.",
      ]),
    ExerciseCard(
      id: "07.16", title: "macro and micro F1", file: "F1Scores.swift", points: 8, minutes: 15,
      difficulty: 2, section: "Precision, recall, F1",
      hints: [
        "What can be added up over batches without an error, a count or a ratio?",
        "A wrong answer is two things: a false alarm for the class that was answered, and missed for the class "
          + "that was right.",
        "Keep hits, false alarms and missed for every class over all batches. Macro: F1 for each class, then the "
          + "mean over all classes. Micro: the three sums over the classes, then one F1.",
      ]),
    ExerciseCard(
      id: "07.17", title: "the calibration error", file: "CalibrationError.swift", points: 8,
      minutes: 15, difficulty: 2, section: "How sure, how right",
      hints: [
        "Three numbers for each bin are enough. Which?",
        "The number of answers, the sum of their confidences, the number of right ones. Empty bins drop out.",
        "The bin of a confidence c is c · bins rounded up, less 1, and at least 0. Weigh the distance of each bin "
          + "by count / n.",
      ]),
  ]
}
