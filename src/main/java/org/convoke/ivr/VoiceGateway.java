package org.convoke.ivr;

import java.util.List;
import org.convoke.audio.Sound;
import org.convoke.dialin.Action;
import org.convoke.dialin.Phrase;
import org.convoke.media.Media;
import org.convoke.media.Playback;

/** What a caller alone hears, by the media door. */
final class VoiceGateway {
  private final Media media;
  private final boolean music;
  private long lastPlayback;

  /** {@code music}: what one hears who waits; else silence. */
  VoiceGateway(Media media, boolean music) {
    this.media = media;
    this.music = music;
  }

  void say(Conversation who, List<Phrase> phrases) {
    who.saying = ++lastPlayback;
    who.background = null;
    who.playback.begin(who.saying);
    List<Sound> sounds = Speech.sounds(who.language, phrases);
    media.play(who.leg, Playback.once(who.saying, sounds));
  }

  void play(Conversation who, Action.Background background) {
    switch (background) {
      case HOLD_TONE -> loop(who, new Sound.Tone(Sound.Kind.HOLD));
      case WAITING -> {
        if (music) {
          loop(who, new Sound.Music());
        } else {
          hush(who);
        }
      }
    }
  }

  private void loop(Conversation who, Sound sound) {
    who.saying = 0;
    who.background = sound;
    who.playback.begin(++lastPlayback);
    media.play(who.leg, Playback.endless(lastPlayback, List.of(sound)));
  }

  /** What had to make way for somebody outside is heard again. */
  void again(Conversation who) {
    if (who.background != null) {
      loop(who, who.background);
    }
  }

  void hush(Conversation who) {
    who.saying = 0;
    who.background = null;
    who.playback.end();
    media.stop(who.leg);
  }
}
