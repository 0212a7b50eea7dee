import Foundation

// What is said between the benchmarks and the Python process that runs their peers: one JSON object per
// line. The process speaks first and says what it has; then every request gets one answer. It ends when
// its input ends. `peers/peer.py` is the other side.

/// A library that a peer's work runs on.
struct PeerLibrary: Codable, Equatable {
  let name: String
  let version: String
  /// Which instructions it uses, as far as it tells.
  let instructionSet: String
  /// The kinds of benchmarks that it has a counterpart of.
  let kinds: [String]

  private enum CodingKeys: String, CodingKey {
    case name, version, kinds
    case instructionSet = "instruction set"
  }
}

/// The first line: what is installed and what is not.
struct PeerGreeting: Codable, Equatable {
  let libraries: [PeerLibrary]
  let absent: [String]
}

/// Asks for one sample.
struct PeerRequest: Codable, Equatable {
  /// The name of the benchmark.
  let run: String
  let library: String
  /// How long the sample should last.
  let seconds: Double
}

/// One sample, or why there is none.
struct PeerAnswer: Codable, Equatable {
  var library: String?
  var secondsPerCall: Double?
  var instructionSet: String?
  var error: String?

  private enum CodingKeys: String, CodingKey {
    case library, error
    case secondsPerCall = "seconds per call"
    case instructionSet = "instruction set"
  }
}

/// Why there are no peers, or no more.
struct PeerFailure: Error, Equatable, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// The libraries on the other side of a pair of pipes.
///
/// `exchange` sends a line, or nothing the first time, and returns the line that comes back.
final class Peers {
  let greeting: PeerGreeting
  private let exchange: (String?) throws -> String

  /// Waits for the other side's first line.
  init(_ exchange: @escaping (String?) throws -> String) throws {
    self.exchange = exchange
    greeting = try Self.decode(PeerGreeting.self, try exchange(nil))
  }

  /// The libraries that have a counterpart of a benchmark of this kind.
  func libraries(for kind: String) -> [PeerLibrary] {
    greeting.libraries.filter { $0.kinds.contains(kind) }
  }

  /// Takes one sample.
  ///
  /// - Returns: An answer with either an error or a positive, finite time from the library that was asked.
  /// - Throws: `PeerFailure` if the other side is gone or does not keep to the protocol.
  func sample(_ name: String, library: String, seconds: Double) throws -> PeerAnswer {
    let request = PeerRequest(run: name, library: library, seconds: seconds)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let line = try exchange(String(decoding: try encoder.encode(request), as: UTF8.self))
    let answer = try Self.decode(PeerAnswer.self, line)
    if answer.error != nil { return answer }
    guard answer.library == library, let time = answer.secondsPerCall, time > 0, time.isFinite
    else {
      throw PeerFailure("asked \(library) for \(name), the peer answered \(line)")
    }
    return answer
  }

  private static func decode<Message: Decodable>(
    _ type: Message.Type, _ line: String
  ) throws -> Message {
    do {
      return try JSONDecoder().decode(type, from: Data(line.utf8))
    } catch {
      throw PeerFailure("expected a JSON line from the peer, got: \(line)")
    }
  }
}
