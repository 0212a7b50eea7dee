import Foundation

/// When the Swift files under a folder were last written, to see which ones have changed.
struct FileStates: Equatable {
  private var states: [String: State] = [:]

  private struct State: Equatable {
    let modified: Date
    let size: Int
    let number: Int
  }

  /// Looks at the `NN-Name/File.swift` under `folder`.
  init(of folder: URL) {
    let files = FileManager.default
    for chapter in (try? files.contentsOfDirectory(atPath: folder.path)) ?? [] {
      let path = folder.appendingPathComponent(chapter).path
      for file in (try? files.contentsOfDirectory(atPath: path)) ?? []
      where file.hasSuffix(".swift") {
        guard let attributes = try? files.attributesOfItem(atPath: "\(path)/\(file)") else {
          continue
        }
        states["\(chapter)/\(file)"] = State(
          modified: attributes[.modificationDate] as? Date ?? .distantPast,
          size: attributes[.size] as? Int ?? 0,
          number: attributes[.systemFileNumber] as? Int ?? 0)
      }
    }
  }

  /// The files that are new or different now, as `NN-Name/File.swift`, the latest one last.
  func changes(to now: FileStates) -> [String] {
    now.states.filter { states[$0.key] != $0.value }
      .sorted { ($0.value.modified, $0.key) < ($1.value.modified, $1.key) }
      .map(\.key)
  }
}
