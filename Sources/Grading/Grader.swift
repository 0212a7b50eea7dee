import Course

extension Exercise {
  /// Grades an implementation in this process, with the public random numbers.
  ///
  /// A crash or an endless loop in the implementation ends this process or keeps it: student code is
  /// graded in a process of its own, see ``IsolatedRun``.
  ///
  /// - Parameter salt: The instructor's salt; with it, every random check runs with private numbers too.
  public func grade(_ implementation: Implementation, salt: String? = nil) -> Grade {
    var log = GradeAssembly(header)
    run(implementation, salt: salt) { log.add($0) }
    return log.grade
  }

  /// What is known before any check runs.
  var header: GradeEvent {
    .started(
      id: card.id, title: card.title,
      checks: checks.map { Verdict(name: $0.name, points: $0.points, passed: false) })
  }

  /// Runs the checks from number `first` on and reports each as soon as it is known, so that a crash in
  /// one check does not take the verdicts before it along.
  func run(
    _ implementation: Implementation, from first: Int = 0, salt: String? = nil,
    report: (GradeEvent) -> Void
  ) {
    report(header)
    report(.terms(scoring: Scoring.requested ?? scoring, isPrivate: salt != nil))
    let detective = Detective(exercise: self)
    var failed: [(verdict: Verdict, run: CheckRun)] = []
    for index in checks.indices.dropFirst(first) {
      report(.entered(check: index))
      let seen: CheckRun
      do {
        seen = try decisiveRun(index, implementation, salt: salt)
      } catch {
        report(.notAttempted(check: index, reason: error.description))
        continue
      }
      detective.see(seen)
      let verdict = Verdict(
        name: checks[index].name, points: checks[index].points,
        passed: seen.evidence.failure == nil, message: seen.message)
      report(.finished(check: index, verdict: verdict))
      guard !verdict.passed else { continue }
      failed.append((verdict, seen))
      // A later check may end this process: what can be said by now is said now.
      report(named(verdict, seen, by: detective))
    }
    // Only now is every value known that can decide between two misconceptions.
    for (verdict, seen) in failed { report(named(verdict, seen, by: detective)) }
    report(.completed)
  }

  /// The verdict on a check that failed, with the misconception that explains what was seen so far.
  private func named(
    _ verdict: Verdict, _ seen: CheckRun, by detective: Detective<Implementation>
  ) -> GradeEvent {
    var verdict = verdict
    if let wrong = detective.misconception(behind: seen) {
      verdict.misconception = .init(name: wrong.name, explanation: wrong.explanation)
    }
    return .finished(check: seen.check, verdict: verdict)
  }

  /// Runs a check with the public numbers and, where it draws any and passes, with the private ones.
  private func decisiveRun(
    _ index: Int, _ implementation: Implementation, salt: String?
  ) throws(NotImplemented) -> CheckRun {
    let open = CheckRun(
      check: index, variation: nil, evidence: try gather(checks[index], implementation))
    guard let salt, open.evidence.drawsNumbers, open.evidence.failure == nil else { return open }
    let variation = PrivateNumbers.variation(
      salt: salt, exercise: card.id, check: checks[index].name)
    return CheckRun(
      check: index, variation: variation,
      evidence: try gather(checks[index], implementation, variation: variation))
  }

  /// Runs one check.
  ///
  /// - Parameter variation: Exchanges the random numbers; `nil` gives the public ones.
  /// - Throws: `NotImplemented` where the implementation is a stub; other errors are a failure.
  func gather(
    _ check: Check, _ implementation: Implementation, variation: UInt64? = nil
  ) throws(NotImplemented) -> Evidence {
    var evidence = Evidence(variation: variation)
    do {
      try check.body(implementation, &evidence)
    } catch let error as NotImplemented {
      throw error
    } catch {
      evidence.threw(error)
    }
    return evidence
  }
}

/// One run of one check.
struct CheckRun {
  let check: Int
  let variation: UInt64?
  let evidence: Evidence

  /// What the failure says; it tells private numbers from public ones.
  var message: String? {
    evidence.failure.map { variation == nil ? $0 : "with other random numbers: \($0)" }
  }
}
