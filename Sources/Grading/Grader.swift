import Course

extension Exercise {
  /// Grades an implementation in this process.
  ///
  /// A crash or an endless loop in the implementation ends this process or keeps it: student code is
  /// graded in a process of its own, see ``IsolatedRun``.
  public func grade(_ implementation: Implementation) -> Grade {
    var log = GradeAssembly(header)
    run(implementation) { log.add($0) }
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
  func run(_ implementation: Implementation, from first: Int = 0, report: (GradeEvent) -> Void) {
    report(header)
    var seen: [(check: Check, evidence: Evidence)] = []
    var failed: [(index: Int, verdict: Verdict, evidence: Evidence)] = []
    for index in checks.indices.dropFirst(first) {
      report(.entered(check: index))
      let check = checks[index]
      let evidence: Evidence
      do {
        evidence = try gather(check, implementation)
      } catch {
        report(.notAttempted(check: index, reason: error.description))
        continue
      }
      seen.append((check, evidence))
      var verdict = Verdict(
        name: check.name, points: check.points, passed: evidence.failure == nil,
        message: evidence.failure)
      if !verdict.passed {
        verdict.misconception = diagnose(evidence, in: check, among: seen)
        failed.append((index, verdict, evidence))
      }
      report(.finished(check: index, verdict: verdict))
    }
    // What came later can decide between two misconceptions that looked the same at first.
    for (index, verdict, evidence) in failed {
      var verdict = verdict
      verdict.misconception = diagnose(evidence, in: checks[index], among: seen)
      report(.finished(check: index, verdict: verdict))
    }
    report(.completed)
  }

  /// Runs one check.
  ///
  /// - Throws: `NotImplemented` where the implementation is a stub; other errors are a failure.
  func gather(_ check: Check, _ implementation: Implementation) throws(NotImplemented) -> Evidence {
    var evidence = Evidence()
    do {
      try check.body(implementation, &evidence)
    } catch let error as NotImplemented {
      throw error
    } catch {
      evidence.threw(error)
    }
    return evidence
  }

  /// Finds the misconception whose output in a failed check is the student's.
  ///
  /// Several wrong answers can agree on one input. Then the one that agrees with the student's answer
  /// in most of the checks seen so far is named.
  private func diagnose(
    _ evidence: Evidence, in check: Check, among seen: [(check: Check, evidence: Evidence)]
  ) -> Verdict.Misconception? {
    func agrees(_ wrong: Misconception, _ check: Check, _ evidence: Evidence) -> Bool {
      (try? gather(check, wrong.implementation)).map { evidence.resembles($0) } ?? false
    }
    let suspects = misconceptions.filter { agrees($0, check, evidence) }
    guard suspects.count > 1 else { return suspects.first.map { .init($0) } }
    let agreements = suspects.map { wrong in
      seen.filter { agrees(wrong, $0.check, $0.evidence) }.count
    }
    let most = agreements.max()
    return agreements.firstIndex { $0 == most }.map { .init(suspects[$0]) }
  }
}

extension Verdict.Misconception {
  init<Implementation>(_ misconception: Exercise<Implementation>.Misconception) {
    self.init(name: misconception.name, explanation: misconception.explanation)
  }
}
