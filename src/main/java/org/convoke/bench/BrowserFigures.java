package org.convoke.bench;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run with browsers showed. Processor time is in per cent of one core.
 *
 * @param listeners in all
 * @param talkers in all
 * @param connected how many of both had sound
 * @param cpuUser the bridge's own code
 * @param cpuSystem the kernel on its behalf
 * @param cpuByThreads by kind of thread
 * @param residentMib the bridge's memory at the end
 * @param receivedRatio packets that came over packets due
 * @param lostRatio gaps in the sequence numbers over packets due
 * @param refused packets that were not authentic, or came before the keys
 * @param hearAll browsers that heard every talker of their room but themselves
 * @param hearSelf talkers that heard themselves
 * @param answerMicros a listener's request to join to the answer
 * @param packetMicros a listener's request to the first packet of sound
 * @param joinMicros a listener's request to the first sound of a talker
 * @param loadCpu what the load itself took
 * @param failures browsers that were refused or ended early, by the reason
 */
record BrowserFigures(
    int listeners,
    int talkers,
    int rooms,
    double seconds,
    int connected,
    double cpuUser,
    double cpuSystem,
    Map<String, Double> cpuByThreads,
    long residentMib,
    double receivedRatio,
    double lostRatio,
    long reordered,
    long refused,
    int hearAll,
    int hearSelf,
    Histogram jitterMicros,
    Histogram mouthToEarMicros,
    Histogram answerMicros,
    Histogram packetMicros,
    Histogram joinMicros,
    Histogram lateMicros,
    double loadCpu,
    Map<String, Integer> failures) {

  private int browsers() {
    return listeners + talkers;
  }

  double cpuPerBrowser() {
    return (cpuUser + cpuSystem) / Math.max(1, connected);
  }

  /** All have sound, everybody heard whom he should and nobody himself. */
  boolean right() {
    return connected == browsers() && hearAll == browsers() && hearSelf == 0 && failures.isEmpty();
  }

  String table() {
    FigureText text = new FigureText();
    text.row(
        "Browsers",
        "%d of %d connected, %d rooms: %d listen, %d talk",
        connected,
        browsers(),
        rooms,
        listeners,
        talkers);
    text.row(
        "CPU per browser",
        "%.4f %% of a core (%.1f %% in all: user %.1f, kernel %.1f)",
        cpuPerBrowser(),
        cpuUser + cpuSystem,
        cpuUser,
        cpuSystem);
    StringBuilder threads = new StringBuilder();
    cpuByThreads.forEach(
        (name, cpu) -> threads.append(String.format(Locale.ROOT, "%s %.1f %%  ", name, cpu)));
    text.row("  by threads", "%s", threads.toString().strip());
    text.row("Memory", "%d MiB resident", residentMib);
    text.row(
        "Packets",
        "%.4f of those due came, %.3f %% lost, %d out of order, %d not authentic",
        receivedRatio,
        100 * lostRatio,
        reordered,
        refused);
    text.times("Jitter", jitterMicros);
    text.times("Mouth to ear", mouthToEarMicros);
    text.row(
        "Who hears whom",
        "%d of %d hear all talkers of their room, %d hear themselves",
        hearAll,
        browsers(),
        hearSelf);
    text.times("Join to answer", answerMicros);
    text.times("Join to packet", packetMicros);
    text.times("Join to sound", joinMicros);
    text.load(loadCpu, lateMicros, failures);
    return text.toString();
  }

  JsonObject json() {
    return new JsonObject()
        .put("listeners", listeners)
        .put("talkers", talkers)
        .put("rooms", rooms)
        .put("seconds", seconds)
        .put("connected", connected)
        .put("cpu_per_browser_percent", cpuPerBrowser())
        .put("cpu_user_percent", cpuUser)
        .put("cpu_system_percent", cpuSystem)
        .put("cpu_by_threads_percent", FigureText.json(cpuByThreads))
        .put("resident_mib", residentMib)
        .put("received_ratio", receivedRatio)
        .put("lost_ratio", lostRatio)
        .put("reordered", reordered)
        .put("refused", refused)
        .put("hear_all", hearAll)
        .put("hear_self", hearSelf)
        .put("jitter_ms", FigureText.json(jitterMicros))
        .put("mouth_to_ear_ms", FigureText.json(mouthToEarMicros))
        .put("answer_ms", FigureText.json(answerMicros))
        .put("first_packet_ms", FigureText.json(packetMicros))
        .put("join_ms", FigureText.json(joinMicros))
        .put("load_cpu_percent", loadCpu)
        .put("load_late_ms", FigureText.json(lateMicros))
        .put("failures", FigureText.json(failures));
  }
}
