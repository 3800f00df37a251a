package org.convoke.phone;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convoke.audio.Codec;

/** The phone's offer with one codec, and what it needs of the answer. */
public final class PhoneSdp {
  static final int EVENT_PAYLOAD_TYPE = 101;

  private static final Pattern CONNECTION = Pattern.compile("(?m)^c=IN IP[46] (\\S+?)\\r?$");
  private static final Pattern AUDIO =
      Pattern.compile("(?m)^m=audio (\\d+) RTP/AVP (\\d+)(.*?)\\r?$");

  private PhoneSdp() {}

  /** The payload type that the phone names the codec by. */
  static int payloadType(Codec codec) {
    return switch (codec) {
      case PCMU -> 0;
      case PCMA -> 8;
      case G722 -> 9;
      case OPUS -> 96;
    };
  }

  /** RFC 4733 §2.1: events run at the clock of the audio. */
  static int eventClockRate(Codec codec) {
    return codec.clockRate();
  }

  public static String offer(Codec codec, String host, int port, long session) {
    int type = payloadType(codec);
    String family = host.indexOf(':') >= 0 ? "IP6 " : "IP4 ";
    String channels = codec.sdpChannels() > 1 ? "/" + codec.sdpChannels() : "";
    return String.join(
        "\r\n",
        "v=0",
        "o=phone " + session + " 1 IN " + family + host,
        "s=-",
        "c=IN " + family + host,
        "t=0 0",
        "m=audio " + port + " RTP/AVP " + type + " " + EVENT_PAYLOAD_TYPE,
        "a=rtpmap:" + type + " " + codec.sdpName() + "/" + codec.clockRate() + channels,
        "a=rtpmap:" + EVENT_PAYLOAD_TYPE + " telephone-event/" + eventClockRate(codec),
        "a=fmtp:" + EVENT_PAYLOAD_TYPE + " 0-15",
        "a=ptime:20",
        "a=sendrecv",
        "");
  }

  /** Where the answer wants our sound, or null when it has no audio for us. */
  public static InetSocketAddress remote(String answer) {
    Matcher connection = CONNECTION.matcher(answer);
    Matcher audio = AUDIO.matcher(answer);
    if (!connection.find() || !audio.find() || audio.group(1).equals("0")) {
      return null;
    }
    return new InetSocketAddress(connection.group(1), Integer.parseInt(audio.group(1)));
  }

  /** Whether the answer takes telephone-events. */
  static boolean takesEvents(String answer) {
    Matcher audio = AUDIO.matcher(answer);
    return audio.find() && (audio.group(3) + " ").contains(" " + EVENT_PAYLOAD_TYPE + " ");
  }
}
