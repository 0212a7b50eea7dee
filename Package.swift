// swift-tools-version: 6.3

import PackageDescription

// MARK: The book

/// One chapter of the book.
///
/// Everything that it consists of follows from its line: the chapter's module, the exercises, their
/// checks, the project and the tests.
struct Chapter {
  let number: String
  let name: String
  /// The names of the earlier chapters that this one builds on.
  var imports: [String] = []

  var folder: String { "\(number)-\(name)" }
}

let book = [
  Chapter(number: "01", name: "TensorBasics"),
  Chapter(number: "03", name: "Perceptrons"),
  Chapter(number: "04", name: "MultilayerPerceptrons", imports: ["Perceptrons"]),
  Chapter(
    number: "05", name: "Backpropagation", imports: ["Perceptrons", "MultilayerPerceptrons"]),
  Chapter(
    number: "06", name: "Optimization", imports: ["Perceptrons", "MultilayerPerceptrons"]),
  Chapter(
    number: "07", name: "Training",
    imports: ["Perceptrons", "MultilayerPerceptrons", "Optimization"]),
]

// MARK: What to build

/// The folder inside this package whose `NN-Name` folders hold the answers to grade: `Exercises` (the
/// student's), `Solutions`, or a fresh copy of a submission under `.grade`.
let submission = Context.environment["SUBMISSION"] ?? "Exercises"

/// `CHAPTER=03` limits the package to one chapter and those it builds on, so that a file that does not
/// compile elsewhere is not in the way.
let onlyChapter = Context.environment["CHAPTER"]

/// `GRADES=only` leaves out the tests that do not depend on the answers: nothing else is built for a class.
let gradesOnly = Context.environment["GRADES"] == "only"

/// The chapters whose exercises, projects and tests are built.
let graded = book.filter { onlyChapter == nil || onlyChapter == $0.number }

/// The chapters whose modules are built: those, and what they build on.
let read = book.filter { chapter in
  graded.contains { $0.name == chapter.name } || isNeeded(chapter.name, by: graded)
}

func isNeeded(_ name: String, by chapters: [Chapter]) -> Bool {
  chapters.contains { chapter in
    chapter.imports.contains(name)
      || isNeeded(name, by: book.filter { chapter.imports.contains($0.name) })
  }
}

// MARK: Flags

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Compiles a module as a whole, which lets generic code be specialized across files.
///
/// SwiftPM expects one object per file, hence the threads; it asks for batches, hence the rest.
let wholeModule = ["-wmo", "-num-threads", "2", "-disable-batch-mode"]

/// Optimized in debug builds too, so that plain `swift test` and `swift run` are fast.
let fast =
  strict + [.unsafeFlags(["-O"] + wholeModule, .when(configuration: .debug))]

/// Kernels check nothing: their callers have checked the shapes.
///
/// `-fno-math-errno` turns a square root into one instruction.
func kernel(_ features: String...) -> [SwiftSetting] {
  let machine = (["-fno-math-errno"] + features).flatMap { ["-Xcc", $0] }
  return strict + [.unsafeFlags(["-Ounchecked"] + wholeModule + machine)]
}

/// Not optimized, as tests are, but compiled as a whole.
///
/// File by file the compiler would skip a file whose imports look the same. But a type of one module can
/// hold a type of another; when that one grows, a file that was skipped works on memory that is laid out
/// differently, and crashes.
let plain: [SwiftSetting] = [.unsafeFlags(wholeModule, .when(configuration: .debug))]

/// Student code is not optimized, so that a trap keeps its message and its line.
///
/// A warning does not stop it. The solutions set an example.
let answers =
  plain + (submission == "Solutions" ? [.treatAllWarnings(as: .error)] : [])

// MARK: Targets

var targets: [Target] = []
var products: [Product] = []

func dependencies(_ names: [String]) -> [Target.Dependency] { names.map { .byName(name: $0) } }

func library(
  _ name: String, uses: [String] = [], path: String? = nil, exclude: [String] = [],
  resources: [Resource] = [], settings: [SwiftSetting] = fast
) -> Target {
  .target(
    name: name, dependencies: dependencies(uses), path: path, exclude: exclude,
    resources: resources, swiftSettings: settings)
}

func program(
  _ name: String, uses: [String], path: String? = nil, exclude: [String] = [],
  settings: [SwiftSetting] = []
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies(uses), path: path, exclude: exclude,
    swiftSettings: fast + settings)
}

func tests(
  _ name: String, uses: [String], path: String? = nil, exclude: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies(uses), path: path, exclude: exclude,
    swiftSettings: strict + plain)
}

// Floor 0: one kernel source, compiled for several instruction sets. The twins' files are links to it.
var kernels = ["Kernels"]
targets += [
  library("KernelInterface"),
  library("Kernels", uses: ["KernelInterface"], settings: kernel()),
]
#if arch(x86_64)
  kernels += ["KernelsAVX2", "KernelsAVX512"]
  targets += [
    library(
      "KernelsAVX2", uses: ["KernelInterface"],
      settings: kernel("-mavx2", "-mfma") + [.define("AVX2")]),
    library(
      "KernelsAVX512", uses: ["KernelInterface"],
      settings: kernel("-mavx512f", "-mavx2", "-mfma") + [.define("AVX512")]),
  ]
#endif

// Floors 1 and 2: the tensor, and what feeds, shows and stores it.
let foundations = ["Tensors", "Datasets", "Plots", "Interchange"]
targets += [
  library("Tensors", uses: ["KernelInterface"] + kernels, exclude: ["README.md"]),
  library("Datasets", uses: ["Tensors"], resources: [.copy("Resources")]),
  library("Plots", uses: ["Tensors"]),
  library("Interchange", uses: ["Tensors", "Datasets"]),
]

// The side: what the course consists of, and how answers are graded.
targets += [
  library("Course"),
  library("Grading", uses: ["Course", "Tensors"], exclude: ["README.md"]),
  library("GradingSuites", uses: ["Course", "Grading"]),
  library("Gradebook", uses: ["Course", "Grading", "Plots"]),
]

// Floor 3: the chapters, and what belongs to each.
for chapter in read {
  targets += [
    library(
      chapter.name, uses: foundations + chapter.imports, path: "Chapters/\(chapter.folder)",
      exclude: ["README.md", "Figures"]),
    library(
      "\(chapter.name)Checks", uses: ["Course", "Grading", chapter.name] + foundations,
      path: "Sources/Checks/\(chapter.folder)", exclude: ["Mutants.md"]),
  ]
}
for chapter in graded {
  // An answer sees the chapters before its own: nobody can call what is to be written.
  let sees = ["Course"] + foundations + chapter.imports
  // What grades answers is apart from the chapter's own tests, which an edited answer need not build again.
  let grading = ["Grading", "GradingSuites", "\(chapter.name)Checks"]
  targets += [
    library(
      "\(chapter.name)Exercises", uses: sees, path: "\(submission)/\(chapter.folder)",
      settings: answers),
    library(
      "\(chapter.name)Project", uses: sees + ["\(chapter.name)Exercises"],
      path: "Sources/Projects/\(chapter.folder)"),
    tests(
      "\(chapter.name)Grading",
      uses: sees + grading + ["\(chapter.name)Exercises", "\(chapter.name)Project"],
      path: "Tests/\(chapter.folder)/Grading"),
  ]
  if !gradesOnly {
    targets.append(
      tests(
        "\(chapter.name)Tests", uses: sees + grading + [chapter.name],
        path: "Tests/\(chapter.folder)", exclude: ["Grading"]))
  }
}

// What links the projects is apart from the tool, so that a student's compile error never breaks it.
targets.append(
  program(
    "ProjectRunner", uses: ["Plots"] + graded.map { "\($0.name)Project" },
    path: "Sources/Projects/Runner", settings: graded.map { .define("HAS_\($0.number)") }))

// Floor 4, the tool, and the tests of everything that is not a chapter.
if onlyChapter == nil {
  let chapters = book.map(\.name)
  targets += [
    library("Descent", uses: foundations + chapters),
    program(
      "CommandTool",
      uses: ["Course", "Grading", "Gradebook"] + foundations + chapters
        + chapters.map { "\($0)Checks" }),
    program("Benchmarks", uses: foundations + chapters, exclude: ["peers"]),
    tests("KernelsTests", uses: ["KernelInterface", "Tensors"] + kernels),
    tests("TensorsTests", uses: ["KernelInterface", "Tensors"]),
    tests("DatasetsTests", uses: ["Datasets", "Tensors"]),
    tests("PlotsTests", uses: ["Plots", "Tensors"]),
    tests("InterchangeTests", uses: ["Interchange", "Tensors"]),
    tests("GradingTests", uses: ["Course", "Grading", "GradingSuites", "Tensors"]),
    tests("GradebookTests", uses: ["Course", "Grading", "Gradebook", "Plots"]),
    tests("DescentTests", uses: ["Descent"]),
    tests("CommandToolTests", uses: ["CommandTool", "Course", "Grading", "Gradebook"]),
    tests("BenchmarksTests", uses: ["Benchmarks", "Tensors"]),
  ]
  products += [
    .library(name: "Descent", targets: ["Descent"]),
    .executable(name: "descent", targets: ["CommandTool"]),
    .executable(name: "bench", targets: ["Benchmarks"]),
  ]
}

let package = Package(
  name: "Descent", platforms: [.macOS(.v15)], products: products, targets: targets,
  swiftLanguageModes: [.v6])
