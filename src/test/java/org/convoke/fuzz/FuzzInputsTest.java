package org.convoke.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each fuzz target on its seeds, on a few mutations of them, and on all that was ever found: the
 * fuzzing itself is {@code scripts/fuzz}.
 */
class FuzzInputsTest {
  private static final int MUTATIONS = 100;

  @Test
  void everyParserThatStrangersReachIsATarget() {
    assertThat(Target.all())
        .extracting(Target::name)
        .contains(
            "SipMessageFuzz",
            "PhoneOfferFuzz",
            "BrowserOfferFuzz",
            "RtpFuzz",
            "RtcpFuzz",
            "TelephoneEventsFuzz",
            "StunFuzz",
            "DtlsFuzz",
            "HttpBodyFuzz",
            "VonageBodyFuzz",
            "SocketMessageFuzz",
            "NccoFuzz",
            "ProviderFuzz",
            "PinDialogueFuzz",
            "WavFuzz",
            "Mp3Fuzz");
  }

  @TestFactory
  Stream<DynamicTest> seedsAndTheirMutationsBreakNoPromise() {
    return Target.all().stream()
        .map(target -> dynamicTest(target.name() + " seeds", () -> runSeeds(target)));
  }

  private static void runSeeds(Target target) throws Throwable {
    List<byte[]> seeds = target.seeds();
    assertThat(seeds).isNotEmpty();
    for (byte[] seed : seeds) {
      target.run(seed.clone());
    }
    target.run(new byte[0]);
    for (int turn = 0; turn < MUTATIONS; turn++) {
      Random random = new Random(turn);
      byte[] input = mutated(seeds.get(random.nextInt(seeds.size())), random);
      try {
        target.run(input);
      } catch (Throwable broken) {
        broken.addSuppressed(new AssertionError("mutation " + turn));
        throw broken;
      }
    }
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] input = Arrays.copyOf(seed, random.nextInt(10) == 0 ? seed.length / 2 : seed.length);
    for (int i = random.nextInt(4); i >= 0 && input.length > 0; i--) {
      input[random.nextInt(input.length)] = (byte) random.nextInt(256);
    }
    return input;
  }

  @TestFactory
  Stream<DynamicTest> whatWasFoundOnceIsMended() {
    List<DynamicTest> finds = new ArrayList<>();
    for (Target target : Target.all()) {
      for (Path find : target.finds()) {
        String name = target.name() + " " + find.getFileName();
        finds.add(dynamicTest(name, () -> target.run(Files.readAllBytes(find))));
      }
    }
    return finds.stream();
  }
}
