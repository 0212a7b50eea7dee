/// The scripts that other services run.
enum AutograderFiles {
  /// Gradescope's `setup.sh`: runs once, when the image is made.
  static func setup(options: String) -> String {
    """
    #!/usr/bin/env bash
    # Prepares the image: the Swift toolchain, the tool, and one build of everything that grading needs.
    # AUTOGRADER_ROOT is for trying it outside Gradescope.
    set -euo pipefail
    root=${AUTOGRADER_ROOT:-/autograder}
    version=${SWIFT_VERSION:-6.3.1}

    if ! command -v swift >/dev/null; then
      apt-get update
      apt-get install -y binutils ca-certificates curl git gcc libc6-dev libcurl4-openssl-dev \\
        libedit2 libgcc-11-dev libpython3-dev libsqlite3-0 libstdc++-11-dev libxml2-dev \\
        libz3-dev pkg-config tzdata zlib1g-dev bubblewrap
      release=$(. /etc/os-release && echo "$VERSION_ID")
      arch=$(uname -m)
      suffix=$([ "$arch" = aarch64 ] && echo "-aarch64" || true)
      name=swift-$version-RELEASE-ubuntu$release$suffix
      folder=https://download.swift.org/swift-$version-release/ubuntu${release//./}$suffix
      mkdir -p "$root/swift"
      curl -fsSL "$folder/swift-$version-RELEASE/$name.tar.gz" \\
        | tar xz --strip-components=1 -C "$root/swift"
    fi
    export PATH="$root/swift/usr/bin:$PATH"

    cd "$root/source/course"
    swift build --product descent
    # A submission with nothing in it: what it builds is there when the first real one comes.
    warm=$(mktemp -d)
    mkdir -p "$warm/class/nobody"
    .build/debug/descent grade-all "$warm/class" --jobs 1\(options)
    rm -rf "$warm"

    """
  }

  /// Gradescope's `run_autograder`: runs for every submission.
  static func run(options: String) -> String {
    """
    #!/usr/bin/env bash
    # Grades one submission and leaves results.json where Gradescope looks for it.
    set -uo pipefail
    root=${AUTOGRADER_ROOT:-/autograder}
    export PATH="$root/swift/usr/bin:$PATH"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    mkdir -p "$work/class" "$root/results"
    cp -RP "$root/submission" "$work/class/submission"

    cd "$root/source/course" || exit 1
    .build/debug/descent grade-all "$work/class" --output "$work/grades" --jobs 1 --again\(options)
    if [ -f "$work/grades/gradescope/submission.json" ]; then
      cp "$work/grades/gradescope/submission.json" "$root/results/results.json"
    else
      echo '{"score": 0, "output": "The autograder failed. This is not your fault: tell your instructor."}' \\
        >"$root/results/results.json"
    fi

    """
  }

  /// A workflow for GitHub Actions: several machines grade a part each, one puts the parts together.
  static func workflow(shards: Int, options: String) -> String {
    let list = (1...shards).map(String.init).joined(separator: ", ")
    return """
      # Grades the folder `submissions`: \(shards) machines share the work, one puts it together.
      name: grade
      on: workflow_dispatch

      permissions:
        contents: read

      jobs:
        grade:
          strategy:
            fail-fast: false
            matrix:
              shard: [\(list)]
          runs-on: ubuntu-24.04
          container: swift:6.3
          timeout-minutes: 350
          steps:
            - uses: actions/checkout@v4
            - run: swift build --product descent
            - run: >-
                .build/debug/descent grade-all submissions
                --shard ${{ matrix.shard }}/\(shards)
                --output part-${{ matrix.shard }}\(options)
            - uses: actions/upload-artifact@v4
              if: always()
              with:
                name: part-${{ matrix.shard }}
                path: part-${{ matrix.shard }}

        merge:
          needs: grade
          if: always()
          runs-on: ubuntu-24.04
          container: swift:6.3
          steps:
            - uses: actions/checkout@v4
            - uses: actions/download-artifact@v4
              with:
                pattern: part-*
                path: parts
            - run: swift build --product descent
            - run: .build/debug/descent merge parts/* --output grades
            - uses: actions/upload-artifact@v4
              if: always()
              with:
                name: grades
                path: grades

      """
  }
}
