package org.convoke.provider;

import java.util.Locale;

/** Whose number it is. */
public enum Provider {
  VONAGE,
  TWILIO,
  TELNYX,
  PLIVO;

  /** As in paths, events and the configuration. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
