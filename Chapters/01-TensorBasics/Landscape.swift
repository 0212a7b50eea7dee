// A picture to compress: a lake between mountains, drawn by formulas.

import Tensors

/// Draws a landscape in shades of grey from 0, black, to 1, white: `[height, width]`.
///
/// Sky and water are smooth, which a few singular values can say; the ridges run aslant, which takes many;
/// the grain on the mountains is noise, which nothing can compress.
func landscape(
  height: Int, width: Int, grain: Float = 0.02, using generator: inout RandomGenerator
) -> Tensor {
  let noise = Tensor.normal([height, width], using: &generator)
  let x = Tensor.linearlySpaced(from: 0, through: 1, count: width)
  let y = Tensor.linearlySpaced(from: 0, through: 1, count: height).reshaped([height, 1])

  // A column [height, 1] and a row [width]: every formula in both is a picture [height, width].
  let far = 0.38 + 0.09 * sin(7 * x + 0.6) + 0.04 * sin(19 * x)
  let near = 0.55 + 0.12 * sin(4 * x + 2.6) + 0.03 * sin(23 * x + 1)
  let shore = Float(0.72)

  let sun = exp(-60 * ((x - 0.7) * (x - 0.7) + (y - 0.18) * (y - 0.18)))
  var picture = 0.78 - 0.35 * y + 0.4 * sun
  picture = select(y + 0 * x .> far + 0 * y, 0.52 - 0.25 * (y - far) + grain * noise, picture)
  picture = select(y + 0 * x .> near + 0 * y, 0.22 + 0.1 * (y - near) + grain * noise, picture)
  // The water mirrors the sky in waves that are lower and closer together far away.
  let waves = 0.06 * sin(300 * (y - shore) * (1.4 - y)) * (1 + 0.5 * sin(9 * x))
  let glitter = 0.25 * exp(-40 * (x - 0.7) * (x - 0.7)) * (1 + sin(120 * y)) / 2
  let water = 0.45 + 0.2 * (y - shore) + waves + glitter
  picture = select(y + 0 * x .> shore, water, picture)
  return picture.clipped(min: 0, max: 1)
}
