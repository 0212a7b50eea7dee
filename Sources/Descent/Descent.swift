// `import Descent` brings the whole framework: the tensor, the data, the pictures, the files, and
// every chapter.
@_exported public import Backpropagation
@_exported public import Datasets
@_exported public import Interchange
@_exported public import MultilayerPerceptrons
@_exported public import Optimization
@_exported public import Perceptrons
@_exported public import Plots
@_exported public import TensorBasics
@_exported public import Tensors
@_exported public import Training
