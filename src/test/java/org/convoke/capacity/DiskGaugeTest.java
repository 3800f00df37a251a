package org.convoke.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskGaugeTest {
  private static final long MIB = 1L << 20;

  private final DiskGauge gauge = new DiskGauge();

  @Test
  void saysOnceThatTheDiskFillsUpAndOnceThatItIsFull() {
    assertThat(gauge.update(5_000 * MIB, 10_000 * MIB)).isNull();
    assertThat(gauge.update(900 * MIB, 10_000 * MIB)).contains("fills up").contains("900 MiB");
    assertThat(gauge.update(800 * MIB, 10_000 * MIB)).isNull();
    assertThat(gauge.update(3 * MIB, 10_000 * MIB)).contains("is full");
    assertThat(gauge.reading().state()).isEqualTo(DiskGauge.State.FULL);
    assertThat(gauge.update(5_000 * MIB, 10_000 * MIB)).contains("has room again");
    assertThat(gauge.reading().state()).isEqualTo(DiskGauge.State.FINE);
  }

  @Test
  void aLargeDiskThatIsMostlyUsedIsFine() {
    assertThat(gauge.update(50_000 * MIB, 1_000_000 * MIB)).isNull();
  }
}
