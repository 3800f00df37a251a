package org.convoke.web;

import java.util.List;
import org.convoke.bus.RoomReply;
import org.convoke.store.Numbers;
import org.convoke.store.Rooms.Access;
import org.convoke.store.Rooms.Room;

/**
 * The page that a room's link opens: how to get into it by phone. Whoever has the link may see it.
 */
final class RoomPage {
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
    StringBuilder body = new StringBuilder();
    body.append("<main class=\"card\"").append(attributes(shown)).append(">\n");
    body.append("<p class=\"brand\">Convoke</p>\n<h1>");
    body.append(Html.escape(room.name())).append("</h1>\n<p id=\"people\" class=\"people\" ");
    body.append("data-room=\"").append(room.slug()).append("\" role=\"status\">");
    body.append(roster == null ? "" : people(roster)).append("</p>\n");
    phone(body, room, numbers, links);
    return Html.page(room.name(), "page.css", body.append("</main>").toString(), "room.js");
  }

  /** What the page's script needs to know. */
  private static String attributes(Shown shown) {
    Room room = shown.room();
    return " data-slug=\"%s\" data-name=\"%s\" data-language=\"%s\" data-access=\"%s\"%s"
        .formatted(
            room.slug(),
            Html.escape(room.name()),
            shown.language(),
            room.access().wire(),
            shown.listen() ? " data-listen" : "");
  }

  /** How to dial in. Where the link alone lets nobody in, it does not tell the PIN either. */
  private static void phone(
      StringBuilder body, Room room, List<Numbers.Number> numbers, Links links) {
    boolean open = room.access() == Access.OPEN;
    List<Numbers.Number> reaching =
        RoomJson.reaching(room, numbers).stream()
            .filter(number -> open || number.room() == null)
            .toList();
    if (!reaching.isEmpty()) {
      body.append("<h2>Dial</h2>\n<ul class=\"numbers\">\n");
      reaching.forEach(number -> number(body, room, number, open));
      body.append("</ul>\n");
    }
    if (!open) {
      body.append("<p class=\"hint\">Whoever invited you knows the PIN.</p>\n");
      return;
    }
    if (reaching.stream().anyMatch(number -> number.room() == null)) {
      body.append("<h2>PIN</h2>\n<p class=\"pin\"><button type=\"button\" id=\"pin\" ");
      body.append("data-pin=\"").append(room.pin().digits()).append("\" aria-live=\"polite\">");
      body.append("•".repeat(room.pin().digits().length())).append("</button> ");
      body.append("<span class=\"hint\" id=\"pin-hint\">Click to show</span></p>\n");
    }
    String sip = links.sipUri(room.id());
    body.append("<h2>SIP phone</h2>\n<p><a class=\"sip\" href=\"").append(Html.escape(sip));
    body.append("\">").append(Html.escape(sip)).append("</a></p>\n");
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
    if (number.room() != null) {
      body.append(" <span class=\"hint\">no PIN needed</span>");
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
