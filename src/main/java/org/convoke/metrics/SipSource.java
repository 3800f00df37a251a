package org.convoke.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.convoke.sip.SipCounters;
import org.convoke.sip.SipReadings;
import org.convoke.sip.SipTables;

/** The SIP plane: requests, answers, and what was dropped before anybody answered. */
public final class SipSource implements Source {
  private final SipCounters counters;
  private final Supplier<SipReadings> readings;

  public SipSource(SipCounters counters, Supplier<SipReadings> readings) {
    this.counters = counters;
    this.readings = readings;
  }

  @Override
  public void write(Sheet sheet) {
    sheet.counter(
        "convoke_sip_requests_total",
        "SIP requests that could be read, by method.",
        "method",
        Sheet.sums(counters.requests));
    sheet.counter(
        "convoke_sip_responses_total",
        "SIP responses that we sent, by class.",
        "class",
        Sheet.sums(counters.responses));
    Map<String, Long> dropped = new LinkedHashMap<>();
    dropped.put("screened", counters.screenedOut.sum());
    dropped.put("unreadable", counters.parserFailures.sum());
    dropped.put("ignored_source", counters.ignored.sum());
    dropped.put("overload", counters.overload.sum());
    sheet.counter(
        "convoke_sip_messages_dropped_total",
        "SIP messages that nobody answered: too bad to be read, of a source that is ignored for a"
            + " while, or too many at once.",
        "reason",
        dropped);
    sheet.counter(
        "convoke_sip_malformed_total",
        "SIP requests that were malformed.",
        counters.malformed.sum());
    sheet.counter(
        "convoke_sip_challenges_total",
        "Challenges sent to sources that nobody knows.",
        counters.challenges.sum());
    sheet.counter(
        "convoke_sip_wrong_credentials_total",
        "Credentials that were wrong.",
        counters.wrongCredentials.sum());
    sheet.counter(
        "convoke_sip_sources_banned_total",
        "Sources that came to be ignored for a while.",
        counters.bans.sum());
    sheet.counter(
        "convoke_sip_send_failures_total",
        "SIP messages that could not be sent.",
        counters.sendFailures.sum());
    SipReadings now = readings.get();
    SipTables tables = now.tables();
    sheet.gauge("convoke_sip_calls", "SIP dialogs that the bridge holds.", tables.calls());
    sheet.gauge(
        "convoke_sip_transactions",
        "Transactions of the SIP stack.",
        "side",
        Map.of("client", tables.clientTransactions(), "server", tables.serverTransactions()));
    sheet.gauge(
        "convoke_sip_messages_waiting",
        "SIP messages that were read and wait to be handled.",
        tables.waiting());
    sheet.gauge(
        "convoke_sip_sources_ignored", "Sources that are ignored now.", now.sourcesIgnored());
  }
}
