package org.convoke.room;

/**
 * How the live rooms are, a quarter of a second ago.
 *
 * @param rooms with somebody in them or waiting
 * @param joined participants in them
 * @param waiting participants who wait to be let in
 * @param full how often a room was full since the start
 */
public record RoomReadings(int rooms, int joined, int waiting, long full) {
  static final RoomReadings NONE = new RoomReadings(0, 0, 0, 0);
}
