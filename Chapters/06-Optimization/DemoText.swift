// Numbers as the demo writes them.

import Plots

/// Writes a learning rate as it stands in a grid of one, three, ten: `0.003`.
func rateText(_ rate: Float) -> String {
  var decimals = 0
  var scaled = rate
  while decimals < 6 && Swift.abs(scaled - scaled.rounded()) > 1e-3 * scaled {
    scaled *= 10
    decimals += 1
  }
  return fixed(rate, decimals)
}
