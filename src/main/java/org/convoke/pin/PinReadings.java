package org.convoke.pin;

/**
 * How likely PINs are guessed.
 *
 * @param guessProbability of a day, 0 to 1, at the number where it is greatest
 * @param wrongLastHour wrong PINs of the last 60 minutes
 * @param wrongHourlyMean wrong PINs an hour, mean of the 7 days before
 */
public record PinReadings(double guessProbability, long wrongLastHour, double wrongHourlyMean) {}
