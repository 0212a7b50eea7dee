/// Where the boxes and arrows of a graph stand.
///
/// The method is that of K. Sugiyama, S. Tagawa and M. Toda (1981): boxes are put into layers, an arrow
/// over several layers gets a place in each, the layers are ordered so that few arrows cross, and then
/// boxes move towards their neighbours. "Along" is the direction of the arrows, "across" the other one.
struct GraphLayout {
  /// A box, or a place that a long arrow keeps free in a layer.
  private struct Item {
    var layer: Int
    var along: Double
    var across: Double
    var place = 0.0
  }

  /// The middle of each box: along, across.
  private(set) var centres: [(along: Double, across: Double)] = []
  /// The places through which each arrow goes, from box to box; empty for one that leads back.
  private(set) var routes: [[(along: Double, across: Double)]] = []
  /// The room that everything takes.
  private(set) var extent = (along: 0.0, across: 0.0)

  private var items: [Item]
  private var layers: [[Int]] = []
  private var before: [[Int]] = []
  private var after: [[Int]] = []
  private let boxes: Int
  private let gap: Double

  /// Lays out boxes of the given sizes.
  ///
  /// - Parameters:
  ///   - sizes: The room of each box.
  ///   - edges: Arrows that do not lead back.
  ///   - order: The boxes, each behind those that its arrows come from.
  ///   - layerGap: The room between two layers, in which the arrows bend.
  ///   - gap: The room between two boxes of a layer.
  init(
    sizes: [(along: Double, across: Double)], edges: [(from: Int, to: Int)?], order: [Int],
    layerGap: Double, gap: Double
  ) {
    boxes = sizes.count
    self.gap = gap
    items = sizes.map { Item(layer: 0, along: $0.along, across: $0.across) }
    chooseLayers(edges.compactMap { $0 }, order)
    let chains = edges.map { edge in edge.map { chain(from: $0.from, to: $0.to) } ?? [] }
    before = Array(repeating: [], count: items.count)
    after = before
    for chain in chains {
      for (from, to) in zip(chain, chain.dropFirst()) {
        after[from].append(to)
        before[to].append(from)
      }
    }
    layers = Array(repeating: [], count: (items.map(\.layer).max() ?? -1) + 1)
    for index in items.indices { layers[items[index].layer].append(index) }
    reduceCrossings()
    placeAcross()
    finish(chains, layerGap)
  }

  /// Puts every box one layer behind the last box that leads to it, and a box to which nothing leads just
  /// before the first box that it leads to.
  private mutating func chooseLayers(_ edges: [(from: Int, to: Int)], _ order: [Int]) {
    var incoming = Array(repeating: [Int](), count: boxes)
    var outgoing = incoming
    for edge in edges {
      incoming[edge.to].append(edge.from)
      outgoing[edge.from].append(edge.to)
    }
    for box in order {
      items[box].layer = (incoming[box].map { items[$0].layer }.max() ?? -1) + 1
    }
    for box in order where incoming[box].isEmpty {
      items[box].layer = (outgoing[box].map { items[$0].layer }.min() ?? 1) - 1
    }
  }

  /// The items that an arrow goes through; makes places in the layers between.
  private mutating func chain(from: Int, to: Int) -> [Int] {
    let between = (items[from].layer + 1)..<max(items[from].layer + 1, items[to].layer)
    let places = between.map { layer in
      items.append(Item(layer: layer, along: 0, across: 6))
      return items.count - 1
    }
    return [from] + places + [to]
  }

  private mutating func reduceCrossings() {
    var best = layers
    var fewest = crossings()
    for sweep in 0..<12 where fewest > 0 {
      let isForward = sweep % 2 == 0
      for layer in isForward ? Array(layers.indices) : layers.indices.reversed() {
        var position: [Int: Double] = [:]
        for other in layers {
          for (place, item) in other.enumerated() { position[item] = Double(place) }
        }
        let neighbours = isForward ? before : after
        let wishes = layers[layer].map { item -> Double in
          let places = neighbours[item].map { position[$0] ?? 0 }
          return places.isEmpty
            ? position[item] ?? 0 : places.reduce(0, +) / Double(places.count)
        }
        layers[layer] = zip(layers[layer], wishes).enumerated()
          .sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }.map(\.element.0)
      }
      let count = crossings()
      if count < fewest { (best, fewest) = (layers, count) }
    }
    layers = best
  }

  private func crossings() -> Int {
    var count = 0
    for (layer, next) in zip(layers, layers.dropFirst()) {
      var place: [Int: Int] = [:]
      for (index, item) in next.enumerated() { place[item] = index }
      let links = layer.enumerated().flatMap { index, item in
        after[item].map { (index, place[$0] ?? 0) }
      }
      for (index, link) in links.enumerated() {
        for other in links[..<index]
        where (link.0 - other.0) * (link.1 - other.1) < 0 { count += 1 }
      }
    }
    return count
  }

  private mutating func placeAcross() {
    for layer in layers {
      var place = 0.0
      for item in layer {
        items[item].place = place + items[item].across / 2
        place += items[item].across + gap
      }
      for item in layer { items[item].place -= (place - gap) / 2 }
    }
    for round in 0..<24 {
      let isForward = round % 2 == 0
      for layer in isForward ? layers : layers.reversed() {
        let neighbours = isForward ? before : after
        var wishes = layer.map { item in
          let places = neighbours[item].map { items[$0].place }
          return places.isEmpty ? items[item].place : places.reduce(0, +) / Double(places.count)
        }
        keepApart(&wishes, layer)
        for (item, wish) in zip(layer, wishes) { items[item].place = wish }
      }
    }
  }

  /// Moves places so that no two items of a layer overlap.
  ///
  /// Pushing everything one way is a solution, and so is pushing it the other way. So is their mean, and
  /// it stays in the middle.
  private func keepApart(_ places: inout [Double], _ layer: [Int]) {
    func distance(_ index: Int) -> Double {
      (items[layer[index - 1]].across + items[layer[index]].across) / 2 + gap
    }
    var (down, up) = (places, places)
    for index in places.indices.dropFirst() {
      down[index] = max(down[index], down[index - 1] + distance(index))
    }
    for index in places.indices.dropFirst().reversed() {
      up[index - 1] = min(up[index - 1], up[index] - distance(index))
    }
    places = zip(down, up).map { ($0 + $1) / 2 }
  }

  private mutating func finish(_ chains: [[Int]], _ layerGap: Double) {
    let low = items.map { $0.place - $0.across / 2 }.min() ?? 0
    let high = items.map { $0.place + $0.across / 2 }.max() ?? 0
    var along = 0.0
    var middles: [Double] = []
    for layer in layers {
      let width = layer.map { items[$0].along }.max() ?? 0
      middles.append(along + width / 2)
      along += width + layerGap
    }
    extent = (max(0, along - layerGap), high - low)
    func place(_ item: Int) -> (along: Double, across: Double) {
      (middles[items[item].layer], items[item].place - low)
    }
    centres = (0..<boxes).map(place)
    routes = chains.map { $0.map(place) }
  }
}
