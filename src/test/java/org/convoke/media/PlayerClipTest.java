package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoke.audio.Clip;
import org.convoke.audio.Sound;
import org.junit.jupiter.api.Test;

/** Whoever counts the memory of clips must know which are heard. */
class PlayerClipTest {
  private final Player player = new Player((_, rate) -> new short[rate / 10], (_, _, _) -> {});
  private final Clip clip = Clip.of(new short[Clip.RATE / 10], Clip.RATE);
  private final short[] frame = new short[960];

  @Test
  void aClipIsHeardFromItsBeginningToItsEnd() {
    player.play(Playback.once(1, List.of(new Sound.Recording(clip))));
    assertThat(clip.isHeard()).isTrue();
    for (int i = 0; i < 5; i++) {
      player.frame(16_000, frame);
      assertThat(clip.isHeard()).isTrue();
    }
    player.frame(16_000, frame);
    assertThat(clip.isHeard()).isFalse();
  }

  @Test
  void aClipThatIsStoppedOrReplacedIsHeardNoMore() {
    Playback endless =
        Playback.endless(1, List.of(new Sound.Silence(20), new Sound.Recording(clip)));
    player.play(endless);
    player.play(Playback.once(2, List.of(new Sound.Silence(20))));
    assertThat(clip.isHeard()).isFalse();
    player.play(endless);
    for (int i = 0; i < 50; i++) {
      player.frame(48_000, frame);
    }
    assertThat(clip.isHeard()).isTrue();
    player.stop();
    player.stop();
    assertThat(clip.isHeard()).isFalse();
  }

  @Test
  void aClipThatTwoHearIsHeardUntilBothAreDone() {
    Player other = new Player((_, rate) -> new short[rate / 10], (_, _, _) -> {});
    player.play(Playback.endless(1, List.of(new Sound.Recording(clip))));
    other.play(Playback.endless(1, List.of(new Sound.Recording(clip))));
    player.stop();
    assertThat(clip.isHeard()).isTrue();
    other.stop();
    assertThat(clip.isHeard()).isFalse();
  }
}
