package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoke.bus.LegEvent.PlaybackEnded;
import org.convoke.id.LegId;
import org.convoke.media.OwnPlayback.End;
import org.junit.jupiter.api.Test;

class OwnPlaybackTest {
  private static final long OTHERS = Playback.OF_VOICE + 1;
  private final OwnPlayback own = new OwnPlayback();

  private End ended(long id, boolean interrupted, long by) {
    return own.take(new PlaybackEnded(LegId.next(), id, interrupted, by));
  }

  @Test
  void whatEndsOrIsStoppedIsOver() {
    own.begin(1);
    assertThat(ended(1, false, 0)).isEqualTo(End.OVER);
    own.begin(2);
    assertThat(ended(2, true, 0)).isEqualTo(End.OVER);
    own.begin(3);
    own.begin(4);
    assertThat(ended(3, true, 4)).isEqualTo(End.OVER);
    assertThat(own.id()).isEqualTo(4);
  }

  @Test
  void whatIsCoveredComesBackWhenNothingIsHeardInItsPlace() {
    own.begin(1);
    assertThat(ended(1, true, OTHERS)).isEqualTo(End.COVERED);
    assertThat(ended(OTHERS, true, OTHERS + 1)).isEqualTo(End.OTHER);
    assertThat(ended(OTHERS + 1, true, 0)).isEqualTo(End.UNCOVERED);
    assertThat(own.id()).isEqualTo(1);
    assertThat(ended(OTHERS + 2, false, 0)).isEqualTo(End.OTHER);
  }

  @Test
  void whatWasPlayedOrEndedSinceIsTheLastWord() {
    own.begin(1);
    ended(1, true, OTHERS);
    own.begin(2);
    assertThat(ended(OTHERS, true, 2)).isEqualTo(End.OTHER);
    ended(2, true, OTHERS + 1);
    own.end();
    assertThat(ended(OTHERS + 1, true, 0)).isEqualTo(End.OTHER);
  }

  @Test
  void nothingComesBackWhereNothingWas() {
    assertThat(ended(OTHERS, false, 0)).isEqualTo(End.OTHER);
    own.begin(1);
    own.end();
    assertThat(ended(1, true, OTHERS)).isEqualTo(End.OVER);
    assertThat(ended(OTHERS, false, 0)).isEqualTo(End.OTHER);
  }
}
