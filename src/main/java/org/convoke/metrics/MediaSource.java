package org.convoke.metrics;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.convoke.clock.Clock;
import org.convoke.media.MediaReadings;
import org.convoke.media.MediaReadings.LoopReading;

/** The media plane: legs, packets, sound, and how punctual its loops are. */
public final class MediaSource implements Source {
  private final Supplier<MediaReadings> readings;
  private final Clock clock;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  public MediaSource(Supplier<MediaReadings> readings, Clock clock) {
    this.readings = readings;
    this.clock = clock;
  }

  @Override
  public void write(Sheet sheet) {
    MediaReadings now = readings.get();
    sheet.gauge(
        "convoke_legs",
        "Audio connections that are open.",
        "kind",
        Map.of("phone", now.phones(), "browser", now.browsers()));
    packets(sheet, now);
    sound(sheet, now);
    sheet.gauge(
        "convoke_rtp_ports_free",
        "RTP port pairs that the next call may get; those resting after a call are not among them.",
        now.portsFree());
    loops(sheet, now);
  }

  private static void packets(Sheet sheet, MediaReadings now) {
    sheet.counter(
        "convoke_rtp_packets_received_total", "RTP packets that were believed.", now.received());
    sheet.counter("convoke_rtp_packets_sent_total", "RTP packets sent.", now.sent());
    sheet.counter(
        "convoke_rtp_packets_lost_total",
        "RTP packets that peers sent and we never got (RFC 3550 A.3).",
        now.lost());
    Map<String, Long> dropped = new LinkedHashMap<>();
    dropped.put("refused", now.refused());
    dropped.put("stranger", now.strangers());
    dropped.put("late", now.late());
    dropped.put("duplicate", now.duplicate());
    dropped.put("overflow", now.overflowed());
    dropped.put("passed_over", now.passedOver());
    sheet.counter(
        "convoke_rtp_packets_dropped_total",
        "Packets that came and were not heard: not believed (source, SSRC, payload type, SRTP), of"
            + " nobody we know, after their turn, twice, too many at once, or passed over to"
            + " shorten the delay.",
        "reason",
        dropped);
    sheet.counter(
        "convoke_rtp_packets_unauthentic_total",
        "Of the refused packets those that SRTP did not authenticate.",
        now.unauthentic());
    sheet.counter(
        "convoke_rtp_send_failures_total",
        "RTP packets that the system or SRTP did not take.",
        now.sendFailures());
  }

  private static void sound(Sheet sheet, MediaReadings now) {
    sheet.counter(
        "convoke_audio_played_seconds_total", "Sound played from packets.", now.playedSeconds());
    sheet.counter(
        "convoke_audio_concealed_seconds_total",
        "Sound made up for packets that were missing.",
        now.concealedSeconds());
    sheet.counter(
        "convoke_media_frames_skipped_total",
        "Frames of 20 ms that a leg was not sent because its tick came too late.",
        now.framesSkipped());
    sheet.counter(
        "convoke_media_ticks_failed_total",
        "Ticks that met a defect; their calls were ended.",
        now.ticksFailed());
    sheet.counter(
        "convoke_media_ticks_late_total",
        "Ticks of rooms and dialogues that began more than 10 ms late.",
        now.ticksLate());
    sheet.histogram(
        "convoke_media_tick_lateness_seconds",
        "How late ticks of rooms and dialogues began.",
        MediaReadings.latenessBounds(),
        now.ticks(),
        now.latenessSeconds());
  }

  private void loops(Sheet sheet, MediaReadings now) {
    Map<String, Double> ages = new LinkedHashMap<>();
    Map<String, Integer> waiting = new LinkedHashMap<>();
    Map<String, Double> cpu = new LinkedHashMap<>();
    Map<String, Long> given = new LinkedHashMap<>();
    long nowNs = clock.nowNs();
    for (LoopReading loop : now.loops()) {
      ages.put(loop.name(), Math.max(0, nowNs - loop.turnedNs()) / 1e9);
      waiting.put(loop.name(), loop.tasksWaiting());
      given.put(loop.name(), loop.waysGiven());
      long cpuNs = loop.thread() == 0 ? 0 : threads.getThreadCpuTime(loop.thread());
      cpu.put(loop.name(), Math.max(0, cpuNs) / 1e9);
    }
    sheet.gauge("convoke_media_loop_age_seconds", "Since a media loop turned last.", "loop", ages);
    sheet.gauge(
        "convoke_media_tasks_waiting",
        "Commands that a media loop has not looked at yet.",
        "loop",
        waiting);
    sheet.counter(
        "convoke_media_real_time_lost_total",
        "Times that a media loop did not rest in time and went on as an ordinary thread.",
        "loop",
        given);
    sheet.counter(
        "convoke_media_cpu_seconds_total", "Processor time of a media loop.", "loop", cpu);
  }
}
