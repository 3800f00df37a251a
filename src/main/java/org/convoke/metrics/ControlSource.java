package org.convoke.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.convoke.journal.JournalReadings;
import org.convoke.pin.PinCounters;
import org.convoke.pin.PinReadings;
import org.convoke.room.RoomReadings;
import org.convoke.web.HttpReadings;
import org.convoke.webhook.WebhookReadings;

/** Rooms, PINs, the journal, webhooks and the HTTP door. */
public final class ControlSource implements Source {
  private final Supplier<RoomReadings> rooms;
  private final PinCounters pins;
  private final Supplier<PinReadings> pinNow;
  private final Supplier<JournalReadings> journal;
  private final Supplier<WebhookReadings> webhooks;
  private final Supplier<HttpReadings> http;

  public ControlSource(
      Supplier<RoomReadings> rooms,
      PinCounters pins,
      Supplier<PinReadings> pinNow,
      Supplier<JournalReadings> journal,
      Supplier<WebhookReadings> webhooks,
      Supplier<HttpReadings> http) {
    this.rooms = rooms;
    this.pins = pins;
    this.pinNow = pinNow;
    this.journal = journal;
    this.webhooks = webhooks;
    this.http = http;
  }

  @Override
  public void write(Sheet sheet) {
    RoomReadings room = rooms.get();
    sheet.gauge("convoke_rooms_live", "Rooms with somebody in them or waiting.", room.rooms());
    sheet.gauge(
        "convoke_participants",
        "Participants in rooms, and those who wait to be let in.",
        "state",
        Map.of("joined", room.joined(), "waiting", room.waiting()));
    pins(sheet);
    journal(sheet, journal.get());
    webhooks(sheet, webhooks.get());
    http(sheet, http.get());
  }

  private void pins(Sheet sheet) {
    Map<String, Long> tries = new LinkedHashMap<>();
    tries.put("accepted", pins.accepted.sum());
    tries.put("wrong", pins.rejected.sum());
    sheet.counter(
        "convoke_pin_tries_total",
        "PINs and codes that were looked at, by result.",
        "result",
        tries);
    sheet.counter(
        "convoke_pin_over_budget_total",
        "Answers to PINs that were slowed because a budget of wrong ones was used up.",
        pins.throttled.sum());
    sheet.counter(
        "convoke_pin_lobby_total",
        "Right PINs that led to the lobby because a budget was used up.",
        pins.lobby.sum());
    sheet.counter(
        "convoke_pin_unavailable_total",
        "Questions of entry that neither the database nor the copy could answer.",
        pins.unavailable.sum());
    PinReadings now = pinNow.get();
    sheet.gauge(
        "convoke_pin_guess_probability",
        "Chance that guessing gets into some room within a day, at the number where it is greatest:"
            + " live rooms * wrong PINs allowed a day / 10^digits. Should be below 0.01.",
        now.guessProbability());
    sheet.gauge(
        "convoke_pin_wrong_last_hour", "Wrong PINs of the last 60 minutes.", now.wrongLastHour());
    sheet.gauge(
        "convoke_pin_wrong_hourly_mean",
        "Wrong PINs an hour, mean of the 7 days before.",
        now.wrongHourlyMean());
  }

  private static void journal(Sheet sheet, JournalReadings now) {
    sheet.gauge(
        "convoke_journal_events_waiting",
        "Events in memory that are on the way to the database or the disk.",
        now.waiting());
    sheet.gauge(
        "convoke_journal_spooling",
        "1 while events wait on disk because the database is away or slow.",
        now.spooling() ? 1 : 0);
    sheet.gauge(
        "convoke_journal_spool_bytes", "Events that wait on disk, in bytes.", now.spoolBytes());
    sheet.gauge(
        "convoke_journal_spool_max_bytes",
        "What may wait on disk: journal.spool_max_mib.",
        now.spoolMaxBytes());
    sheet.counter("convoke_journal_events_lost_total", "Events that are lost.", now.lost());
  }

  private static void webhooks(Sheet sheet, WebhookReadings now) {
    sheet.counter(
        "convoke_webhook_attempts_total",
        "Attempts to deliver an event, by the class of the answer or why there was none.",
        "outcome",
        Sheet.sums(now.attempts()));
    sheet.gauge(
        "convoke_webhook_deliveries_waiting",
        "Deliveries that were not taken yet; 100000 stands for as many or more.",
        now.waiting());
    sheet.gauge(
        "convoke_webhook_oldest_waiting_seconds",
        "Since the oldest delivery waits that was not taken yet.",
        now.oldestSeconds());
    sheet.gauge(
        "convoke_webhook_attempts_under_way", "Attempts that wait for an answer.", now.sending());
    sheet.gauge("convoke_webhooks", "Webhooks that are delivered to.", now.endpoints());
    sheet.gauge("convoke_webhooks_failing", "Webhooks whose last attempts failed.", now.failing());
  }

  private static void http(Sheet sheet, HttpReadings now) {
    sheet.counter(
        "convoke_http_requests_total",
        "HTTP requests that were answered, by class of the status.",
        "class",
        Sheet.sums(now.requests()));
    sheet.gauge("convoke_http_connections", "Connections to the HTTP port.", now.connections());
    sheet.gauge("convoke_websockets", "WebSockets that are open.", now.sockets());
    sheet.gauge(
        "convoke_websocket_messages_waiting",
        "Messages that WebSockets have not taken yet.",
        now.socketMessagesWaiting());
    sheet.gauge(
        "convoke_websockets_behind",
        "WebSockets that read too slowly to be told everything.",
        now.socketsBehind());
    sheet.gauge("convoke_event_streams", "Live event streams that are open.", now.streams());
  }
}
