package org.convoke.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.convoke.bus.EventType;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomCommand.Terms;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.store.Rooms;
import org.junit.jupiter.api.Test;

/**
 * Random lives of rooms, checked from outside: nobody unadmitted in the mix, joined and left in
 * pairs, started and ended in pairs, mute as both flags say, never more than there are seats.
 */
class LiveRoomFuzzTest {
  private static final int MAX = 6;

  @Test
  void noLifeOfARoomBreaksAPromise() {
    for (int seed = 0; seed < 150; seed++) {
      new Life(seed).run();
    }
  }

  /** One life, and what an observer of its effects believes. */
  private static final class Life {
    final int seed;
    final Random random;
    final TestRoom room;
    final Set<LegId> mixed = new HashSet<>();
    final Map<LegId, Boolean> mutedInMix = new HashMap<>();
    final Set<ParticipantId> present = new HashSet<>();
    final Set<ParticipantId> gone = new HashSet<>();
    final Map<ParticipantId, Boolean> speaking = new HashMap<>();
    final Set<LegId> taken = new HashSet<>();
    final Map<ParticipantId, LegId> phones = new HashMap<>();
    final Map<ParticipantId, LegId> merging = new HashMap<>();
    final Map<ParticipantId, LegId> legs = new HashMap<>();
    final Replica replica = new Replica();
    final Map<ParticipantId, Terms> terms = new HashMap<>();
    final Map<LegId, Set<LegId>> unheard = new HashMap<>();
    boolean live;

    Life(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.room =
          new TestRoom(
              TestRoom.settings(
                  MAX,
                  random.nextBoolean(),
                  random.nextBoolean(),
                  random.nextInt(3) * 1_000_000_000L,
                  Rooms.Announce.TONES,
                  "en",
                  null,
                  random.nextInt(4) == 0,
                  random.nextInt(4) == 0));
    }

    void run() {
      for (int i = 0; i < 250; i++) {
        room.after(random.nextInt(700));
        RoomReply reply = act();
        observe(reply);
      }
      for (RoomReply.Member member : room.room.roster().members()) {
        room.send(new RoomCommand.Leave(TestRoom.ID, member.id(), "caller_hung_up"));
      }
      observe(null);
      assertThat(live).as("seed %d: ended", seed).isFalse();
      assertThat(mixed).as("seed %d: nobody left in the mix", seed).isEmpty();
      assertThat(room.room.isEmpty()).as("seed %d", seed).isTrue();
    }

    RoomReply act() {
      List<RoomReply.Member> members = new ArrayList<>(room.room.roster().members());
      if (members.isEmpty() || random.nextInt(4) == 0) {
        Role role = Role.values()[random.nextInt(4)];
        if (random.nextInt(3) == 0) {
          return onTerms(role, members);
        }
        return random.nextBoolean()
            ? room.claim(role, random.nextInt(5) == 0)
            : room.send(TestRoom.browser(role, random.nextBoolean()));
      }
      RoomReply.Member one = members.get(random.nextInt(members.size()));
      RoomReply.Member other = members.get(random.nextInt(members.size()));
      Actor actor = random.nextInt(3) == 0 ? Actor.API : Actor.keypad(other.id());
      ParticipantId id = one.id();
      boolean flag = random.nextBoolean();
      switch (random.nextInt(25)) {
        case 0, 1 ->
            room.send(new RoomCommand.Leave(TestRoom.ID, id, flag ? "caller_hung_up" : "detached"));
        case 2 -> room.closed(flag ? one.leg() : voice(one));
        case 3 -> room.send(new RoomCommand.Hold(TestRoom.ID, id, flag, random.nextBoolean()));
        case 4 -> room.send(new RoomCommand.MuteAll(TestRoom.ID, flag, actor));
        case 5 -> room.send(new RoomCommand.Lock(TestRoom.ID, flag, actor));
        case 6 -> room.send(new RoomCommand.Admit(TestRoom.ID, flag ? id : null, actor));
        case 7 -> room.send(new RoomCommand.Remove(TestRoom.ID, id, actor));
        case 8 -> {
          Role role = Role.values()[random.nextInt(4)];
          room.send(new RoomCommand.SetRole(TestRoom.ID, id, role, actor));
        }
        case 16, 17 -> room.send(new RoomCommand.Away(TestRoom.ID, id, flag));
        case 18 -> room.send(new RoomCommand.Reseat(TestRoom.ID, id, LegId.next()));
        case 19, 20 -> merge(id, flag ? LegId.next() : voice(other));
        case 21 -> {
          LegId leg = voice(flag ? one : other);
          room.send(new RoomCommand.Unmerge(TestRoom.ID, id, leg, "caller_hung_up"));
        }
        case 24 -> room.send(new RoomCommand.Earmuff(TestRoom.ID, id, flag, actor));
        case 22 -> room.send(TestRoom.browser(id, Role.GUEST, flag));
        case 23 -> room.send(new RoomCommand.Say(TestRoom.ID, id, flag ? "hello" : " "));
        case 9 -> {
          if (random.nextInt(8) == 0) {
            room.send(new RoomCommand.End(TestRoom.ID, "ended_by_host", actor));
          }
        }
        case 10 -> room.heard(voice(one), flag);
        case 11 -> room.tick();
        case 12 -> room.send(new RoomCommand.RaiseHand(TestRoom.ID, id, flag));
        default -> mute(one, flag, actor);
      }
      return null;
    }

    RoomReply onTerms(Role role, List<RoomReply.Member> members) {
      Terms own =
          new Terms(random.nextBoolean(), random.nextInt(9) == 0, some(members), some(members));
      RoomReply reply =
          room.send(
              new RoomCommand.Claim(
                  TestRoom.ID,
                  CallId.random(),
                  LegId.next(),
                  role,
                  role.wire(),
                  "100",
                  random.nextInt(5) == 0,
                  null,
                  "phone",
                  false,
                  false,
                  own));
      switch (reply) {
        case RoomReply.Joined in -> terms.put(in.participant(), own);
        case RoomReply.Waiting wait -> terms.put(wait.participant(), own);
        default -> {}
      }
      return reply;
    }

    /** The calls of some, or null. */
    List<CallId> some(List<RoomReply.Member> members) {
      return random.nextInt(3) == 0
          ? null
          : members.stream().filter(_ -> random.nextBoolean()).map(RoomReply.Member::call).toList();
    }

    boolean mayHear(RoomReply.Member listener, RoomReply.Member speaker) {
      Terms ears = terms.getOrDefault(listener.id(), Terms.ORDINARY);
      Terms mouth = terms.getOrDefault(speaker.id(), Terms.ORDINARY);
      return (ears.canHear() == null || ears.canHear().contains(speaker.call()))
          && (mouth.canSpeak() == null || mouth.canSpeak().contains(listener.call()));
    }

    /** What the mix was told of whom each hears is what the terms say. */
    void assertHearing() {
      for (RoomReply.Member listener : room.room.roster().members()) {
        for (RoomReply.Member speaker : room.room.roster().members()) {
          if (!listener.id().equals(speaker.id())
              && !phones.containsKey(listener.id()) // who has two calls may be named by either
              && !phones.containsKey(speaker.id())
              && mixed.contains(voice(listener))
              && mixed.contains(voice(speaker))) {
            assertThat(unheard.get(voice(listener)).contains(voice(speaker)))
                .as("seed %d: %s does not hear %s", seed, listener, speaker)
                .isEqualTo(!mayHear(listener, speaker));
          }
        }
      }
    }

    LegId voice(RoomReply.Member one) {
      return phones.getOrDefault(one.id(), one.leg());
    }

    /** The phone may have a seat of its own, or be the sound of another. */
    void merge(ParticipantId id, LegId phone) {
      RoomReply reply = room.send(new RoomCommand.Merge(TestRoom.ID, id, CallId.random(), phone));
      boolean own = room.room.has(id) && room.member(id).leg().equals(phone);
      if (!(reply instanceof RoomReply.Unknown) && !own) {
        merging.put(id, phone);
      }
    }

    void mute(RoomReply.Member one, boolean muted, Actor actor) {
      boolean self = one.id().equals(actor.participant());
      RoomReply reply = room.send(new RoomCommand.Mute(TestRoom.ID, one.id(), muted, actor));
      if (self && (one.mutedByHost() || one.role() == Role.LISTENER)) {
        assertThat(room.member(one.id()).muted())
            .as("seed %d: a host's mute holds, %s", seed, reply)
            .isTrue();
      }
    }

    void observe(RoomReply reply) {
      for (Effect effect : room.effects) {
        switch (effect) {
          case Effect.Tell tell -> told(tell);
          case Effect.Join join -> {
            assertThat(mixed.add(join.leg())).as("seed %d: joins once", seed).isTrue();
            mutedInMix.put(join.leg(), join.settings().muted());
            unheard.put(join.leg(), join.settings().unheard());
          }
          case Effect.Adjust adjust -> {
            assertThat(mixed).as("seed %d: adjusts who is mixed", seed).contains(adjust.leg());
            mutedInMix.put(adjust.leg(), adjust.settings().muted());
            unheard.put(adjust.leg(), adjust.settings().unheard());
          }
          case Effect.Unmix unmix ->
              assertThat(mixed.remove(unmix.leg())).as("seed %d: leaves once", seed).isTrue();
          case Effect.Notify(RoomNotice.Admitted in)
              when room.room.has(in.participant()) && !room.member(in.participant()).away() ->
              assertThat(present)
                  .as("seed %d: admitted is in the room", seed)
                  .contains(in.participant());
          case Effect.Publish(RoomChange change) -> replica.apply(change, "seed " + seed);
          case Effect.Took took ->
              assertThat(taken.add(took.leg())).as("seed %d: taken once", seed).isTrue();
          case Effect.Gave gave ->
              assertThat(taken.remove(gave.leg())).as("seed %d: given once", seed).isTrue();
          case Effect.Notify _, Effect.Announce _, Effect.Keep _, Effect.Measure _ -> {}
        }
      }
      room.effects.clear();
      room.room.roster().members().forEach(one -> legs.put(one.id(), one.leg()));
      if (reply instanceof RoomReply.Waiting waiting) {
        assertThat(present).as("seed %d", seed).doesNotContain(waiting.participant());
      }
      Set<LegId> joined = new HashSet<>();
      int seats = 0;
      for (RoomReply.Member member : room.room.roster().members()) {
        seats += member.state().equals("joined") ? 1 : 0;
        assertThat(member.via().equals("merged"))
            .as("seed %d: merged are those who have a phone", seed)
            .isEqualTo(phones.containsKey(member.id()));
        if (member.state().equals("joined") && !member.away()) {
          joined.add(voice(member));
          assertThat(mutedInMix.get(voice(member)))
              .as("seed %d: the mix knows of the mute", seed)
              .isEqualTo(member.muted());
          assertThat(member.muted() || member.role().speaks())
              .as("seed %d: a listener is not heard", seed)
              .isTrue();
        }
      }
      if (random.nextInt(4) == 0) {
        replica.assertSame(room.room.roster(), "seed " + seed);
      }
      assertThat(mixed).as("seed %d: mixed are those who joined", seed).isEqualTo(joined);
      assertHearing();
      assertThat(seats).as("seed %d: seats", seed).isLessThanOrEqualTo(MAX);
      assertThat(live).as("seed %d: live while somebody is there", seed).isEqualTo(seats > 0);
    }

    void told(Effect.Tell tell) {
      ParticipantId who = tell.participant();
      switch (tell.type()) {
        case EventType.ROOM_STARTED -> {
          assertThat(live).as("seed %d: starts once", seed).isFalse();
          live = true;
        }
        case EventType.ROOM_ENDED -> {
          assertThat(live).as("seed %d: ends once", seed).isTrue();
          assertThat(present).as("seed %d: ends empty", seed).isEmpty();
          live = false;
        }
        case EventType.PARTICIPANT_JOINED -> {
          assertThat(live).as("seed %d: joins a started room", seed).isTrue();
          assertThat(gone).as("seed %d", seed).doesNotContain(who);
          assertThat(present.add(who)).as("seed %d: joined once", seed).isTrue();
        }
        case EventType.PARTICIPANT_LEFT -> {
          boolean waited = "waiting".equals(tell.data().get("state"));
          assertThat(present.remove(who)).as("seed %d: left after joined", seed).isEqualTo(!waited);
          assertThat(gone.add(who)).as("seed %d: left once", seed).isTrue();
          phones.remove(who);
        }
        case EventType.PARTICIPANT_SPEAKING, EventType.PARTICIPANT_QUIET -> {
          boolean now = tell.type().equals(EventType.PARTICIPANT_SPEAKING);
          assertThat(present).as("seed %d: speaks in the room", seed).contains(who);
          assertThat(speaking.put(who, now))
              .as("seed %d: speaking and quiet alternate", seed)
              .isNotEqualTo(now);
        }
        case EventType.PARTICIPANT_MERGED -> {
          LegId phone = merging.containsKey(who) ? merging.remove(who) : legs.get(who);
          assertThat(phones.put(who, phone)).as("seed %d: merged once", seed).isNull();
        }
        case EventType.PARTICIPANT_UNMERGED ->
            assertThat(phones.remove(who)).as("seed %d: unmerged once", seed).isNotNull();
        default -> {}
      }
    }
  }
}
