package org.convoke.bench;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run showed. Processor time is in per cent of one core, times in milliseconds.
 *
 * @param answered calls that were answered
 * @param cpuUser the bridge's own code
 * @param cpuSystem the kernel on its behalf
 * @param cpuByThreads by kind of thread
 * @param residentMib the bridge's memory at the end
 * @param receivedRatio packets that came over packets due: also falls when the bridge sends slowly
 * @param lostRatio gaps in the sequence numbers over packets due
 * @param answeredPerSecond from the first INVITE to the last 200
 * @param hearAll calls that heard every talker of their room but themselves
 * @param hearSelf talkers that heard themselves
 * @param reflectorPerCall a bare reflector's processor time on the same machine, 0 when not asked
 * @param loadCpu what the load itself took
 * @param failures calls that were refused or ended early, by the reason
 */
record Figures(
    int calls,
    int rooms,
    int talkers,
    double seconds,
    int answered,
    double cpuUser,
    double cpuSystem,
    Map<String, Double> cpuByThreads,
    long residentMib,
    double receivedRatio,
    double lostRatio,
    long reordered,
    int hearAll,
    int hearSelf,
    Histogram jitterMicros,
    Histogram mouthToEarMicros,
    double answeredPerSecond,
    Histogram setupMicros,
    Histogram joinMicros,
    Histogram lateMicros,
    double reflectorPerCall,
    double loadCpu,
    Map<String, Integer> failures) {

  double cpuPerCall() {
    return (cpuUser + cpuSystem) / Math.max(1, answered);
  }

  /** All calls were answered, everybody heard whom he should and nobody himself. */
  boolean right() {
    return answered == calls && hearAll == calls && hearSelf == 0 && failures.isEmpty();
  }

  String table() {
    FigureText text = new FigureText();
    text.row(
        "Calls", "%d of %d answered, %d rooms, %d talk in each", answered, calls, rooms, talkers);
    text.row(
        "CPU per call",
        "%.4f %% of a core (%.1f %% in all: user %.1f, kernel %.1f)",
        cpuPerCall(),
        cpuUser + cpuSystem,
        cpuUser,
        cpuSystem);
    StringBuilder threads = new StringBuilder();
    cpuByThreads.forEach(
        (name, cpu) -> threads.append(String.format(Locale.ROOT, "%s %.1f %%  ", name, cpu)));
    text.row("  by threads", "%s", threads.toString().strip());
    if (reflectorPerCall > 0) {
      text.row(
          "  reflector",
          "%.4f %% a call by a bare UDP reflector: the bridge costs %.1f times that",
          reflectorPerCall,
          cpuPerCall() / reflectorPerCall);
    }
    text.row("Memory", "%d MiB resident", residentMib);
    text.row(
        "Packets",
        "%.4f of those due came, %.3f %% lost, %d out of order",
        receivedRatio,
        100 * lostRatio,
        reordered);
    text.times("Jitter", jitterMicros);
    text.times("Mouth to ear", mouthToEarMicros);
    text.row(
        "Who hears whom",
        "%d of %d hear all talkers of their room, %d hear themselves",
        hearAll,
        calls,
        hearSelf);
    text.row("Set up", "%.0f calls a second", answeredPerSecond);
    text.times("INVITE to 200", setupMicros);
    if (joinMicros.getTotalCount() > 0) {
      text.times("INVITE to sound", joinMicros);
    }
    text.load(loadCpu, lateMicros, failures);
    return text.toString();
  }

  JsonObject json() {
    return new JsonObject()
        .put("calls", calls)
        .put("rooms", rooms)
        .put("talkers", talkers)
        .put("seconds", seconds)
        .put("answered", answered)
        .put("cpu_per_call_percent", cpuPerCall())
        .put("cpu_user_percent", cpuUser)
        .put("cpu_system_percent", cpuSystem)
        .put("cpu_by_threads_percent", FigureText.json(cpuByThreads))
        .put("reflector_per_call_percent", reflectorPerCall)
        .put("resident_mib", residentMib)
        .put("received_ratio", receivedRatio)
        .put("lost_ratio", lostRatio)
        .put("reordered", reordered)
        .put("hear_all", hearAll)
        .put("hear_self", hearSelf)
        .put("jitter_ms", FigureText.json(jitterMicros))
        .put("mouth_to_ear_ms", FigureText.json(mouthToEarMicros))
        .put("set_up_per_second", answeredPerSecond)
        .put("setup_ms", FigureText.json(setupMicros))
        .put("join_ms", FigureText.json(joinMicros))
        .put("load_cpu_percent", loadCpu)
        .put("load_late_ms", FigureText.json(lateMicros))
        .put("failures", FigureText.json(failures));
  }
}
