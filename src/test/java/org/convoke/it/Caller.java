package org.convoke.it;

import io.vertx.core.json.JsonObject;
import org.convoke.phone.TestPhone;

/** A {@link TestPhone} that came into a room by its PIN, and what it hears now. */
final class Caller implements AutoCloseable {
  private final TestPhone phone;
  private final String call;

  private Caller(TestPhone phone, String call) {
    this.phone = phone;
    this.call = call;
  }

  /** Calls and keys at the PIN prompt. */
  static Caller dial(Bridge bridge, String name, int hz, String keys) {
    return dialTo(bridge, bridge.sipUri("1000"), name, hz, keys);
  }

  /** The same at another address; empty keys are none. */
  static Caller dialTo(
      Bridge bridge, String uri, String name, int hz, String keys, String... headers) {
    TestPhone phone = TestPhone.dial(uri, name, hz, headers);
    String call = bridge.awaitCall(name);
    bridge.awaitEvent("call=" + call, "call.answered");
    Bridge.await(name + " is up", phone::isUp);
    phone.key(keys);
    return new Caller(phone, call);
  }

  /** Is in the room. */
  static Caller join(Bridge bridge, JsonObject room, String name, int hz) {
    Caller caller = dial(bridge, name, hz, room.getString("pin"));
    bridge.awaitEvent("call=" + caller.call, "participant.joined");
    return caller;
  }

  TestPhone phone() {
    return phone;
  }

  String call() {
    return call;
  }

  /** Waits until this tone is heard all along a second. */
  Caller hears(int hz) {
    awaitLevel(hz + " Hz heard", hz, Party.HEARD_DB, 200);
    return this;
  }

  /** Waits until this tone is not there for a second. */
  Caller misses(int hz) {
    awaitLevel(hz + " Hz gone", hz, -200, Party.UNHEARD_DB);
    return this;
  }

  private void awaitLevel(String what, int hz, double above, double below) {
    double[] db = new double[1];
    try {
      Bridge.await(
          what,
          40,
          () -> {
            db[0] = level(hz);
            return db[0] > above && db[0] < below;
          });
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + ", but it has " + db[0] + " dBFS", late);
    }
  }

  /** Of the tone in the last second, in dBFS. */
  double level(int hz) {
    Tones.Recording last = Heard.last(phone, 1000);
    return last.seconds() < 0.9 ? Double.NaN : last.usualToneDb(hz);
  }

  @Override
  public void close() {
    if (phone.isUp()) {
      phone.hangUp();
      Bridge.await("the phone hangs up", phone::isOver);
    }
    phone.close();
  }
}
