package org.convoke.bench;

import java.util.Arrays;
import java.util.Map;

/** What the calls of a trial hear of one another. Owned by the load's thread. */
final class TrialEars {
  /** Of the time: chimes hold the tone of the bursts now and then. */
  private static final double HEARS_OWN_BURSTS = 0.09;

  private final TrialCalls.Plan plan;
  private final LoadCall[] calls;

  TrialEars(TrialCalls.Plan plan, LoadCall[] calls) {
    this.plan = plan;
    this.calls = calls;
  }

  /** Measures from now on. */
  void forget() {
    Arrays.stream(calls).forEach(call -> call.reception.openWindow());
  }

  /** How many of those that are there all the time have heard their room, or talk in it. */
  int joined() {
    int joined = 0;
    for (int i = 0; i < plan.calls(); i++) {
      boolean alone = plan.talkers() < 2 && calls[i].reception.begun();
      boolean in = calls[i].joinedNs() != 0 || calls[i].talker == 1 && calls[i].remotePort != 0;
      joined += in || alone ? 1 : 0;
    }
    return joined;
  }

  /** How many of all calls heard the marker, which no talker has. */
  int hearingMarker() {
    return (int)
        Arrays.stream(calls).filter(c -> MarkerEar.heard(c.reception, plan.talkers())).count();
  }

  /**
   * What all that are there all the time heard.
   *
   * @param up how many of them are
   * @param failures of the others, by the reason
   */
  TrialSound sound(int up, Map<String, Integer> failures, long nowNs) {
    int hearAll = 0;
    int hearSelf = 0;
    long gap = 0;
    long silence = 0;
    long lost = 0;
    long received = 0;
    for (int i = 0; i < plan.calls(); i++) {
      LoadCall call = calls[i];
      Reception reception = call.reception;
      long untilNs = call.endedNs == 0 ? nowNs : call.endedNs;
      hearAll += hearsAll(call) ? 1 : 0;
      hearSelf += call.talker >= 0 && hearsSelf(reception, call.talker) ? 1 : 0;
      gap = Math.max(gap, reception.longestGapNs(untilNs));
      silence = Math.max(silence, reception.longestSilenceNs(untilNs));
      lost += reception.lost();
      received += reception.received();
    }
    return new TrialSound(
        plan.calls(), up, hearAll, hearSelf, gap / 1e6, silence / 1e6, lost, received, failures);
  }

  private boolean hearsAll(LoadCall call) {
    int inRoom = Math.min(plan.talkers(), (plan.calls() - call.room - 1) / plan.rooms() + 1);
    return call.reception.hearsAll(inRoom, call.talker);
  }

  private static boolean hearsSelf(Reception reception, int talker) {
    return talker == 0 ? reception.share(talker) >= HEARS_OWN_BURSTS : reception.hears(talker);
  }
}
