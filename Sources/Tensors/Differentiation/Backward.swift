/// The way back from a loss to the variables.
enum Backward {
  /// What has arrived at a node so far.
  private struct Arrival {
    let node: Node
    var gradient: Tensor

    mutating func add(_ gradient: Tensor, at part: Part) {
      part.add(gradient, to: &self.gradient)
    }
  }

  /// Collects the gradients of `root` with respect to `leaves`, given the gradient of `root` itself.
  ///
  /// Nodes are visited by falling number, so that everything that uses a node has been visited before it:
  /// its gradient is complete. What is older than the leaves cannot depend on them and is left out. There
  /// is no recursion, however long the graph is.
  ///
  /// - Returns: One gradient for each leaf; `nil` where the root does not depend on it.
  static func gradients(
    of root: Tensor, seededWith seed: Tensor, at leaves: [Node]
  ) -> [Tensor?] {
    guard let rootNode = root.node, let first = leaves.first?.id else {
      return leaves.map { _ in nil }
    }
    var arrivals = [Arrival?](repeating: nil, count: max(0, rootNode.id - first) + 1)
    func arrive(_ gradient: Tensor, at node: Node) {
      let place = node.id - first
      guard place >= 0 else { return }
      if arrivals[place] == nil {
        arrivals[place] = Arrival(node: node, gradient: gradient)
      } else {
        arrivals[place]?.gradient += gradient
      }
    }
    arrive(seed, at: rootNode)
    var index = arrivals.count - 1
    while index >= 0 {
      defer { index -= 1 }
      guard let arrival = arrivals[index] else { continue }
      switch arrival.node.history {
      case .leaf(let outer):
        // A variable of a gradient inside this one stands for the tensor that it was made from.
        guard let outer, outer.id >= first else { continue }
        arrivals[index] = nil
        arrive(arrival.gradient, at: outer)
      case .freed: continue
      case .one(let input, let pullback):
        arrivals[index] = nil
        if input.id >= first { arrive(pullback(arrival.gradient), at: input) }
      case .two(let a, let pullbackA, let b, let pullbackB):
        arrivals[index] = nil
        if a.id >= first { arrive(pullbackA(arrival.gradient), at: a) }
        if b.id >= first { arrive(pullbackB(arrival.gradient), at: b) }
      case .part(let whole, let part):
        arrivals[index] = nil
        guard whole.id >= first else { continue }
        let place = whole.id - first
        if arrivals[place] == nil {
          arrive(part.placed(arrival.gradient), at: whole)
        } else {
          arrivals[place]?.add(arrival.gradient, at: part)
        }
      case .many(let inputs, let pullback):
        arrivals[index] = nil
        let needed = inputs.map { $0.map { $0.id >= first } ?? false }
        guard needed.contains(true) else { continue }
        for (input, share) in zip(inputs, pullback(arrival.gradient, needed)) {
          if let input, let share { arrive(share, at: input) }
        }
      }
    }
    return leaves.map { leaf in
      let place = leaf.id - first
      return place < arrivals.count ? arrivals[place]?.gradient : nil
    }
  }
}
