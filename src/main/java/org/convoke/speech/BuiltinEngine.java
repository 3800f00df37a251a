package org.convoke.speech;

import com.sun.speech.freetts.Voice;
import com.sun.speech.freetts.audio.AudioPlayer;
import com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import org.convoke.audio.WavFile;

/** FreeTTS with its voice kevin16, in our own process: English where the machine has no engine. */
final class BuiltinEngine implements Engine {
  private static final String VOICE = "kevin16";
  private static final int RATE = 16_000;
  private static final float WORDS_PER_MINUTE = 155;
  private static final float PITCH_HZ = 100;

  /** Made at the first use: half a second, and 40 MB. */
  private Voice voice;

  @Override
  public String name() {
    return "the built-in voice";
  }

  @Override
  public String version() {
    return "freetts 1.2.2 kevin16 1";
  }

  @Override
  public boolean speaks(String language) {
    return Engine.language(language).equals("en");
  }

  @Override
  public int languages() {
    return 1;
  }

  @Override
  public synchronized WavFile say(Part.Say part, int style) throws IOException {
    Sink sink = new Sink();
    try {
      if (voice == null) {
        voice = open();
      }
      voice.setRate((float) (WORDS_PER_MINUTE * part.prosody().rate()));
      voice.setPitch((float) (PITCH_HZ * part.prosody().pitch()));
      voice.setAudioPlayer(sink);
      if (!voice.speak(part.text())) {
        throw new IOException("it could not speak the text");
      }
    } catch (RuntimeException | Error broken) {
      // What is left of it after that is not known.
      voice = null;
      throw new IOException("it failed: " + broken, broken);
    }
    byte[] bytes = sink.sound.toByteArray();
    short[] samples = new short[bytes.length / 2];
    ByteBuffer.wrap(bytes).asShortBuffer().get(samples);
    return new WavFile(RATE, samples);
  }

  private static Voice open() {
    Voice found =
        Arrays.stream(new KevinVoiceDirectory().getVoices())
            .filter(v -> v.getName().equals(VOICE))
            .findFirst()
            .orElseThrow();
    found.allocate();
    return found;
  }

  /** Where the voice believes that a loudspeaker is. */
  private static final class Sink implements AudioPlayer {
    private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
    private AudioFormat format = new AudioFormat(RATE, 16, 1, true, true);

    @Override
    public void setAudioFormat(AudioFormat newFormat) {
      format = newFormat;
    }

    @Override
    public AudioFormat getAudioFormat() {
      return format;
    }

    @Override
    public boolean write(byte[] audio) {
      return write(audio, 0, audio.length);
    }

    @Override
    public boolean write(byte[] audio, int offset, int length) {
      if (sound.size() + length > ProcessRunner.MAX_OUTPUT) {
        return false;
      }
      sound.write(audio, offset, length);
      return true;
    }

    @Override
    public void begin(int size) {}

    @Override
    public boolean end() {
      return true;
    }

    @Override
    public boolean drain() {
      return true;
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void reset() {}

    @Override
    public void cancel() {}

    @Override
    public void close() {}

    @Override
    public float getVolume() {
      return 1;
    }

    @Override
    public void setVolume(float volume) {}

    @Override
    public long getTime() {
      return 0;
    }

    @Override
    public void resetTime() {}

    @Override
    public void startFirstSampleTimer() {}

    @Override
    public void showMetrics() {}
  }
}
