extension ChapterCard {
  static let backpropagation = ChapterCard(
    number: "05", name: "Backpropagation", title: "Backpropagation",
    summary: "How one way back through a computation finds the slopes of all its numbers.",
    exercises: [
      ExerciseCard(
        id: "05.1", title: "scalar pullbacks", file: "ScalarPullbacks.swift", points: 7,
        minutes: 15, difficulty: 1, section: "A graph of numbers",
        hints: [
          "If x moves by 1 and y stays, how far does the result move?",
          "Every answer is the upstream gradient times the local slope of that operand.",
          "`tanh(x)` is there: the file imports Foundation. The slope of a quotient's divisor is −x / y²; that of tanh is "
            + "1 − t² with the result t; that of relu is 1 where x > 0 and 0 elsewhere.",
        ]),
      ExerciseCard(
        id: "05.2", title: "topological order", file: "TopologicalOrder.swift", points: 8,
        minutes: 30, difficulty: 3, section: "An order for the way back",
        hints: [
          "When may a number be put on the list? What must already be there?",
          "Walk from the result to its operands. List a number not when you enter it, but when you leave "
            + "it: when all of its operands have been dealt with.",
          "Keep a stack of pairs: a number, and which of its operands comes next. Pop a pair; if no "
            + "operand is left, list the number. Otherwise push the pair back with the next position, and "
            + "push the operand if a `Set` does not know it yet.",
        ]),
      ExerciseCard(
        id: "05.3", title: "backward pass", file: "BackwardPass.swift", points: 10, minutes: 30,
        difficulty: 3, section: "The chain rule on a graph",
        hints: [
          "Which number has a gradient that you know from the start? Which one comes next?",
          "Visit the numbers in reverse topological order; each adds its gradient times the local slope "
            + "to each of its operands.",
          "Either use your order from 05.2, from the last to the first. Or count for each number how many "
            + "shares it waits for, and visit it when the count reaches 0. In both cases: `+=`.",
        ]),
      ExerciseCard(
        id: "05.4", title: "a scalar engine", file: "ScalarEngine.swift", points: 12, minutes: 45,
        difficulty: 4, section: "An engine in a hundred lines",
        hints: [
          "What must the result of a + b remember, so that it can later tell a and b their shares?",
          "Keep the operands and a local slope for each. `backward` lists the history, operands first, and "
            + "goes through the list from the end.",
          "Add a private property with (operand, slope) pairs and a private initializer that sets it. In "
            + "`backward`: clear the gradients of numbers that have operands, add 1 to the own one, then "
            + "`operand.gradient += slope * number.gradient` from the last number to the first. "
            + "`ObjectIdentifier(number)` tells objects apart in a `Set`.",
        ]),
      ExerciseCard(
        id: "05.5", title: "descent with gradients that add up", file: "ZeroedGradients.swift",
        points: 8, minutes: 10, difficulty: 1, section: "Setting gradients to zero",
        hints: [
          "What does the buffer hold when the second step begins?",
          "Each step: zeros, then the gradient at the present parameters, then the move.",
          "Make the buffer inside the loop: `var gradient = parameters.map { _ in 0.0 }`, then "
            + "`try addGradient(parameters, &gradient)`.",
        ]),
      ExerciseCard(
        id: "05.6", title: "the pullback of broadcasting", file: "BroadcastPullback.swift",
        points: 8, minutes: 20, difficulty: 3, section: "Broadcasting comes back as a sum",
        hints: [
          "To which places was one element of the operand copied?",
          "There are two kinds of copies: along axes that the operand does not have, and along axes where "
            + "it has the length 1. Sum over both; keep the axis in the second case.",
          "While the rank is too high: `sum(axis: 0)`. Then for every axis of length 1 in `shape`: "
            + "`sum(axis: axis, keepDimensions: true)`.",
        ]),
      ExerciseCard(
        id: "05.7", title: "the pullback of the matrix product",
        file: "MatrixProductPullback.swift",
        points: 7, minutes: 15, difficulty: 2, section: "The matrix product",
        hints: [
          "What shape must each answer have? Which products of the three matrices have it?",
          "The element a[i, k] stands in row i of the product, with the weights b[k, j]. Sum over j.",
          "`matmul` and `transposed()`: the gradient meets the transpose of the *other* operand, on the "
            + "side where that operand stood.",
        ]),
      ExerciseCard(
        id: "05.8", title: "pullbacks of mean and maximum", file: "ReductionPullbacks.swift",
        points: 7, minutes: 25, difficulty: 3, section: "Sums, means and maxima",
        hints: [
          "When one element moves by 1, how far does the mean of its row move? And the maximum?",
          "The mean: every element of a row gets the row's gradient, divided by the length of the axis. "
            + "The maximum: one element of the row gets all.",
          "`reshaped([rows, 1])` or `reshaped([1, columns])` and adding zeros of the full shape spreads a "
            + "gradient. `x.argmax(axis:)` gives the first of the largest; `result[row, column] = …` sets "
            + "an element.",
        ]),
      ExerciseCard(
        id: "05.9", title: "the pullback of softmax and cross-entropy",
        file: "CrossEntropyPullback.swift", points: 8, minutes: 15, difficulty: 2,
        section: "Softmax and cross-entropy",
        hints: [
          "What was said, and what is true? What is the difference?",
          "Probabilities minus one-hot labels, times upstream, divided by the number of rows.",
          "Subtract each row's maximum (`max(axis: 1, keepDimensions: true)`) before `exp`. "
            + "`Tensor.oneHot(labels, classes: k)` makes the labels.",
        ]),
      ExerciseCard(
        id: "05.10", title: "a gradient check that cannot be fooled", file: "GradientCheck.swift",
        points: 10, minutes: 30, difficulty: 4, section: "Checking a gradient",
        hints: [
          "Which wrong pullback of softmax would pass if you only added up the outputs?",
          "Random weights make one number of the outputs, a random direction makes one number of the "
            + "inputs. Compare two numbers: the pullback's gradient along the direction, and the central "
            + "difference.",
          "weights: one for each element of `function(x)`. Then value(h) = Σ weights · function(x + h · "
            + "direction), measured = (value(h) − value(−h)) / (2h) with h = 5e-6, computed = "
            + "Σ pullback(x, weights) · direction. Divide the difference by the larger size, unless it is 0.",
        ]),
      ExerciseCard(
        id: "05.11", title: "a movement goes forward", file: "JacobianVectorProduct.swift",
        points: 8, minutes: 20, difficulty: 3, section: "Rows and columns of the Jacobian",
        hints: [
          "If x moves by v, how far do the scores x · w1 + b1 move? Does the bias move?",
          "Carry two tensors through the network: the signal and its movement.",
          "movement of the scores = v · w1; of the hidden units = (1 − hidden²) times that; of the output "
            + "= that · w2.",
        ]),
      ExerciseCard(
        id: "05.12", title: "a product with the Hessian", file: "HessianVectorProduct.swift",
        points: 8, minutes: 25, difficulty: 4, section: "Curvature without the Hessian",
        hints: [
          "Which parts of Xᵀ (p − y) / n move when w moves?",
          "The scores X w move by X v. By how much does p = σ(score) move then?",
          "Multiply from the right to the left, so that only vectors appear: `matmul(examples, vector)`, "
            + "times p (1 − p), then `matmul` with the transposed examples, divided by n.",
        ]),
      ExerciseCard(
        id: "05.13", title: "gradients layer by layer", file: "GradientNorms.swift", points: 7,
        minutes: 30, difficulty: 4, section: "Twenty layers",
        hints: [
          "What do you have to keep on the way forward, so that the way back can be computed?",
          "Keep the input of every layer and the last output. On the way back, each layer first "
            + "multiplies by 1 − output², then uses the result twice: for its weight and for the layer "
            + "before it.",
          "δ = gradient · (1 − output²); gradient of the weight = inputᵀ · δ; gradient for the layer "
            + "before = δ · weightᵀ. Collect the lengths and turn them around at the end.",
        ]),
    ],
    project: ProjectCard(
      title: "your own engine learns", needs: ["05.2", "05.4", "05.6", "05.7", "05.9"],
      goal:
        "Exclusive or right on all four corners with your scalar engine, and at least 90 % of held-out "
        + "digits with your pullbacks, for each of three seeds."))
}
