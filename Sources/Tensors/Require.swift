/// Stops the program with `message` unless `condition` holds.
///
/// A wrong shape is a mistake in the program, not in its data, so it ends the program at once. The
/// message names the operation and prints the shapes, and it is kept in optimized builds, where
/// `precondition` would say nothing.
public func require(
  _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String,
  file: StaticString = #fileID, line: UInt = #line
) {
  if !condition() { fatalError(message(), file: file, line: line) }
}
