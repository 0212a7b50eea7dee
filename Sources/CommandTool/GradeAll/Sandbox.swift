import Foundation

/// What keeps answers from the network, from the solutions and from writing anywhere but into their own
/// folder: a program of the system, where there is one.
enum Sandbox: String, CaseIterable {
  case bwrap
  case unshare

  /// The first that works here, or `nil`.
  static func detect() -> Sandbox? {
    allCases.first { sandbox in
      guard let path = sandbox.path else { return false }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: path)
      switch sandbox {
      case .bwrap:
        process.arguments = ["--ro-bind", "/", "/", "--unshare-all", "--", "/bin/true"]
      case .unshare:
        process.arguments = sandbox.options + ["/bin/sh", "-c", "mount -t tmpfs none /tmp"]
      }
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { return false }
      process.waitUntilExit()
      return process.terminationReason == .exit && process.terminationStatus == 0
    }
  }

  private var path: String? {
    ["/usr/bin/", "/bin/", "/usr/local/bin/"].map { $0 + rawValue }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private var options: [String] {
    [
      "--map-root-user", "--mount", "--net", "--pid", "--ipc", "--fork", "--kill-child",
      "--mount-proc",
    ]
  }

  /// The command that runs `program` inside, with `run` as the only folder that can be written to.
  func wrap(_ program: [String], package: CoursePackage, run: URL) -> [String] {
    guard let path else { return program }
    let solutions = package.url("Solutions").path
    let hasSolutions = FileManager.default.fileExists(atPath: solutions)
    switch self {
    case .bwrap:
      return [
        path, "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
        "--bind", run.path, run.path,
      ] + (hasSolutions ? ["--tmpfs", solutions] : []) + [
        "--unshare-all", "--die-with-parent", "--chdir", run.path, "--",
      ] + program
    case .unshare:
      // Every file system read-only, then one folder that is not. What the kernel does not let anyone
      // mount again, such as /proc, holds nothing that can be written to without rights.
      let script = """
        set -e
        run=$1; solutions=$2; shift 2
        mount --make-rprivate /
        mount --bind "$run" "$run"
        if [ -d "$solutions" ]; then mount -t tmpfs -o ro none "$solutions"; fi
        cut -d' ' -f5 /proc/self/mountinfo | sort -r | while read -r place; do
          case "$place" in "$run"|/proc*|/sys*|/dev*) continue ;; esac
          mount -o remount,bind,ro "$(printf '%b' "$place")" 2>/dev/null || true
        done
        cd "$run"
        exec "$@"
        """
      return [path] + options + ["/bin/sh", "-c", script, "sh", run.path, solutions] + program
    }
  }
}
