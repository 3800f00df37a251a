package org.convoke.ncco;

import java.util.List;
import org.convoke.id.CallId;
import org.convoke.id.RoomId;

/** One action of a program, with all its options filled in. Texts and payloads do not print. */
public sealed interface NccoAction {
  /** As it is written in the program, such as talk. */
  String name();

  /** Something to be heard. */
  sealed interface Sound extends NccoAction {
    /** A key ends it; an input follows. */
    boolean bargeIn();

    /** How often, 0 for ever. */
    int loop();

    /** -1 (silence) to 1 (louder), 0 as it is. */
    double level();
  }

  /**
   * A text is spoken.
   *
   * @param text plain, or SSML when it begins with {@code <speak}
   * @param language BCP 47
   * @param style number of a voice of that language, 0 or more
   */
  record Talk(
      String text,
      boolean bargeIn,
      int loop,
      double level,
      String language,
      int style,
      boolean premium)
      implements Sound {
    @Override
    public String name() {
      return "talk";
    }

    @Override
    public String toString() {
      return "Talk[chars=" + text.length() + ", language=" + language + ", loop=" + loop + "]";
    }
  }

  /** The sound at a URL is played. */
  record Stream(String url, boolean bargeIn, int loop, double level) implements Sound {
    @Override
    public String name() {
      return "stream";
    }

    @Override
    public String toString() {
      return "Stream[" + Webhook.withoutQuery(url) + ", loop=" + loop + "]";
    }
  }

  /**
   * Keys are collected.
   *
   * @param webhook null: the application's event URL
   * @param asynchronous each key is told at once while the program goes on; the next three say
   *     nothing then
   * @param timeOutMs after the last key, or from the beginning when there is none; 0 to 10,000
   * @param maxDigits 1 to 20
   * @param submitOnHash # ends it and does not count
   * @param legacy written without a type, as old applications do: they expect the keys as a plain
   *     string
   */
  record Input(
      Webhook webhook,
      boolean asynchronous,
      int timeOutMs,
      int maxDigits,
      boolean submitOnHash,
      boolean legacy)
      implements NccoAction {
    @Override
    public String name() {
      return "input";
    }
  }

  /**
   * The call goes into a room of the application and is there until it leaves.
   *
   * @param room the name of the room, not blank
   * @param musicOnHoldUrl heard until the room starts; null: the operator's
   * @param canSpeak the calls that hear this one; null: all
   * @param canHear the calls that this one hears; null: all
   * @param record was asked for
   * @param transcription was asked for
   * @param webhook null: the application's event URL
   */
  record Conversation(
      String room,
      boolean startOnEnter,
      boolean endOnExit,
      String musicOnHoldUrl,
      boolean mute,
      List<CallId> canSpeak,
      List<CallId> canHear,
      boolean record,
      boolean transcription,
      Webhook webhook)
      implements NccoAction {
    public Conversation {
      canSpeak = canSpeak == null ? null : List.copyOf(canSpeak);
      canHear = canHear == null ? null : List.copyOf(canHear);
    }

    @Override
    public String name() {
      return "conversation";
    }

    @Override
    public String toString() {
      return "Conversation[startOnEnter=" + startOnEnter + ", endOnExit=" + endOnExit + "]";
    }
  }

  /**
   * The application is told that the program came here.
   *
   * @param payload a JSON object as text, as it was written
   */
  record Notify(String payload, Webhook webhook) implements NccoAction {
    @Override
    public String name() {
      return "notify";
    }

    @Override
    public String toString() {
      return "Notify[" + webhook + "]";
    }
  }

  /** Nothing happens for a while: 100 to 7,200,000 ms. */
  record Wait(int timeoutMs) implements NccoAction {
    @Override
    public String name() {
      return "wait";
    }
  }

  /**
   * The call goes into a conversation that is live, and where it comes from another one, all of
   * that one with it; the rest of the program is not run.
   *
   * @param conversation the room to go to
   * @param canSpeak as of a conversation
   * @param canHear as of a conversation
   */
  record Transfer(RoomId conversation, boolean mute, List<CallId> canSpeak, List<CallId> canHear)
      implements NccoAction {
    public Transfer {
      canSpeak = canSpeak == null ? null : List.copyOf(canSpeak);
      canHear = canHear == null ? null : List.copyOf(canHear);
    }

    @Override
    public String name() {
      return "transfer";
    }
  }
}
