public import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a terminal can show: colours or not, characters beyond ASCII or not.
public struct TerminalStyle: Sendable, Equatable {
  /// Whether ANSI colour codes may be written.
  public var usesColour: Bool
  /// Whether characters beyond ASCII (Braille dots, blocks, arrows) may be written.
  public var usesUnicode: Bool

  /// Makes a style from its two abilities.
  public init(usesColour: Bool, usesUnicode: Bool) {
    self.usesColour = usesColour
    self.usesUnicode = usesUnicode
  }

  /// ASCII characters without colour: right for every log.
  public static let plain = TerminalStyle(usesColour: false, usesUnicode: false)
  /// Braille dots and blocks without colour.
  public static let unicode = TerminalStyle(usesColour: false, usesUnicode: true)
  /// Braille dots and blocks in 256 colours.
  public static let colour = TerminalStyle(usesColour: true, usesUnicode: true)

  /// Decides what an output can show.
  ///
  /// Colour needs a terminal, a `TERM` that is not `dumb`, and no `NO_COLOR`. The first of
  /// `LC_ALL`, `LC_CTYPE` and `LANG` that is set names the encoding; characters beyond ASCII need
  /// UTF-8.
  public static func detected(
    isTerminal: Bool, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> TerminalStyle {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let locale = (value("LC_ALL") ?? value("LC_CTYPE") ?? value("LANG") ?? "").lowercased()
    return TerminalStyle(
      usesColour: isTerminal && value("NO_COLOR") == nil && value("TERM") != "dumb",
      usesUnicode: locale.contains("utf-8") || locale.contains("utf8"))
  }
}

/// Asks the operating system about the terminal behind a file descriptor.
enum Terminal {
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The number of columns of the terminal, 80 if it does not say.
  static func columns(_ descriptor: Int32) -> Int {
    var size = winsize()
    #if canImport(Musl)
      let status = ioctl(descriptor, Int32(TIOCGWINSZ), &size)
    #else
      let status = ioctl(descriptor, UInt(TIOCGWINSZ), &size)
    #endif
    return status == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Writes all bytes of the text.
  ///
  /// Whoever reads may have gone away: then there is nobody to tell.
  static func write(_ text: String, to descriptor: Int32) {
    // What `print` still holds back comes first.
    fflush(nil)
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, rest.count > 0 {
        #if canImport(Glibc)
          let written = Glibc.write(descriptor, start, rest.count)
        #elseif canImport(Musl)
          let written = Musl.write(descriptor, start, rest.count)
        #else
          let written = Darwin.write(descriptor, start, rest.count)
        #endif
        if written < 0 && errno == EINTR { continue }
        guard written > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
      }
    }
  }
}
