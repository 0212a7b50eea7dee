/// Steps of optimizers, in place over the parameter and the optimizer's state.
///
/// Every one reads and writes each array once. Decay adds `weightDecay * parameter` to the gradient.
public protocol OptimizerKernels: SendableMetatype {
  /// Does a step of gradient descent, with momentum if there is a `velocity` (Polyak, 1964).
  ///
  /// `velocity = momentum velocity + (1 - dampening) gradient`; the parameter loses `learningRate`
  /// times the velocity or, with `nesterov` (Nesterov, 1983), times `gradient + momentum velocity`.
  static func descentStep(
    count: Int, _ parameter: Output, _ gradient: Input, velocity: Output?, learningRate: Float,
    momentum: Float, dampening: Float, nesterov: Bool, weightDecay: Float)

  /// Does a step of Adam (Kingma and Ba, 2015).
  ///
  /// The corrections are `1 - beta1ᵗ` and `1 - beta2ᵗ` in step t. A `decoupled` decay instead shrinks the
  /// parameter by `learningRate weightDecay`, which is AdamW (Loshchilov and Hutter, 2019).
  static func adamStep(
    count: Int, _ parameter: Output, _ gradient: Input, mean: Output, square: Output,
    learningRate: Float, beta1: Float, beta2: Float, epsilon: Float, correction1: Float,
    correction2: Float, weightDecay: Float, decoupled: Bool)

  /// Does a step of RMSprop (Tieleman and Hinton, 2012), with momentum if there is a `velocity`.
  ///
  /// `square = decay square + (1 - decay) gradient²`; the step is `gradient / (sqrt(square) + epsilon)`.
  static func rootMeanSquareStep(
    count: Int, _ parameter: Output, _ gradient: Input, square: Output, velocity: Output?,
    learningRate: Float, decay: Float, epsilon: Float, momentum: Float, weightDecay: Float)

  /// Does a step of AdaGrad (Duchi, Hazan and Singer, 2011): `square = square + gradient²`, and the step
  /// is `gradient / (sqrt(square) + epsilon)`.
  static func adaptiveGradientStep(
    count: Int, _ parameter: Output, _ gradient: Input, square: Output, learningRate: Float,
    epsilon: Float, weightDecay: Float)
}
