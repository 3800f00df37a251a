package org.convoke.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.convoke.bus.LegReport;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomReply;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.Role;
import org.junit.jupiter.api.Test;

/** Levels and the quality of lines, as those who watch a room are told. */
class MetersTest {
  private static final LegReport GOOD = LineQualityTest.report(250, 0, 250, 0, 40);
  private static final LegReport POOR = LineQualityTest.report(400, 100, 500, 0, 40);

  private final TestRoom room = new TestRoom(TestRoom.PLAIN);

  private List<RoomChange.Levels> levels() {
    room.effects.clear();
    room.after(250).tick();
    return room.changes(RoomChange.Levels.class);
  }

  /** The legs measured in so many steps of 250 ms. */
  private List<LegId> measured(int ticks) {
    room.effects.clear();
    for (int i = 0; i < ticks; i++) {
      room.after(250).tick();
    }
    return room.of(Effect.Measure.class).stream().map(Effect.Measure::leg).toList();
  }

  @Test
  void levelsAreOfThoseWhoSpeakAndCanBeHeardOnceATick() {
    RoomReply.Member one = room.browserJoined(Role.GUEST);
    RoomReply.Member two = room.browserJoined(Role.GUEST);
    room.level(one.leg(), -20);
    assertThat(levels()).isEmpty();
    room.heard(one.leg(), true);
    room.heard(two.leg(), true);
    room.level(one.leg(), -30);
    room.level(one.leg(), -20);
    room.level(two.leg(), -25);
    room.level(LegId.next(), -1);
    assertThat(levels())
        .containsExactly(new RoomChange.Levels(TestRoom.ID, Map.of(one.id(), -20, two.id(), -25)));
    assertThat(levels()).isEmpty();
    room.send(new RoomCommand.Mute(TestRoom.ID, two.id(), true, Actor.API));
    room.level(two.leg(), -25);
    room.level(one.leg(), -20);
    room.send(new RoomCommand.Leave(TestRoom.ID, one.id(), "left"));
    assertThat(levels()).isEmpty();
  }

  @Test
  void linesAreMeasuredEach5SecondsWhileABrowserIsThere() {
    RoomReply.Member phone = room.member(room.joined(Role.GUEST));
    assertThat(measured(40)).isEmpty();
    RoomReply.Member browser = room.browserJoined(Role.GUEST);
    assertThat(measured(40)).contains(phone.leg(), browser.leg()).hasSizeBetween(3, 4);
    room.send(new RoomCommand.Leave(TestRoom.ID, browser.id(), "left"));
    assertThat(measured(40)).isEmpty();
  }

  @Test
  void manyThatWereNotMeasuredForLongAreNotMeasuredAtOnce() {
    for (int i = 0; i < 60; i++) {
      room.joined(Role.GUEST);
    }
    measured(60);
    room.browserJoined(Role.GUEST);
    for (int i = 0; i < 40; i++) {
      assertThat(measured(1)).hasSizeLessThanOrEqualTo(10);
    }
  }

  @Test
  void aLineThatIsAwayIsNotMeasuredAndAMergedOneIsThePhones() {
    RoomReply.Member browser = room.browserJoined(Role.GUEST);
    room.send(new RoomCommand.Away(TestRoom.ID, browser.id(), true));
    assertThat(measured(24)).isEmpty();
    LegId phone = LegId.next();
    room.send(new RoomCommand.Merge(TestRoom.ID, browser.id(), CallId.random(), phone));
    assertThat(measured(24)).containsOnly(phone);
    room.measured(browser.leg(), POOR);
    assertThat(room.member(browser.id()).line()).isEmpty();
    room.measured(phone, POOR);
    assertThat(room.member(browser.id()).line()).isEqualTo("poor");
    room.send(new RoomCommand.Unmerge(TestRoom.ID, browser.id(), phone, "caller_hung_up"));
    assertThat(room.member(browser.id()).line()).isEmpty();
  }

  @Test
  void reportsArePublishedTogetherAndOnce() {
    RoomReply.Member one = room.browserJoined(Role.GUEST);
    RoomReply.Member two = room.member(room.joined(Role.GUEST));
    room.measured(one.leg(), GOOD);
    room.measured(two.leg(), POOR);
    measured(1);
    assertThat(room.changes(RoomChange.Quality.class))
        .containsExactly(
            new RoomChange.Quality(TestRoom.ID, Map.of(one.id(), GOOD, two.id(), POOR)));
    measured(1);
    assertThat(room.changes(RoomChange.Quality.class)).isEmpty();
    room.measured(two.leg(), POOR);
    room.send(new RoomCommand.Leave(TestRoom.ID, two.id(), "left"));
    measured(1);
    assertThat(room.changes(RoomChange.Quality.class)).isEmpty();
  }

  @Test
  void aLineIsAChangeOfTheRosterWhenItsWordChanges() {
    RoomReply.Member one = room.browserJoined(Role.GUEST);
    room.effects.clear();
    room.measured(one.leg(), GOOD);
    room.measured(one.leg(), LineQualityTest.report(500, 0, 500, 0, 40));
    assertThat(room.changes(RoomChange.Member.class))
        .extracting(it -> it.member().line())
        .containsExactly("good");
    room.measured(one.leg(), LineQualityTest.report(700, 50, 750, 0, 40));
    assertThat(room.changes(RoomChange.Member.class).getLast().member())
        .extracting(RoomReply.Member::line, RoomReply.Member::lossPercent)
        .containsExactly("poor", 20);
  }
}
