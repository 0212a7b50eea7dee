import Descent
import Testing

// Q-learning with a target network: a copy is a copy, and what is captured is a constant.

@Test("call site: deep Q-learning with a target network")
func deepQ() {
  withSeed(1) {
    // A corridor of five cells; the right end pays 1 and ends the walk.
    var network = Sequential {
      Linear(5, 32)
      Activation.relu
      Linear(32, 2)
    }
    var target = network
    var optimizer = Adam(for: network, learningRate: 0.003)
    for step in 0..<800 {
      if step.isMultiple(of: 20) { target = network }
      let cells = randomIntegers(in: 0..<4, count: 32)
      let actions = randomIntegers(in: 0..<2, count: 32)
      let next = zip(cells, actions).map { $1 == 1 ? $0 + 1 : Swift.max(0, $0 - 1) }
      let isOver = Tensor(next.map { $0 == 4 ? 1 : 0 })
      let states = Tensor.oneHot(cells, classes: 5)
      let value = target(Tensor.oneHot(next, classes: 5)).max(axis: 1)
      let wanted = isOver + (1 - isOver) * 0.9 * value
      optimizer.step(&network) { network in
        let taken = network(states).takeAlong(actions, axis: 1).reshaped([32])
        return square(taken - wanted).mean()
      }
    }
    let values = network(Tensor.identity(5)).max(axis: 1)[0..<4]
    #expect(values.isClose(to: Tensor([0.729, 0.81, 0.9, 1]), absolute: 0.1), "\(values)")
  }
}
