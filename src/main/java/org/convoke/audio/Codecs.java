package org.convoke.audio;

/** Makes decoders and encoders. Any thread may use it; what it makes belongs to one at a time. */
public final class Codecs {
  private final OpusLibrary opus;
  private final OpusSettings settings;

  /**
   * @param opus which Opus is used
   * @param settings of Opus encoders that are asked for without their own
   */
  public Codecs(OpusLibrary opus, OpusSettings settings) {
    this.opus = opus;
    this.settings = settings;
  }

  /** A decoder at the codec's own rate, with concealment of loss. */
  public AudioDecoder decoder(Codec codec) {
    return decoder(codec, codec.sampleRate());
  }

  /**
   * A decoder at a wanted rate. Only Opus offers a choice: 8000, 16000 or 48000 Hz; the lower ones
   * cost less.
   *
   * @throws IllegalArgumentException for a rate that the codec does not have
   */
  public AudioDecoder decoder(Codec codec, int sampleRate) {
    check(codec, sampleRate);
    return switch (codec) {
      case PCMU -> new G711Decoder(G711.MU_LAW);
      case PCMA -> new G711Decoder(G711.A_LAW);
      case G722 -> new G722Decoder();
      case OPUS -> opus.decoder(sampleRate);
    };
  }

  /** An encoder at the codec's own rate. */
  public AudioEncoder encoder(Codec codec) {
    return encoder(codec, codec.sampleRate(), settings);
  }

  /**
   * An encoder of PCM at a given rate. Only Opus offers a choice: 8000, 16000 or 48000 Hz.
   *
   * @param own settings of Opus; other codecs have none
   * @throws IllegalArgumentException for a rate that the codec does not have
   */
  public AudioEncoder encoder(Codec codec, int sampleRate, OpusSettings own) {
    check(codec, sampleRate);
    return switch (codec) {
      case PCMU -> new G711Encoder(G711.MU_LAW);
      case PCMA -> new G711Encoder(G711.A_LAW);
      case G722 -> new G722Encoder();
      case OPUS -> opus.encoder(sampleRate, own);
    };
  }

  /** The settings of Opus encoders that are asked for without their own. */
  public OpusSettings opusSettings() {
    return settings;
  }

  private static void check(Codec codec, int sampleRate) {
    boolean known =
        codec == Codec.OPUS
            ? sampleRate == 8000 || sampleRate == 16000 || sampleRate == 48000
            : sampleRate == codec.sampleRate();
    if (!known) {
      throw new IllegalArgumentException(codec + " has no sample rate of " + sampleRate + " Hz");
    }
  }
}
