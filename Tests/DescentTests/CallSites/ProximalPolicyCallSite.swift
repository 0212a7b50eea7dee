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
    return (logSoftmax(policy(hidden), axis: 1), value(hidden).squeezed(axis: 1))
  }
}

@Test("call site: the update of PPO")
func proximalPolicy() {
  withSeed(1) {
    var model = ActorCritic()
    var optimizer = Adam(for: model, learningRate: 0.01)
    let gained = (0..<30).map { _ in
      // One step long: the reward is 1 if the action says whether the first number is positive.
      let states = Tensor.normal([64, 3])
      let old = model(states)
      let actions = categorical(logits: old.logProbabilities)
      let rewards = Tensor((0..<64).map { (states[$0, 0] > 0) == (actions[$0] == 1) ? 1 : 0 })
      let advantages = (rewards - old.values).reshaped([64, 1])
      for _ in 0..<4 {
        optimizer.step(&model, mostNorm: 0.5) { model in
          let (logs, values) = model(states)
          let ratio = exp((logs - old.logProbabilities).takeAlong(actions, axis: 1))
          let gain = minimum(ratio * advantages, ratio.clipped(min: 0.8, max: 1.2) * advantages)
          let entropy = -(exp(logs) * logs).sum(axis: 1).mean()
          return 0.5 * square(values - rewards).mean() - gain.mean() - 0.01 * entropy
        }
      }
      return rewards.mean().scalar
    }
    #expect(gained[0] < 0.7 && gained[29] > 0.85)
  }
}
