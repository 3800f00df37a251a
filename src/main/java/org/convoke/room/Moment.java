package org.convoke.room;

import java.time.Instant;

/** One moment on both clocks: {@code ns} for durations and deadlines, {@code at} for people. */
record Moment(long ns, Instant at) {}
