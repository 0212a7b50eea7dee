import Testing

@Test func placeholderPlots() {}
