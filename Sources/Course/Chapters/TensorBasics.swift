extension ChapterCard {
  static let tensorBasics = ChapterCard(
    number: "01", name: "TensorBasics", title: "Tensor basics",
    summary: "What a tensor is made of, how it is multiplied fast, and what rounding does to it.",
    exercises: [
      ExerciseCard(
        id: "01.1", title: "strides and places", file: "Strides.swift", points: 7, minutes: 15,
        difficulty: 1, section: "A shape is a way to count",
        hints: [
          "How many elements does one skip to get from a row to the next? From a table to the next?",
          "Go through the axes from the last to the first, and keep the product of the extents passed.",
          "Three loops over `shape.reversed()` or `zip(position, strides)`. For the position: the "
            + "remainder of dividing by the last extent is the last index; go on with the quotient.",
        ]),
      ExerciseCard(
        id: "01.2", title: "a strided view", file: "StridedView.swift", points: 10, minutes: 35,
        difficulty: 3, section: "Views: the same numbers, read in another way",
        hints: [
          "Which of the three, shape, strides and offset, does each operation change? At which place "
            + "is the first element of the result?",
          "A slice starts `from` steps further along its axis, and each of its steps is `step` old steps. "
            + "Reading backwards starts at the last element. For the elements, count like an odometer.",
          "Start with the list `[offset]`. For each axis in turn, replace every place in the list by "
            + "`extent` places, a stride apart. The extent of a slice is (to - from) / step, rounded up.",
        ]),
      ExerciseCard(
        id: "01.3", title: "broadcasting", file: "Broadcasting.swift", points: 8, minutes: 20,
        difficulty: 2, section: "Broadcasting",
        hints: [
          "Which axis of `[3]` stands below which axis of `[4, 3]`? And what does a missing axis count as?",
          "Walk backwards through both shapes at once. For strides: what must the stride be so that the "
            + "same element is read again?",
          "For `back` in 0 ..< the larger rank, compare `a[a.count - 1 - back]` or 1 with the same of b. "
            + "Careful with an extent of 0: the result is not simply the larger extent.",
        ]),
      ExerciseCard(
        id: "01.4", title: "standardizing along an axis", file: "Standardizing.swift", points: 8,
        minutes: 20, difficulty: 2, section: "Reductions",
        hints: [
          "Write the shapes of x, of its mean and of their difference below each other. Do they align?",
          "Subtract the mean with its axis kept, then use the differences for the variance as well.",
          "`mean(axis:keepDimensions:)` twice, `sqrt`, and `select(variance .== 0, 0, …)` for the "
            + "lines whose elements are all equal.",
        ]),
      ExerciseCard(
        id: "01.5", title: "matrix product in blocks", file: "BlockedProduct.swift", points: 8,
        minutes: 30, difficulty: 3, section: "The matrix product as a ladder",
        hints: [
          "How often is one block of c visited? What must happen to what is already there?",
          "Six loops: three over the beginnings of the blocks, three inside one block. Where does a block "
            + "at the edge end?",
          "`for i0 in stride(from: 0, to: m, by: block)` and inside `for i in i0..<min(i0 + block, m)`, the "
            + "same for p and j. Innermost: `c[i * n + j] += a[i * k + p] * b[p * n + j]`.",
        ]),
      ExerciseCard(
        id: "01.6", title: "writing einsum equations", file: "EinsumEquations.swift", points: 7,
        minutes: 15, difficulty: 2, section: "Einsum",
        hints: [
          "Which letters stand for the same axis in both operands, and which of all letters are left?",
          "A letter that is missing on the right is summed. A letter in both operands and on the right is "
            + "not: it says which example.",
          "Begin with the shapes: name each axis, the same name only where the axes run together. In "
            + "number 5 the columns of the two operands need two different letters.",
        ]),
      ExerciseCard(
        id: "01.7", title: "einsum by loops", file: "EinsumByLoops.swift", points: 10, minutes: 45,
        difficulty: 4, section: "Einsum",
        hints: [
          "How many nested loops does `bij,bjk->bik` need? What is in the innermost one?",
          "One loop for each letter, whatever its place. You do not know the number of loops: use a "
            + "function that runs one loop and calls itself for the next, or count through all combinations.",
          "Keep a dictionary from letters to extents and one from letters to current values. The place in "
            + "an operand is `axes.reduce(0) { $0 * extent[$1]! + value[$1]! }`; so it is in the result.",
        ]),
      ExerciseCard(
        id: "01.8", title: "power iteration", file: "PowerIteration.swift", points: 8, minutes: 20,
        difficulty: 2, section: "Power iteration",
        hints: [
          "What happens to the length after two hundred multiplications? And to the sign of the value if "
            + "you measure only lengths?",
          "Scale before the first step and after each one. Compute the value once, at the end, from the "
            + "last vector.",
          "`vector = matmul(a, vector)`, `vector / norm(vector)`; in the end "
            + "`dot(vector, matmul(a, vector)).scalar`.",
        ]),
      ExerciseCard(
        id: "01.9", title: "singular values by deflation", file: "SingularValues.swift", points: 10,
        minutes: 35, difficulty: 3, section: "Singular values and the best copy of rank r",
        hints: [
          "Power iteration finds the eigenvector of a square matrix. Which square matrix has v as an "
            + "eigenvector, and what is its eigenvalue?",
          "One step multiplies by the matrix and by its transpose. After the last step, a v = s u gives s "
            + "and u. Subtract the term before you look for the next one.",
          "Keep `rest`, at first a. `v = matmul(rest.transposed(), matmul(rest, v))`, scaled. Collect u, s "
            + "and v in arrays; `Tensor.stack(_, axis: 1)` makes columns of vectors.",
        ]),
      ExerciseCard(
        id: "01.10", title: "log-sum-exp along an axis", file: "LogSumExp.swift", points: 8,
        minutes: 20, difficulty: 3, section: "The logarithm of a sum of exponentials",
        hints: [
          "Which maximum: of the tensor, or of each line? What is -∞ - (-∞)?",
          "Subtract each line's largest element before `exp`, and add it again after `log`. Where the "
            + "largest is -∞, subtract 0 instead.",
          "`x.max(axis: axis, keepDimensions: true)` can be subtracted from x. `select(m .== -.infinity, 0, "
            + "m)` makes it harmless; `squeezed(axis:)` removes the axis in the end.",
        ]),
      ExerciseCard(
        id: "01.11", title: "formulas that do not cancel", file: "WithoutCancellation.swift",
        points: 8, minutes: 25, difficulty: 3, section: "Rounding and cancellation",
        hints: [
          "In which subtraction are the two numbers nearly equal? Is there a way not to subtract them?",
          "Variance: subtract the mean first, then square. Roots: for b > 0, is it -b + root or -b - root that "
            + "adds two numbers of one sign?",
          "q = (-b - root) / 2 for b ≥ 0 and (-b + root) / 2 for b < 0. The solutions are q / a and c / q; "
            + "return the smaller one first.",
        ]),
    ],
    project: ProjectCard(
      title: "your functions compress a picture and read digits",
      needs: ["01.4", "01.5", "01.9"],
      goal:
        "For each of three seeds: the picture from at most 25 % of its numbers with an error of at most "
        + "4.5 %, and at least 90 % of held-out digits read from 12 numbers each."))
}
