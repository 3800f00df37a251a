package org.convoke.sdp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convoke.audio.Codec;
import org.convoke.sdp.SessionDescription.Attribute;
import org.convoke.sdp.SessionDescription.Media;

/**
 * The payload types of one audio section: what they mean by a=rtpmap or, without it, by RFC 3551.
 *
 * @param codec the first format that we take too, or null
 * @param events payload type of telephone-event, or -1
 * @param eventClockRate its clock, or 0
 * @param comfortNoise payload type of CN, or -1
 * @param fmtp the codec's parameters, lower case without blanks; empty for none
 */
record AudioFormats(
    Codec codec,
    int payloadType,
    int events,
    int eventClockRate,
    int comfortNoise,
    Map<String, String> fmtp) {
  private static final int NARROW_CLOCK = 8000;

  /** A payload type's rtpmap. */
  private record Mapping(String name, int clockRate, int channels) {}

  static AudioFormats read(Media media, List<Codec> codecs) {
    Map<Integer, Mapping> mappings = mappings(media);
    Codec codec = null;
    int payloadType = -1;
    for (String format : media.formats()) {
      int type = payloadType(format);
      Codec candidate = type < 0 ? null : codec(mappings.get(type), codecs);
      if (candidate != null) {
        codec = candidate;
        payloadType = type;
        break;
      }
    }
    if (codec == null) {
      return new AudioFormats(null, -1, -1, 0, -1, Map.of());
    }
    int events = -1;
    int eventClock = 0;
    int comfortNoise = -1;
    for (String format : media.formats()) {
      int type = payloadType(format);
      Mapping mapping = type < 0 ? null : mappings.get(type);
      if (mapping == null) {
        continue;
      }
      if (mapping.name.equals("telephone-event")) {
        // Its clock shall be the codec's, or some phones' digits are lost; else any is better than
        // none.
        boolean fits = mapping.clockRate == codec.clockRate();
        if (events < 0 || fits && eventClock != codec.clockRate()) {
          events = type;
          eventClock = mapping.clockRate;
        }
      } else if (mapping.name.equals("cn")
          && comfortNoise < 0
          && mapping.clockRate == codec.clockRate()) {
        comfortNoise = type;
      }
    }
    return new AudioFormats(
        codec, payloadType, events, eventClock, comfortNoise, fmtp(media, payloadType));
  }

  private static Map<Integer, Mapping> mappings(Media media) {
    Map<Integer, Mapping> mappings = new HashMap<>();
    mappings.put(0, new Mapping("pcmu", NARROW_CLOCK, 1));
    mappings.put(8, new Mapping("pcma", NARROW_CLOCK, 1));
    mappings.put(9, new Mapping("g722", NARROW_CLOCK, 1));
    mappings.put(13, new Mapping("cn", NARROW_CLOCK, 1));
    for (Attribute attribute : media.attributes()) {
      if (!attribute.name().equals("rtpmap")) {
        continue;
      }
      List<String> words = SdpParser.words(attribute.value());
      if (words.size() < 2) {
        continue;
      }
      int type = payloadType(words.get(0));
      String[] parts = words.get(1).split("/", 4);
      long clock = parts.length < 2 ? -1 : SdpParser.number(parts[1], 6);
      long channels = parts.length < 3 ? 1 : SdpParser.number(parts[2], 2);
      if (type >= 0 && clock > 0 && channels > 0) {
        mappings.put(
            type,
            new Mapping(parts[0].toLowerCase(java.util.Locale.ROOT), (int) clock, (int) channels));
      } else if (type >= 0) {
        mappings.remove(type);
      }
    }
    return mappings;
  }

  private static Codec codec(Mapping mapping, List<Codec> codecs) {
    if (mapping == null) {
      return null;
    }
    for (Codec codec : codecs) {
      boolean clockFits =
          mapping.clockRate == codec.clockRate()
              // A common mistake about G.722, whose RTP clock is 8000 (RFC 3551 §4.5.2).
              || codec == Codec.G722 && mapping.clockRate == 16_000;
      boolean channelsFit = mapping.channels == codec.sdpChannels() || codec == Codec.OPUS;
      if (codec.sdpName().equalsIgnoreCase(mapping.name) && clockFits && channelsFit) {
        return codec;
      }
    }
    return null;
  }

  private static Map<String, String> fmtp(Media media, int payloadType) {
    Map<String, String> parameters = new HashMap<>();
    for (Attribute attribute : media.attributes()) {
      if (!attribute.name().equals("fmtp")) {
        continue;
      }
      String value = attribute.value();
      int blank = value.indexOf(' ');
      if (blank < 0 || payloadType(value.substring(0, blank)) != payloadType) {
        continue;
      }
      for (String part : value.substring(blank + 1).split(";", 64)) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          parameters.put(
              part.substring(0, equals).strip().toLowerCase(java.util.Locale.ROOT),
              part.substring(equals + 1).strip());
        }
      }
    }
    return parameters;
  }

  private static int payloadType(String text) {
    long type = SdpParser.number(text, 3);
    return type > 127 ? -1 : (int) type;
  }

  boolean flag(String parameter) {
    return "1".equals(fmtp.get(parameter));
  }
}
