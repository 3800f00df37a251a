package org.convoke.capacity;

import org.convoke.config.Config;

/**
 * How many file descriptors there are and what for: a call by phone takes two, a connection one.
 * Where the configured limits need more than the process may have, all of them shrink, the
 * connections most: a quarter is theirs. Those at one time together then stay below the limit, and
 * {@link #RESERVED} for what must never fail beside them: files, the database, a name looked up.
 *
 * @param limit that the process may have open; {@link #UNKNOWN} where the system does not say
 * @param config what was configured, fitted to it
 * @param shrunk whether a limit had to give way
 */
public record Descriptors(long limit, Config config, boolean shrunk) {
  public static final long UNKNOWN = -1;

  /** Kept free whatever comes. */
  public static final int RESERVED = 32;

  /**
   * What the bridge opens between its start and its first call: jars, the database's connections,
   * doors, pollers. Measured 102 when it is ready, and jars that wait for their first use.
   */
  static final int OWN = 120;

  /** A leg's RTP and RTCP. */
  static final int PER_CALL = 2;

  private static final int LEAST_CALLS = 8;
  private static final int LEAST_HTTP = 12;
  private static final int LEAST_SIP = 8;
  private static final int LEAST_FETCHES = 4;

  /** Fits the limits of {@code config} to {@code limit} descriptors. */
  public static Descriptors fit(Config config, long limit) {
    if (limit <= 0) {
      return new Descriptors(UNKNOWN, config, false);
    }
    Descriptors configured = new Descriptors(limit, config, false);
    if (configured.needed() <= limit) {
      return configured;
    }
    long http = config.http().maxConnections();
    long sip = config.sip().maxConnections();
    long fetches = config.fetch().maxRequests();
    long free = Math.max(0, limit - OWN - RESERVED - config.database().pool());
    // Connections get at most a quarter, shared as they were configured; calls get the rest.
    long wanted = http + sip + fetches;
    long forConnections = Math.min(wanted, free / 4);
    long fittedHttp = Math.min(http, Math.max(LEAST_HTTP, forConnections * http / wanted));
    long fittedSip = Math.min(sip, Math.max(LEAST_SIP, forConnections * sip / wanted));
    long fittedFetches =
        Math.min(fetches, Math.max(LEAST_FETCHES, forConnections * fetches / wanted));
    long forCalls = free - fittedHttp - fittedSip - fittedFetches;
    long fittedCalls =
        Math.min(config.sip().maxCalls(), Math.max(LEAST_CALLS, forCalls / PER_CALL));
    Config fitted =
        config.with(
            config.http().within((int) fittedHttp),
            config.sip().within((int) fittedCalls, (int) fittedSip),
            config.fetch().within((int) fittedFetches));
    return new Descriptors(limit, fitted, true);
  }

  /** How many may be open at one time. */
  public int needed() {
    return OWN
        + RESERVED
        + config.database().pool()
        + PER_CALL * config.sip().maxCalls()
        + config.http().maxConnections()
        + config.sip().maxConnections()
        + config.fetch().maxRequests();
  }

  /** For the start, when something had to give way. */
  public String words() {
    return "The process may have "
        + limit
        + " files and sockets open (ulimit -n): at most "
        + config.sip().maxCalls()
        + " calls by phone, "
        + config.http().maxConnections()
        + " connections by HTTP, "
        + config.sip().maxConnections()
        + " by SIP and "
        + config.fetch().maxRequests()
        + " requests of ours at one time";
  }
}
