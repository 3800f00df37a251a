package org.convoke.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convoke.bus.RoomReply;
import org.convoke.store.Numbers;
import org.convoke.store.Rooms.Access;
import org.convoke.store.Rooms.Room;

/**
 * The page that a room's link opens: its markup is {@code web/room.html}, and this fills in what
 * differs from room to room. Its script joins by browser; how to get into the room by phone it says
 * by itself, without any. Whoever has the link may see it.
 */
final class RoomPage {
  /** The page's scripts, under {@code /assets/room/}. */
  static final List<String> SCRIPTS =
      List.of(
          "calendar.js",
          "chat.js",
          "controls.js",
          "dom.js",
          "host.js",
          "invite.js",
          "line.js",
          "lobby.js",
          "main.js",
          "merge.js",
          "news.js",
          "people.js",
          "room.js",
          "settings.js",
          "texts.js",
          "words.js");

  private static final Pattern BLANK = Pattern.compile("\\{\\{(\\w+)}}");
  private static final String TEMPLATE =
      new String(StaticFiles.bytes("/web/room.html"), StandardCharsets.UTF_8);
  private static final String PRELOADS = preloads();

  private RoomPage() {}

  /**
   * What is shown.
   *
   * @param language of the room
   * @param listen to those who only want to hear
   */
  record Shown(Room room, String language, boolean listen) {}

  /**
   * @param roster who is in it, or null when that is not known
   */
  static String render(
      Shown shown, RoomReply.Roster roster, List<Numbers.Number> numbers, Links links) {
    Room room = shown.room();
    Map<String, String> values =
        Map.of(
            "name", Html.escape(room.name()),
            "slug", room.slug(),
            "language", shown.language(),
            "access", room.access().wire(),
            "listen", shown.listen() ? " data-listen" : "",
            "people", roster == null ? "" : people(roster),
            "phone", phone(room, numbers, links),
            "preload", PRELOADS);
    return BLANK
        .matcher(TEMPLATE)
        .replaceAll(blank -> Matcher.quoteReplacement(values.get(blank.group(1))));
  }

  /** Scripts that import each other come at once and not one after the other. */
  private static String preloads() {
    return Stream.of(
            Stream.of("/convoke.js"),
            LibraryHandler.PARTS.stream().map(part -> "/convoke/" + part + ".js"),
            SCRIPTS.stream().map(script -> "/assets/room/" + script))
        .flatMap(paths -> paths)
        .map("<link rel=\"modulepreload\" href=\"%s\">"::formatted)
        .collect(Collectors.joining("\n"));
  }

  /** How to dial in. Where the link alone lets nobody in, it does not tell the PIN either. */
  private static String phone(Room room, List<Numbers.Number> numbers, Links links) {
    StringBuilder body = new StringBuilder();
    boolean open = room.access() == Access.OPEN;
    List<Numbers.Number> reaching =
        RoomJson.reaching(room, numbers).stream().filter(number -> open || number.asks()).toList();
    if (!reaching.isEmpty()) {
      body.append("<ul class=\"numbers\">\n");
      reaching.forEach(number -> number(body, room, number, open));
      body.append("</ul>\n");
    }
    if (!open && room.application() != null) {
      return body.toString();
    }
    if (!open) {
      return body.append("<p class=\"hint\" data-t=\"pinIsKnown\">")
          .append("Whoever invited you knows the PIN.</p>")
          .toString();
    }
    if (reaching.stream().anyMatch(Numbers.Number::asks)) {
      body.append("<p><span data-t=\"pin\">PIN</span> <span class=\"pin\">");
      body.append("<button type=\"button\" id=\"pin\" data-pin=\"").append(room.pin().digits());
      body.append("\" aria-live=\"polite\">").append("•".repeat(room.pin().digits().length()));
      body.append("</button></span> <span class=\"hint\" id=\"pin-hint\" data-t=\"clickToShow\">");
      body.append("Click to show</span></p>\n");
    }
    String sip = Html.escape(links.sipUri(room.id()));
    return body.append("<p class=\"hint\"><span data-t=\"sipPhone\">SIP phone</span>: ")
        .append("<a class=\"mono\" href=\"%s\">%s</a></p>".formatted(sip, sip))
        .toString();
  }

  /** How many are there, in words. */
  static String people(RoomReply.Roster roster) {
    int count = RoomJson.count(roster, "joined");
    int waiting = RoomJson.count(roster, "waiting");
    String in =
        switch (count) {
          case 0 -> "Nobody is in the room yet.";
          case 1 -> "One person is in the room.";
          default -> count + " people are in the room.";
        };
    return waiting == 0 ? in : in + " " + waiting + (waiting == 1 ? " waits" : " wait") + ".";
  }

  private static void number(
      StringBuilder body, Room room, Numbers.Number number, boolean withPin) {
    String tel = withPin ? Links.telUri(number, room.pin()) : "tel:" + number.number();
    body.append("<li><a href=\"").append(Html.escape(tel)).append("\">");
    body.append(Html.escape(RoomJson.display(number))).append("</a>");
    if (!number.asks()) {
      body.append(" <span class=\"hint\" data-t=\"noPinNeeded\">no PIN needed</span>");
    }
    body.append("</li>\n");
  }

  static String notFound() {
    return message(
        "There is no such room",
        "The room was deleted, or the link was copied wrongly. Ask whoever sent it for a new one.");
  }

  static String invalid() {
    return message(
        "That is no room's link",
        "A link ends with 1 to 64 small letters a to z, digits and hyphens, a letter or digit first:"
            + " /room/weekly-planning");
  }

  static String tooManyRooms() {
    return message(
        "Too many new rooms",
        "Your address has made as many rooms as it may for now. Try again in ten minutes, or use a"
            + " room that is there.");
  }

  static String noMoreRooms() {
    return message(
        "No room left", "The bridge has as many rooms as it may have. Whoever runs it can help.");
  }

  static String closed(Room room) {
    return message(room.name(), "This room has closed.");
  }

  static String unavailable() {
    return message(
        "Just a moment", "The rooms cannot be looked up right now. Please try again soon.");
  }

  private static String message(String title, String text) {
    String body =
        "<main class=\"card\">\n<p class=\"brand\">Convoke</p>\n<h1>%s</h1>\n<p>%s</p>\n</main>"
            .formatted(Html.escape(title), Html.escape(text));
    return Html.page(title, "page.css", body);
  }
}
