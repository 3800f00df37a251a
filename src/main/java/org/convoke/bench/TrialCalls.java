package org.convoke.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.convoke.clock.Clock;
import org.convoke.phone.UserAgentClient;

/**
 * Good calls for a trial: they key their room's PIN, talk and listen, and whatever is done to the
 * bridge meanwhile, it is measured what each of them hears. More can come and go.
 *
 * <p>The first callers of a room talk: the very first in bursts, the others all the time. So nobody
 * should ever be without a tone where at least three talk in each room.
 */
public final class TrialCalls implements AutoCloseable {
  /** Above it rooms get longer PINs, as the bridge would ask for. */
  private static final int ROOMS_OF_SHORT_PINS = 50;

  private static final int LEAST_REFUSAL = 300;
  private static final int JOIN_SECONDS = 40;

  /** After the last came: the tones that told of it hold the tone of the bursts. */
  private static final int WELCOME_MS = 1_500;

  /**
   * Which calls.
   *
   * @param calls that are there all the time
   * @param rooms they are spread over
   * @param talkers in each room; 3 for the sound to be measured at everybody's
   * @param spare calls that may be placed later
   * @param rate calls a second
   */
  public record Plan(int calls, int rooms, int talkers, int spare, double rate) {
    /** In rooms of about five. */
    public static Plan of(int calls, int spare) {
      return new Plan(calls, Math.max(1, calls / 5), 3, spare, 20);
    }
  }

  private final Clock clock;
  private final Plan plan;
  private final List<JsonObject> rooms;
  private final LoadCall[] calls;
  private final TrialEars ears;
  private final LoadThread load;
  private final Dialer dialer;
  private final TrialPhones phones;
  private int placed;

  /**
   * Makes the rooms; {@link #place} lets the calls come.
   *
   * @param bridge whom they call
   */
  public TrialCalls(Clock clock, TrialBridge bridge, Plan plan)
      throws IOException, InterruptedException {
    this(clock, bridge, plan, makeRooms(bridge, plan.rooms), Whereabouts.HERE);
  }

  /** The same from elsewhere. */
  public TrialCalls(Clock clock, TrialBridge bridge, Plan plan, Whereabouts where)
      throws IOException, InterruptedException {
    this(clock, bridge, plan, makeRooms(bridge, plan.rooms), where);
  }

  /** The same in rooms that there are: {@code id} and {@code pin} of each. */
  public TrialCalls(Clock clock, TrialBridge bridge, Plan plan, List<JsonObject> rooms)
      throws IOException {
    this(clock, bridge, plan, rooms, Whereabouts.HERE);
  }

  private TrialCalls(
      Clock clock, TrialBridge bridge, Plan plan, List<JsonObject> rooms, Whereabouts where)
      throws IOException {
    this.clock = clock;
    this.plan = plan;
    this.rooms = List.copyOf(rooms);
    calls = new LoadCall[plan.calls + plan.spare];
    for (int i = 0; i < calls.length; i++) {
      int place = i / plan.rooms;
      int room = i % plan.rooms;
      String pin = rooms.get(room).getString("pin") + "#";
      boolean talks = place < plan.talkers && i < plan.calls;
      calls[i] = new LoadCall(i, room, talks ? place : -1, pin);
      calls[i].measuredFromJoin = true;
    }
    ears = new TrialEars(plan, calls);
    // One tone more than there are talkers: the marker's.
    int tones = plan.talkers < 2 ? plan.talkers : plan.talkers + 1;
    load = new LoadThread(clock, true, calls, plan.rooms, tones, where);
    dialer = new Dialer(clock, bridge.sip(), bridge.number(), load, calls, where);
    phones = new TrialPhones(clock, dialer, load, calls);
    load.start();
    phones.start();
  }

  private static List<JsonObject> makeRooms(TrialBridge bridge, int count)
      throws IOException, InterruptedException {
    List<JsonObject> rooms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JsonObject room =
          new JsonObject()
              .put("name", "trial " + i)
              .put("pin_length", count > ROOMS_OF_SHORT_PINS ? 6 : 4);
      rooms.add(bridge.call("POST", "/v1/rooms", room));
    }
    return rooms;
  }

  /** The rooms, as the bridge answered. Call {@code i} is in room {@code i % rooms}. */
  public List<JsonObject> rooms() {
    return rooms;
  }

  /** Places all calls but the spare ones, waits until they are in, and measures from then on. */
  public void place() throws IOException, InterruptedException {
    long beganNs = clock.nowNs();
    for (int i = 0; i < plan.calls; i++) {
      sleepUntil(beganNs + (long) (i * 1e9 / plan.rate));
      dial();
    }
    long lastNs = clock.nowNs() + TimeUnit.SECONDS.toNanos(JOIN_SECONDS);
    while (joined() < plan.calls && clock.nowNs() < lastNs) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    TimeUnit.MILLISECONDS.sleep(WELCOME_MS);
    measure();
  }

  /**
   * Places the next spare call.
   *
   * @return its number; the room is {@code number % rooms}
   */
  public synchronized int dial() {
    int index = placed++;
    phones.tell(() -> dialer.dial(index));
    return index;
  }

  /**
   * The same with another caller's number and other keys than the PIN's.
   *
   * @param from the user part of its From
   * @param keys what it keys half a second after the answer
   */
  public synchronized int dial(String from, String keys) {
    LoadCall call = calls[placed];
    call.from = from;
    call.replaceKeys(keys);
    return dial();
  }

  /** Ends a call. */
  public void hangUp(int index) {
    phones.tell(() -> dialer.hangUp(index));
  }

  /** Lets a call key something. */
  public void key(int index, String keys) {
    load.ask(() -> calls[index].key(keys));
  }

  /** Where a call is. */
  public UserAgentClient.State state(int index) throws IOException, InterruptedException {
    return phones.ask(() -> {
      UserAgentClient agent = dialer.agent(index);
      return agent == null ? UserAgentClient.State.CALLING : agent.state();
    });
  }

  /** Whether the bridge did not take the call, as it does while it is overloaded. */
  public boolean refused(int index) throws IOException, InterruptedException {
    return phones.ask(() -> {
      UserAgentClient agent = dialer.agent(index);
      return agent != null
          && agent.state() == UserAgentClient.State.ENDED
          && agent.status() >= LEAST_REFUSAL;
    });
  }

  /** Whether the call heard its room; not for those that are the second talker. */
  public boolean joined(int index) throws IOException, InterruptedException {
    return phones.askLoad(() -> calls[index].joinedNs() != 0);
  }

  /** From the INVITE to the first sound of the room in seconds, or -1 where none was heard. */
  public double secondsToJoin(int index) throws IOException, InterruptedException {
    long joinedNs = phones.askLoad(() -> calls[index].joinedNs());
    return joinedNs == 0 ? -1 : (joinedNs - dialer.invitedNs(index)) / 1e9;
  }

  /** How many of those that are there all the time have heard their room, or talk in it. */
  public int joined() throws IOException, InterruptedException {
    return phones.askLoad(ears::joined);
  }

  /** How a call went so far. */
  public CallTimes times(int index) throws IOException, InterruptedException {
    return phones.askLoad(() -> dialer.times(index));
  }

  /** Forgets what was heard: measures from now on. */
  public void measure() throws IOException, InterruptedException {
    phones.askLoad(() -> {
      ears.forget();
      return null;
    });
  }

  /** What those heard that are there all the time, since {@link #measure}. */
  public TrialSound sound() throws IOException, InterruptedException {
    Map<String, Integer> failures = new TreeMap<>();
    int up =
        phones.ask(() -> {
          int count = 0;
          for (int i = 0; i < plan.calls; i++) {
            UserAgentClient agent = dialer.agent(i);
            if (agent != null && agent.state() == UserAgentClient.State.UP) {
              count++;
            } else {
              String why = agent == null ? "not placed" : agent.status() + " " + agent.reason();
              failures.merge(why, 1, Integer::sum);
            }
          }
          return count;
        });
    return phones.askLoad(() -> ears.sound(up, failures, clock.nowNs()));
  }

  /** The bridge's port for the sound of each call that was placed; 0 of those that have none. */
  public int[] ports() throws IOException, InterruptedException {
    return phones.askLoad(() -> Arrays.stream(calls).mapToInt(call -> call.remotePort).toArray());
  }

  /** What knows the marker: a tone that no talker has; see {@link #hearingMarker}. */
  public MarkerEar marker() {
    return new MarkerEar(plan.talkers);
  }

  /** How many of all calls heard the marker since {@link #measure}: {@link MarkerEar#hears}. */
  public int hearingMarker() throws IOException, InterruptedException {
    return phones.askLoad(ears::hearingMarker);
  }

  /** Ends all calls by BYE and waits a few seconds for the answers. */
  public void hangUp() throws IOException, InterruptedException {
    for (int i = 0; i < placed; i++) {
      int index = i;
      phones.tell(() -> dialer.hangUp(index));
      if (i % 10 == 9) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    long lastNs = clock.nowNs() + TimeUnit.SECONDS.toNanos(5);
    while (leaving() && clock.nowNs() < lastNs) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private boolean leaving() throws IOException, InterruptedException {
    return phones.ask(() -> {
      for (int i = 0; i < placed; i++) {
        if (dialer.agent(i).state() == UserAgentClient.State.LEAVING) {
          return true;
        }
      }
      return false;
    });
  }

  /** Stops everything without a word to the bridge, as a cut cable does. */
  @Override
  public void close() throws InterruptedException {
    phones.close();
    load.stop();
    dialer.close();
  }

  private void sleepUntil(long atNs) throws InterruptedException {
    long leftNs = atNs - clock.nowNs();
    if (leftNs > 0) {
      TimeUnit.NANOSECONDS.sleep(leftNs);
    }
  }
}
