package org.convoke.bus;

import java.util.List;

/**
 * Who began and ceased to speak and how loud they are: {@link LegEvent.SpeakingChanged} and {@link
 * LegEvent.Level} of some hundredths of a second, in their order. They are most of what legs tell,
 * nobody but rooms listens to them, and none is urgent.
 */
public record LegSpeech(List<LegEvent> events) implements BusMessage {
  public LegSpeech {
    events = List.copyOf(events);
  }
}
