public import KernelInterface

/// The kernels, compiled for one instruction set.
///
/// The same sources are compiled several times with other flags: for every x86-64 processor or for
/// arm64 (`Kernels`), for AVX2 and FMA (`KernelsAVX2`) and for AVX-512 (`KernelsAVX512`). Code here uses
/// only pointers, numbers and internal types: a generic function of the standard library would be
/// emitted under one name by all three, and the linker would keep any one of them.
public enum VectorKernels: KernelSet {}
