import Descent
import Testing

// A policy and a value function in one model, and the clipped objective of PPO.

private struct ActorCritic: Parameterized {
  var body = Linear(3, 16)
  var policy = Linear(16, 2)
  var value = Linear(16, 1)

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&body, "body")
    visitor.visit(&policy, "policy")
    visitor.visit(&value, "value")
  }

  func callAsFunction(_ states: Tensor) -> (logProbabilities: Tensor, values: Tensor) {
    let hidden = tanh(body(states))
    return (logSoftmax(policy(hidden), axis: 1), value(hidden).reshaped([states.shape[0]]))
  }
}

@Test("call site: the update of PPO")
func proximalPolicy() {
  withSeed(1) {
    var model = ActorCritic()
    var optimizer = Adam(for: model, learningRate: 0.01)
    for _ in 0..<30 {
      // One step long: the reward is 1 if the action says whether the first number is positive.
      let states = Tensor.normal([64, 3])
      let old = model(states)
      let actions = categorical(logits: old.logProbabilities)
      let oldChosen = old.logProbabilities.takeAlong(actions, axis: 1)
      let rewards = Tensor((0..<64).map { (states[$0, 0] > 0) == (actions[$0] == 1) ? 1 : 0 })
      let advantages = (rewards - old.values).reshaped([64, 1])
      for _ in 0..<4 {
        var (_, gradient) = valueWithGradient(at: &model) { model in
          let (logs, values) = model(states)
          let ratio = exp(logs.takeAlong(actions, axis: 1) - oldChosen)
          let clipped = ratio.clipped(min: 0.8, max: 1.2)
          let gain = minimum(ratio * advantages, clipped * advantages).mean()
          let entropy = -(exp(logs) * logs).sum(axis: 1).mean()
          return 0.5 * square(values - rewards).mean() - gain - 0.01 * entropy
        }
        gradient.clipGlobalNorm(to: 0.5)
        optimizer.update(&model, along: gradient)
      }
    }
    let states = Tensor.normal([200, 3])
    let answers = model(states).logProbabilities.argmax(axis: 1)
    #expect((0..<200).count { (states[$0, 0] > 0) == (answers[$0] == 1) } > 170)
  }
}
