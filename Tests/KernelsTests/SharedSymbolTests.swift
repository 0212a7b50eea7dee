// Elsewhere there are no twins, or the object files are not where this looks for them.
#if os(Linux) && arch(x86_64)
  import Foundation
  import Testing

  /// Code that the linker would merge between the twins must not exist.
  ///
  /// Every twin is compiled for other instructions. If an object file defines a function under a name
  /// that other modules define too (a specialization from the standard library, say), the linker keeps
  /// one copy, and a program may then run AVX-512 code on a processor that has none.
  @Suite struct SharedSymbolTests {
    private var buildFolder: URL {
      // …/debug/DescentPackageTests.xctest
      let executable = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      return executable.deletingLastPathComponent()
    }

    private var tool: URL? {
      let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      for folder in folders {
        for name in ["nm", "llvm-nm"] {
          let url = URL(fileURLWithPath: String(folder)).appendingPathComponent(name)
          if FileManager.default.isExecutableFile(atPath: url.path) { return url }
        }
      }
      return nil
    }

    private func symbols(_ tool: URL, _ objects: [URL]) throws -> [String] {
      let process = Process()
      process.executableURL = tool
      process.arguments = objects.map(\.path)
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let output = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test(arguments: ["Kernels", "KernelsAVX2", "KernelsAVX512"])
    func objectsShareNoCode(_ module: String) throws {
      let folder = buildFolder.appendingPathComponent("\(module).build")
      let files = try? FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil)
      let objects = (files ?? []).filter { $0.pathExtension == "o" }
      guard let tool, !objects.isEmpty else {
        print(
          "skipped: \(tool == nil ? "there is no nm in PATH" : "no object files in \(folder.path)")"
        )
        return
      }
      let lines = try symbols(tool, objects)
      // W: a function that may be merged. V, data, is harmless: it holds no instructions.
      let shared = lines.filter { line in
        line.contains(" W ") && !line.contains("$s\(module.count)\(module)")
      }
      #expect(lines.contains { $0.contains("\(module.count)\(module)") }, "nm found no symbols")
      #expect(shared.isEmpty, "\(shared.joined(separator: "\n"))")
    }
  }
#endif
