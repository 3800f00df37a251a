package org.convoke.speech;

import io.vertx.core.Future;
import org.convoke.audio.Clip;

/**
 * Sounds for calls: texts spoken, files fetched. Any thread may ask; nothing blocks. Both are
 * bounded and cached; failures are {@link SpeechException} with a sentence for whoever asked, and
 * for URLs also {@code FetchRefused} and {@code FetchFailed} of the fetcher.
 */
public interface Voice {
  /** Characters of a text, tags not counted. */
  int MAX_TEXT = 1500;

  /**
   * Speaks a text.
   *
   * @param text plain, or SSML within {@code <speak>}; up to {@value #MAX_TEXT} characters without
   *     tags
   * @param language a BCP-47 tag such as de-DE; null for en-US. A language that no engine here
   *     speaks is spoken as English
   * @param style which of the language's voices, 0 the first; more than there are begin anew
   */
  Future<Clip> speak(String text, String language, int style);

  /** Fetches a WAV or MP3 file. */
  Future<Clip> stream(String url);
}
