package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.convoke.bus.PinChange;
import org.convoke.id.ApplicationId;
import org.convoke.id.PinRisk;
import org.convoke.id.RoomId;
import org.convoke.id.Uuids;
import org.convoke.store.Numbers;
import org.convoke.store.Numbers.Lead;
import org.convoke.store.Numbers.Number;

/** {@code /v1/numbers}, each with the risk that a PIN is guessed there. */
final class NumbersHandler {
  private final Numbers numbers;
  private final Bus bus;
  private final int wrongPerDay;

  /**
   * @param wrongPerDay wrong PINs that a number lets through in a day
   */
  NumbersHandler(Numbers numbers, Bus bus, int wrongPerDay) {
    this.numbers = numbers;
    this.bus = bus;
    this.wrongPerDay = wrongPerDay;
  }

  void register(Map<String, Endpoint> endpoints) {
    endpoints.put("listNumbers", this::list);
    endpoints.put("createNumber", this::create);
    endpoints.put("getNumber", this::get);
    endpoints.put("updateNumber", this::update);
    endpoints.put("deleteNumber", this::delete);
  }

  private Future<Answer> list(Ask ask) {
    return numbers
        .list()
        .compose(all ->
            numbers
                .risks(wrongPerDay)
                .map(risks ->
                    Answer.ok(
                        Pages.ofAll(
                            ask, "numbers", all, Number::number, number -> json(number, risks)))));
  }

  private Future<Answer> get(Ask ask) {
    return numbers
        .find(ask.path("number"))
        .map(found -> found.orElseThrow(NumbersHandler::none))
        .compose(number -> numbers.risks(wrongPerDay).map(risks -> json(number, risks)))
        .map(Answer::ok);
  }

  private Future<Answer> create(Ask ask) {
    JsonObject body = ask.body();
    String number = body.getString("number");
    return numbers
        .create(number, display(body, number, number), lead(body, Lead.ASK))
        .onSuccess(this::changed)
        .compose(made -> numbers.risks(wrongPerDay).map(risks -> json(made, risks)))
        .map(json -> Answer.created("/v1/numbers/" + number.replace("+", "%2B"), json));
  }

  private Future<Answer> update(Ask ask) {
    JsonObject body = ask.body();
    return numbers
        .find(ask.path("number"))
        .map(found -> found.orElseThrow(NumbersHandler::none))
        .compose(now ->
            numbers.update(
                now.number(), display(body, now.number(), now.display()), lead(body, now.lead())))
        .map(updated -> updated.orElseThrow(NumbersHandler::none))
        .onSuccess(this::changed)
        .compose(number -> numbers.risks(wrongPerDay).map(risks -> json(number, risks)))
        .map(Answer::ok);
  }

  private void changed(Number number) {
    bus.pinsChanged(new PinChange.NumberMade(number.number(), number.room(), number.application()));
  }

  private static Problem none() {
    return Problem.notFound("number");
  }

  /** Null or blank: the number itself. */
  static String display(JsonObject body, String number, String otherwise) {
    if (!body.containsKey("display")) {
      return otherwise;
    }
    String display = body.getString("display");
    return display == null || display.isBlank() ? number : display.strip();
  }

  /** Where it shall lead: naming one way takes the other back. */
  static Lead lead(JsonObject body, Lead otherwise) {
    String room = body.getString("room_id");
    String application = body.getString("application_id");
    if (room != null && application != null) {
      throw Problem.field("application_id", "must not be given beside room_id");
    }
    if (room != null) {
      if (!RoomId.isRoomId(room)) {
        throw Problem.field("room_id", "must be the id of a room");
      }
      return Lead.to(new RoomId(room));
    }
    if (application != null) {
      if (!Uuids.isUuid(application)) {
        throw Problem.field("application_id", "must be the id of an application");
      }
      return Lead.to(new ApplicationId(application));
    }
    boolean taken =
        body.containsKey("room_id") && otherwise.room() != null
            || body.containsKey("application_id") && otherwise.application() != null;
    return taken ? Lead.ASK : otherwise;
  }

  private Future<Answer> delete(Ask ask) {
    return numbers
        .delete(ask.path("number"))
        .map(deleted -> {
          if (!deleted) {
            throw none();
          }
          bus.pinsChanged(new PinChange.NumberGone(ask.path("number")));
          return Answer.noContent();
        });
  }

  private static JsonObject json(Number number, Map<String, PinRisk> risks) {
    PinRisk risk = number.asks() ? risks.get(number.number()) : null;
    return new JsonObject()
        .put("number", number.number())
        .put("display", RoomJson.display(number))
        .put("room_id", number.room() == null ? null : number.room().value())
        .put("application_id", number.application() == null ? null : number.application().value())
        .put("created_at", Times.text(number.createdAt()))
        .put("risk", risk == null ? null : json(risk));
  }

  private static JsonObject json(PinRisk risk) {
    return new JsonObject()
        .put("live_rooms", risk.liveRooms())
        .put("pin_length", risk.digits())
        .put("wrong_pins_per_day", risk.wrongPerDay())
        .put("probability", risk.probabilityPerDay())
        .put("too_high", risk.tooHigh())
        .put("advice", risk.advice().isEmpty() ? null : risk.advice());
  }
}
