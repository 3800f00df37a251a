package org.convoke.audio;

import io.github.jaredmdobson.concentus.CodecHelpers;

/** Which Opus is used: the system's libopus, or Concentus, the one in pure Java. */
public final class OpusLibrary {
  private final boolean isNative;
  private final String description;

  private OpusLibrary(boolean isNative, String description) {
    this.isNative = isNative;
    this.description = description;
  }

  /**
   * Chooses by the word of the configuration.
   *
   * @param mode native, java, or auto: native where it works
   * @throws IllegalStateException for native when the system has no usable libopus; says why
   * @throws IllegalArgumentException for another word
   */
  public static OpusLibrary choose(String mode) {
    return switch (mode) {
      case "java" -> java("as configured");
      case "native" -> {
        if (!LibOpus.available()) {
          throw new IllegalStateException("libopus cannot be used: " + LibOpus.problem());
        }
        yield nativeLibrary();
      }
      case "auto" -> LibOpus.available() ? nativeLibrary() : java(LibOpus.problem());
      default ->
          throw new IllegalArgumentException("opus must be auto, native or java, not " + mode);
    };
  }

  /** Whether the system's library was taken. */
  public boolean isNative() {
    return isNative;
  }

  /** Which was taken, in which version, and for Java why: a line for the log. */
  public String description() {
    return description;
  }

  AudioDecoder decoder(int sampleRate) {
    return isNative ? new NativeOpusDecoder(sampleRate) : new JavaOpusDecoder(sampleRate);
  }

  AudioEncoder encoder(int sampleRate, OpusSettings settings) {
    return isNative
        ? new NativeOpusEncoder(sampleRate, settings)
        : new JavaOpusEncoder(sampleRate, settings);
  }

  private static OpusLibrary nativeLibrary() {
    return new OpusLibrary(true, "Opus by the system's library, " + LibOpus.version());
  }

  private static OpusLibrary java(String why) {
    return new OpusLibrary(
        false, "Opus by Concentus, in Java, " + CodecHelpers.GetVersionString() + " (" + why + ")");
  }
}
