import Tensors

// Landscapes over the plane, on which one can watch an optimizer walk.

/// A loss of two parameters.
struct Landscape: Sendable {
  let name: String
  let title: String
  /// Where optimizers start.
  let start: (x: Float, y: Float)
  let minimum: (x: Float, y: Float)
  /// What a picture shows.
  let x: ClosedRange<Float>
  let y: ClosedRange<Float>
  /// The heights `[n]` of two columns of coordinates, `[n]` each.
  let height: @Sendable (Tensor, Tensor) -> Tensor

  /// A valley along a parabola: easy to find, hard to walk along (Rosenbrock 1960).
  static let rosenbrock = Landscape(
    name: "rosenbrock", title: "Rosenbrock", start: (-1.2, 1), minimum: (1, 1), x: -1.7...1.7,
    y: -0.6...1.9
  ) { x, y in square(1 - x) + 100 * square(y - x * x) }

  /// Flat plains, and steep walls at their corners (Beale 1958).
  static let beale = Landscape(
    name: "beale", title: "Beale", start: (1, 1.5), minimum: (3, 0.5), x: -0.5...4.2, y: -1.5...2.2
  ) { x, y in
    let y2 = y * y
    return square(1.5 - x + x * y) + square(2.25 - x + x * y2)
      + square(2.625 - x + x * y2 * y)
  }

  /// A parabola that is fifty times as steep one way as the other, and lies askew.
  static let ravine = Landscape(
    name: "ravine", title: "A ravine", start: (-4, 1), minimum: (0, 0), x: -5...5, y: -4...4
  ) { x, y in
    let (along, across) = (0.8 * x - 0.6 * y, 0.6 * x + 0.8 * y)
    return 0.5 * (0.5 * along * along + 25 * across * across)
  }

  static let all = [rosenbrock, beale, ravine]

  /// The height at a point `[2]`.
  func callAsFunction(_ point: Tensor) -> Tensor { height(point[0], point[1]) }

  /// How far a point is from the minimum.
  func distance(_ point: Tensor) -> Float {
    let (dx, dy) = (point.scalars[0] - minimum.x, point.scalars[1] - minimum.y)
    return (dx * dx + dy * dy).squareRoot()
  }

  /// Lets an optimizer walk, until it has stayed near the minimum for twenty steps or flies off.
  func walk(_ optimizer: some Optimizer<Tensor>, steps: Int) -> Walk {
    var (optimizer, point) = (optimizer, Tensor([start.x, start.y]))
    var walk = Walk(points: [point], distance: distance(point))
    while walk.points.count <= steps + 20 && walk.near < 20 && walk.distance < 1e4 {
      optimizer.update(&point, along: gradient(at: point) { self($0) })
      walk.points.append(point)
      walk.distance = distance(point)
      walk.near = walk.distance <= 0.05 ? walk.near + 1 : 0
    }
    return walk
  }
}

/// The points that an optimizer has visited.
struct Walk {
  var points: [Tensor]
  /// How far the last one is from the minimum.
  var distance: Float
  /// How many points up to the last one are within 0.05 of the minimum.
  var near = 0

  /// The number of steps if the walk came within 0.05 of the minimum and stayed there.
  var arrival: Int? { near == 20 ? points.count - near : nil }
}
