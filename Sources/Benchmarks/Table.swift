/// The lines of the report for people.
enum Table {
  private static let nameWidth = 34

  /// The title of the runs with one number of threads, and the names of the columns.
  static func header(threads: Int, libraries: [String]) -> String {
    let title = threads == 1 ? "1 thread" : "\(threads) threads"
    let columns =
      title.padded(nameWidth) + "median".aligned(10) + "minimum".aligned(10)
      + "speed".aligned(16)
    return columns + libraries.map { "/ \($0)".aligned(12) }.joined()
  }

  /// One benchmark; a library without this work leaves its column empty.
  static func row(_ measurement: Measurement, libraries: [String]) -> String {
    let times = measurement.swift
    let own =
      measurement.name.padded(nameWidth) + duration(times.median).aligned(10)
      + duration(times.minimum).aligned(10)
      + measurement.work.rate(seconds: times.median).aligned(16)
    let ratios = libraries.map { name in
      (measurement.peers.first { $0.library == name }.map { ratioText($0.ratio) } ?? "").aligned(12)
    }
    var line = own + ratios.joined()
    while line.last == " " { line.removeLast() }
    return line
  }

  /// What the columns mean.
  static let legend =
    "A column / X is our time divided by that of X, the median over samples taken in turns: "
    + "below 1 is faster."
}
