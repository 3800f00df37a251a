package org.convoke.audio;

/** Makes tones: sines with raised-cosine edges, so that they neither begin nor end with a click. */
public final class ToneGenerator {
  private static final double EDGE_SECONDS = 0.008;
  private static final double LEVEL_DBFS = -23;
  private static final double[] ROWS = {697, 770, 852, 941};
  private static final double[] COLUMNS = {1209, 1336, 1477, 1633};
  private static final String KEYS = "123A456B789C*0#D";

  private ToneGenerator() {}

  /**
   * One sine.
   *
   * @param dbfs its level as {@link Levels} counts, at most -3.1
   */
  public static short[] sine(double hz, int millis, double dbfs, int rate) {
    return edged(add(new double[millis * rate / 1000], hz, dbfs, rate), rate);
  }

  /**
   * A key's two tones, each at {@code dbfs}.
   *
   * @param key 0-9 * # A-D
   */
  public static short[] dtmf(char key, int millis, double dbfs, int rate) {
    int index = KEYS.indexOf(key);
    if (index < 0) {
      throw new IllegalArgumentException("no such key on a phone");
    }
    double[] sum = new double[millis * rate / 1000];
    add(sum, ROWS[index / 4], dbfs, rate);
    return edged(add(sum, COLUMNS[index % 4], dbfs, rate), rate);
  }

  /** What a tone of that meaning sounds like; HOLD ends in silence so that it can be looped. */
  public static short[] tone(Sound.Kind kind, int rate) {
    return switch (kind) {
      case JOIN -> joined(note(523.25, 110, rate), note(783.99, 160, rate));
      case LEAVE -> joined(note(783.99, 110, rate), note(523.25, 160, rate));
      case ACCEPTED -> note(1046.5, 70, rate);
      case REFUSED ->
          joined(note(311.13, 140, rate), new short[60 * rate / 1000], note(311.13, 200, rate));
      case HOLD -> joined(note(440, 350, rate), new short[3650 * rate / 1000]);
    };
  }

  private static short[] note(double hz, int millis, int rate) {
    return sine(hz, millis, LEVEL_DBFS, rate);
  }

  private static double[] add(double[] to, double hz, double dbfs, int rate) {
    double amplitude = Math.sqrt(2 * Levels.power(dbfs));
    for (int i = 0; i < to.length; i++) {
      to[i] += amplitude * Math.sin(2 * Math.PI * hz * i / rate);
    }
    return to;
  }

  private static short[] edged(double[] sound, int rate) {
    short[] pcm = new short[sound.length];
    int edge = Math.min((int) (EDGE_SECONDS * rate), sound.length / 2);
    for (int i = 0; i < sound.length; i++) {
      int toEnd = Math.min(i, sound.length - 1 - i);
      double rise = toEnd >= edge ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * toEnd / edge);
      pcm[i] = Limiter.clamp((float) (sound[i] * rise));
    }
    return pcm;
  }

  private static short[] joined(short[]... parts) {
    int length = 0;
    for (short[] part : parts) {
      length += part.length;
    }
    short[] all = new short[length];
    int at = 0;
    for (short[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
