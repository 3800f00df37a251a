package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.convoke.bus.PinChange;
import org.convoke.id.PinRisk;
import org.convoke.id.RoomId;
import org.convoke.store.Numbers;
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
        .map(found -> found.orElseThrow(() -> Problem.notFound("number")))
        .compose(number -> numbers.risks(wrongPerDay).map(risks -> json(number, risks)))
        .map(Answer::ok);
  }

  private Future<Answer> create(Ask ask) {
    JsonObject body = ask.body();
    String number = body.getString("number");
    String display = body.getString("display", number);
    String room = body.getString("room_id");
    if (room != null && !RoomId.isRoomId(room)) {
      throw Problem.field("room_id", "must be the id of a room");
    }
    return numbers
        .create(
            number,
            display == null || display.isBlank() ? number : display.strip(),
            room == null ? null : new RoomId(room))
        .onSuccess(made -> bus.pinsChanged(new PinChange.NumberMade(made.number(), made.room())))
        .compose(made -> numbers.risks(wrongPerDay).map(risks -> json(made, risks)))
        .map(json -> Answer.created("/v1/numbers/" + number.replace("+", "%2B"), json));
  }

  private Future<Answer> delete(Ask ask) {
    return numbers
        .delete(ask.path("number"))
        .map(deleted -> {
          if (!deleted) {
            throw Problem.notFound("number");
          }
          bus.pinsChanged(new PinChange.NumberGone(ask.path("number")));
          return Answer.noContent();
        });
  }

  private static JsonObject json(Number number, Map<String, PinRisk> risks) {
    PinRisk risk = number.room() == null ? risks.get(number.number()) : null;
    return new JsonObject()
        .put("number", number.number())
        .put("display", RoomJson.display(number))
        .put("room_id", number.room() == null ? null : number.room().value())
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
