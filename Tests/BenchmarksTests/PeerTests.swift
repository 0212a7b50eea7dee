import Testing

@testable import Benchmarks

@Suite("The protocol of the peers")
struct PeerTests {
  static let greeting = """
    {"libraries": [{"name": "Fake", "version": "1.0", "instruction set": "AVX2", \
    "kinds": ["add", "exp"]}], "absent": ["JAX"]}
    """

  /// Peers that greet and then answer every request with `answer`.
  private func peers(_ answer: String) throws -> Peers {
    try Peers { $0 == nil ? Self.greeting : answer }
  }

  @Test("the greeting says what is there and what is not")
  func greeting() throws {
    let peers = try peers("")
    #expect(peers.greeting.absent == ["JAX"])
    #expect(peers.libraries(for: "exp").map(\.name) == ["Fake"])
    #expect(peers.libraries(for: "exp").first?.instructionSet == "AVX2")
    #expect(peers.libraries(for: "log").isEmpty)
  }

  @Test("a request is one line of JSON, and so is its answer")
  func sample() throws {
    var lines: [String] = []
    let peers = try Peers { line in
      guard let line else { return Self.greeting }
      lines.append(line)
      return #"{"library": "Fake", "seconds per call": 2.5e-6, "instruction set": "AVX2"}"#
    }
    let answer = try peers.sample("add/1000", library: "Fake", seconds: 0.25)
    #expect(lines == [#"{"library":"Fake","run":"add/1000","seconds":0.25}"#])
    #expect(answer.secondsPerCall == 2.5e-6)
    #expect(answer.instructionSet == "AVX2")
    #expect(answer.error == nil)
  }

  @Test("what a library cannot do is an answer, not a failure")
  func cannot() throws {
    let answer = try peers(#"{"library": "Fake", "error": "KeyError: 'add'"}"#)
      .sample("add/1", library: "Fake", seconds: 1)
    #expect(answer.error == "KeyError: 'add'")
    #expect(answer.secondsPerCall == nil)
  }

  @Test(
    "what does not keep to the protocol is refused",
    arguments: [
      "", "Traceback (most recent call last):", "{}", #"{"library": "Fake"}"#,
      #"{"library": "Fake", "seconds per call": 0}"#,
      #"{"library": "Fake", "seconds per call": -1}"#,
      #"{"library": "Other", "seconds per call": 1}"#,
      #"{"library": "Fake", "seconds per call": "1"}"#,
    ])
  func nonsense(line: String) throws {
    let peers = try peers(line)
    let failure = #expect(throws: PeerFailure.self) {
      try peers.sample("add/1", library: "Fake", seconds: 1)
    }
    #expect(failure?.description.contains(line) == true)
  }

  @Test("a first line that is no greeting is refused")
  func noGreeting() {
    #expect(throws: PeerFailure.self) { try Peers { _ in "Python 3.11" } }
  }
}

@Suite("The process of the peers")
struct PeerProcessTests {
  /// Lines of any length arrive whole, also where several come at once and one in pieces.
  @Test("a program answers line by line")
  func lines() throws {
    let script = """
      echo '\(PeerTests.greeting)'
      while read line; do
        printf '{"library": "Fake", '
        sleep 0.05
        echo '"seconds per call": 0.5}'
      done
      """
    let process = try PeerProcess(command: ["sh", "-c", script])
    let peers = try Peers(process.exchange)
    for _ in 0..<2 {
      let answer = try peers.sample("add/1", library: "Fake", seconds: 1)
      #expect(answer.secondsPerCall == 0.5)
    }
    process.close()
  }

  @Test("two lines at once are two answers")
  func twoAtOnce() throws {
    let process = try PeerProcess(command: ["sh", "-c", "printf 'one\\ntwo\\n'; cat >/dev/null"])
    #expect(try process.exchange(nil) == "one")
    #expect(try process.exchange(nil) == "two")
    process.close()
  }

  @Test("the number of threads and the like reach the program")
  func environment() throws {
    let process = try PeerProcess(
      command: ["sh", "-c", "echo $OMP_NUM_THREADS; cat >/dev/null"],
      environment: ["OMP_NUM_THREADS": "7"])
    #expect(try process.exchange(nil) == "7")
    process.close()
  }

  @Test("a program that ends says how it ended")
  func ended() throws {
    let process = try PeerProcess(command: ["sh", "-c", "exit 3"])
    let failure = #expect(throws: PeerFailure.self) { try process.exchange(nil) }
    #expect(failure?.description == "sh ended with status 3")
    // Writing to it afterwards does not end this program.
    #expect(throws: PeerFailure.self) { try process.exchange("more") }
  }

  @Test("a program that does not exist is said")
  func missing() throws {
    let process = try PeerProcess(command: ["no-such-python-here"])
    let failure = #expect(throws: PeerFailure.self) { try process.exchange(nil) }
    #expect(failure?.description.contains("no such program") == true)
  }
}
