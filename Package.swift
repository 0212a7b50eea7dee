// swift-tools-version: 6.3

import PackageDescription

// MARK: The book

/// One chapter of the book. Everything that a chapter consists of follows from this line: the chapter's
/// module, the exercises, their checks, the project and the tests.
struct Chapter {
  let number: String
  let name: String
  /// Names of the earlier chapters that this one builds on, nearest last.
  var imports: [String] = []

  var folder: String { "\(number)-\(name)" }
}

let book = [
  Chapter(number: "03", name: "Perceptrons")
]

// MARK: What to build

/// The folder, inside this package, whose `NN-Name` folders hold the answers to grade:
/// `Exercises` (the student's), `Solutions`, or a fresh copy of a submission under `.grade`.
let submission = Context.environment["SUBMISSION"] ?? "Exercises"

/// `CHAPTER=03` limits the exercises, projects and tests to one chapter, so that a file that does not
/// compile elsewhere is not in the way.
let onlyChapter = Context.environment["CHAPTER"]

// MARK: Flags

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Optimized in debug builds too, so that plain `swift test` and `swift run` are fast. `-wmo` lets
/// generic code be specialized across files; the rest makes `-wmo` work in a debug build.
let fast: [SwiftSetting] =
  strict + [
    .unsafeFlags(
      ["-O", "-wmo", "-num-threads", "2", "-disable-batch-mode"],
      .when(configuration: .debug))
  ]

/// Kernels check nothing: their callers have checked the shapes. `-fno-math-errno` turns a square root
/// into one instruction.
func kernel(_ instructionSet: String...) -> [SwiftSetting] {
  let features = instructionSet.flatMap { ["-Xcc", $0] }
  return strict + [
    .unsafeFlags(
      [
        "-Ounchecked", "-wmo", "-num-threads", "2", "-disable-batch-mode", "-Xcc",
        "-fno-math-errno",
      ] + features)
  ]
}

// MARK: Targets

var targets: [Target] = []
var products: [Product] = []

/// A library of ours, optimized.
func library(
  _ name: String, uses: [String] = [], path: String? = nil, settings: [SwiftSetting]? = nil,
  resources: [Resource] = [], exclude: [String] = []
) -> Target {
  .target(
    name: name, dependencies: uses.map { .byName(name: $0) }, path: path, exclude: exclude,
    resources: resources, swiftSettings: settings ?? fast)
}

func tests(
  _ name: String, uses: [String], path: String? = nil, exclude: [String] = [],
  resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: uses.map { .byName(name: $0) }, path: path, exclude: exclude,
    resources: resources, swiftSettings: strict)
}

// Floor 0: one kernel source compiled for several instruction sets. The twins' files are symbolic links.
#if arch(x86_64)
  let kernels = ["Kernels", "KernelsAVX2", "KernelsAVX512"]
  targets += [
    library(
      "KernelsAVX2", uses: ["KernelInterface"],
      settings: kernel("-mavx2", "-mfma") + [.define("AVX2")]),
    library(
      "KernelsAVX512", uses: ["KernelInterface"],
      settings: kernel("-mavx512f", "-mavx2", "-mfma") + [.define("AVX512")]),
  ]
#else
  let kernels = ["Kernels"]
#endif
targets += [
  library("KernelInterface"),
  library("Kernels", uses: ["KernelInterface"], settings: kernel()),
]

// Floors 1 and 2: the tensor, and what feeds and shows it.
let foundations = ["Tensors", "Datasets", "Plots"]
targets += [
  library("Tensors", uses: ["KernelInterface"] + kernels),
  library("Datasets", uses: ["Tensors"], resources: [.copy("Resources")]),
  library("Plots", uses: ["Tensors"]),
]

// The side: what the course consists of, and how answers are graded.
targets += [
  library("Course"),
  library("Grading", uses: ["Course", "Tensors"]),
  library("GradingSuites", uses: ["Course", "Grading"]),
]

// Floor 3: the chapters, and what belongs to each.
for chapter in book {
  targets.append(
    library(
      chapter.name, uses: foundations + chapter.imports, path: "Chapters/\(chapter.folder)",
      exclude: ["README.md", "Figures"]))
  targets.append(
    library(
      "\(chapter.name)Checks", uses: ["Course", "Grading", chapter.name] + foundations,
      path: "Sources/Checks/\(chapter.folder)"))
}
for chapter in book where onlyChapter == nil || onlyChapter == chapter.number {
  // Student code is not optimized: a trap keeps its message and its line.
  let uses = ["Course"] + foundations + chapter.imports
  targets += [
    library(
      "\(chapter.name)Exercises", uses: uses, path: "\(submission)/\(chapter.folder)",
      settings: strict),
    library(
      "\(chapter.name)Project", uses: uses + ["\(chapter.name)Exercises"],
      path: "Sources/Projects/\(chapter.folder)"),
    tests(
      "\(chapter.name)Tests",
      uses: [
        chapter.name, "\(chapter.name)Checks", "\(chapter.name)Exercises", "\(chapter.name)Project",
        "Course", "Grading", "GradingSuites",
      ] + foundations, path: "Tests/\(chapter.folder)"),
  ]
}

// The program that runs the projects is apart from `descent`, so that a student's compile error never
// breaks the tool.
let chosen = book.filter { onlyChapter == nil || onlyChapter == $0.number }
targets.append(
  .executableTarget(
    name: "ProjectRunner",
    dependencies: (["Course"] + foundations + chosen.map { "\($0.name)Project" }).map {
      .byName(name: $0)
    },
    path: "Sources/Projects/Runner",
    swiftSettings: fast + chosen.map { .define("HAS_\($0.number)") }))

// Floor 4, the tool, and the tests of everything that is not a chapter.
if onlyChapter == nil {
  let chapters = book.map(\.name)
  let checks = book.map { "\($0.name)Checks" }
  targets += [
    library("Descent", uses: foundations + chapters),
    .executableTarget(
      name: "CommandTool",
      dependencies: (["Course", "Grading"] + foundations + chapters + checks).map {
        .byName(name: $0)
      },
      swiftSettings: fast),
    tests("KernelsTests", uses: ["KernelInterface"] + kernels),
    tests("TensorsTests", uses: ["Tensors"]),
    tests("DatasetsTests", uses: ["Datasets", "Tensors"], resources: []),
    tests("PlotsTests", uses: ["Plots", "Tensors"]),
    tests("GradingTests", uses: ["Course", "Grading", "Tensors"]),
    tests("CommandToolTests", uses: ["CommandTool", "Course", "Grading"]),
  ]
  products += [
    .library(name: "Descent", targets: ["Descent"]),
    .executable(name: "descent", targets: ["CommandTool"]),
  ]
}

let package = Package(
  name: "Descent", platforms: [.macOS(.v15)], products: products, targets: targets,
  swiftLanguageModes: [.v6])
