package org.convoke.media;

import java.util.Set;
import org.convoke.id.LegId;

/**
 * How a leg takes part in its room's mix.
 *
 * @param muted it is not heard
 * @param held it is neither heard nor does it hear
 * @param deaf it does not hear the room; what plays to it alone it hears as ever
 * @param volumeDb how much louder (or softer) the others hear it, -40 to 20
 * @param listenVolumeDb how much louder (or softer) it hears the room, -40 to 20
 * @param unheard the legs of its room that it does not hear; empty for almost everybody
 */
public record MixSettings(
    boolean muted,
    boolean held,
    boolean deaf,
    int volumeDb,
    int listenVolumeDb,
    Set<LegId> unheard) {
  public static final MixSettings DEFAULT = new MixSettings(false, false, 0, 0);

  public MixSettings {
    unheard = Set.copyOf(unheard);
  }

  /** Nothing of the room comes to it. */
  boolean hearsNothing() {
    return held || deaf;
  }

  /** Of one that hears all. */
  public MixSettings(boolean muted, boolean held, int volumeDb, int listenVolumeDb) {
    this(muted, held, false, volumeDb, listenVolumeDb, Set.of());
  }
}
