/**
 * What the API lets a call hear and keys to it: texts, files, digits. It works on any call by its
 * leg, whoever leads the call: the PIN dialogue, a program, a room.
 *
 * <p>Owner of {@link org.convoke.bus.Addresses#VOICE}. In: {@link org.convoke.bus.VoiceCommand} by
 * request, {@link org.convoke.bus.LegEvent} for the ends of playbacks and legs. Out: {@link
 * org.convoke.bus.VoiceReply}; no facts. To the media door: play, stop of its own playbacks, keys.
 *
 * <p>Assumption: what it plays takes the place of what plays to the leg, and the other way round:
 * whoever plays last is heard. Whoever leads the call hears of the end and lets its own be heard
 * again ({@link org.convoke.media.OwnPlayback}). A text that is still being made counts as playing:
 * it can be stopped, and a newer one takes its place.
 */
package org.convoke.voice;
