package org.convoke.web;

import io.nayuki.qrcodegen.QrCode;

/** A QR code (ISO/IEC 18004) as an SVG image, dark on white in any theme, for cameras need that. */
final class QrSvg {
  /** The quiet zone that the standard asks for, in modules. */
  private static final int BORDER = 4;

  private QrSvg() {}

  /**
   * @param text up to about 2,300 octets; a link is far from that
   */
  static String of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append("M%d %dh1v1h-1z".formatted(x + BORDER, y + BORDER));
        }
      }
    }
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" shape-rendering="crispEdges">\
    <path fill="#fff" d="M0 0h%1$dv%1$dH0z"/><path d="%2$s"/></svg>
    """
        .formatted(code.size + 2 * BORDER, path);
  }
}
