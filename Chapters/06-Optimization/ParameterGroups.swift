import Tensors

/// What an optimizer does differently for some of a model's parameters.
///
/// The rule is asked once for every parameter, when the optimizer is made.
///
/// ```swift
/// // No weight decay on biases, a tenth of the rate for the encoder, and a head that stays as it is.
/// let groups = ParameterGroups { name, shape in
///   if name.hasPrefix("head") { return .frozen }
///   return ParameterGroup(
///     rateFactor: name.hasPrefix("encoder") ? 0.1 : 1, decayFactor: shape.count < 2 ? 0 : 1)
/// }
/// var optimizer = Adam.decoupled(for: model, groups: groups)
/// ```
public struct ParameterGroups: Sendable {
  private let rule: @Sendable (_ name: String, _ shape: [Int]) -> ParameterGroup

  /// Makes groups from a rule that is told the name and the shape of a parameter.
  public init(_ rule: @escaping @Sendable (_ name: String, _ shape: [Int]) -> ParameterGroup) {
    self.rule = rule
  }

  /// All parameters alike.
  public static let same = ParameterGroups { _, _ in ParameterGroup() }

  /// The groups of a model's parameters, in the order in which they are visited.
  func callAsFunction(_ model: some Parameterized) -> [ParameterGroup] {
    var model = model
    var groups: [ParameterGroup] = []
    var visitor = ParameterVisitor(namedParameters: { parameter, name in
      groups.append(rule(name, parameter.shape))
    })
    model.visitParameters(&visitor)
    return groups
  }
}

/// What holds for one parameter.
public struct ParameterGroup: Sendable, Equatable {
  /// The factor on the learning rate.
  public var rateFactor: Float
  /// The factor on the weight decay.
  public var decayFactor: Float
  /// Whether the parameter is left as it is.
  public var isFrozen: Bool

  /// Makes a group.
  public init(rateFactor: Float = 1, decayFactor: Float = 1, isFrozen: Bool = false) {
    (self.rateFactor, self.decayFactor, self.isFrozen) = (rateFactor, decayFactor, isFrozen)
  }

  /// Left as it is.
  public static let frozen = ParameterGroup(isFrozen: true)
}
