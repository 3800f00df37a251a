package org.convoke.media;

/**
 * How a leg takes part in its room's mix.
 *
 * @param muted it is not heard
 * @param held it is neither heard nor does it hear
 * @param volumeDb how much louder (or softer) the others hear it, -40 to 20
 * @param listenVolumeDb how much louder (or softer) it hears the room, -40 to 20
 */
public record MixSettings(boolean muted, boolean held, int volumeDb, int listenVolumeDb) {
  public static final MixSettings DEFAULT = new MixSettings(false, false, 0, 0);
}
