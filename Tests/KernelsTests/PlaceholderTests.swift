import Testing

@Test func placeholderKernels() {}
