/**
 * Sounds for calls that are not in the repository: texts spoken by a speech engine, files fetched
 * by URL.
 *
 * <p>The door is {@link org.convoke.speech.Voice}, made once by the composition ({@link
 * org.convoke.speech.SpeechGateway}) and given to the verticles that need it; it knows no call and
 * no leg, and owns nothing on the bus. Everything here is slow and happens on threads of its own.
 *
 * <p>A text: {@code Ssml} makes parts of it, {@code Engines} chooses who speaks each, by its
 * language, {@code Speaker} brings all to the loudness of the prompts and makes one clip, {@code
 * ClipFiles} keeps it. Programs get the text on stdin, never as an argument, never through a shell
 * ({@code ProcessRunner}). A file: the fetcher checks its URL and fetches it, {@code SoundFiles}
 * tells WAV from MP3 by what is in it and decodes.
 *
 * <p>The engine inside the jar is FreeTTS 1.2.2 with the voice kevin16, under a BSD-like licence of
 * Sun Microsystems and Carnegie Mellon University; MP3 is decoded by JCodec (BSD).
 */
package org.convoke.speech;
