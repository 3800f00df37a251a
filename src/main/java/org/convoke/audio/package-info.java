/**
 * Sound as samples: codecs, sample rates, concealment, the mix of a room, levels, keys heard in the
 * sound, and everything that can be played.
 *
 * <p>Pure: no thread, clock, socket or logger. State belongs to one stream (a leg, a room, a
 * listener) and to the thread that drives it; {@link org.convoke.audio.SoundLibrary} alone is
 * shared by all. Frames are {@code short[]}, mono, 20 ms: 160, 320 or 960 samples at 8, 16 or 48
 * kHz. What runs per frame allocates nothing.
 *
 * <p>The way of a frame through a room: decoder or {@link org.convoke.audio.Concealment}, {@link
 * org.convoke.audio.InbandDtmf} where keys are heard, {@link org.convoke.audio.TalkDetector} (is
 * there sound at all?), {@link org.convoke.audio.AutomaticGain}, {@link
 * org.convoke.audio.Resampler} to the room's rate, {@link org.convoke.audio.Mixer}, {@link
 * org.convoke.audio.PrivateMix} for who is played to alone, encoder.
 *
 * <p>Levels are dBFS of the root mean square: a full-scale sine is -3 dBFS. Prompts lie at -20,
 * hold music at -26, tones at -23 dBFS.
 */
package org.convoke.audio;
