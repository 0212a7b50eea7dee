import Testing

@Test func placeholderCommandTool() {}
