package org.convoke.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rules of the house: who may import whom, who may ask for the time, how long a file may be.
 */
@AnalyzeClasses(packages = "org.convoke", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {
  private static final String[] PURE = {
    "org.convoke.id..",
    "org.convoke.rtp..",
    "org.convoke.audio..",
    "org.convoke.sdp..",
    "org.convoke.dialin..",
    "org.convoke.ncco..",
    "org.convoke.signing..",
    "org.convoke.vonage.."
  };
  private static final String[] VERTICLES = {
    "org.convoke.sip..",
    "org.convoke.ivr..",
    "org.convoke.pin..",
    "org.convoke.room..",
    "org.convoke.web..",
    "org.convoke.webrtc..",
    "org.convoke.journal..",
    "org.convoke.webhook..",
    "org.convoke.program..",
    "org.convoke.voice.."
  };

  @ArchTest
  static final ArchRule purePackagesKnowNoVertxSocketThreadOrLogger =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..", "io.netty..", "java.net..", "org.slf4j..", "java.sql..");

  @ArchTest
  static final ArchRule purePackagesKnowNoChannelButAFilesOwn =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(
              resideInAPackage("java.nio.channels..").and(not(assignableTo(FileChannel.class))));

  @ArchTest
  static final ArchRule purePackagesKnowNoOtherPackageOfOurs =
      classes()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(
              "org.convoke.media..",
              "org.convoke.bus..",
              "org.convoke.store..",
              "org.convoke.config..",
              "org.convoke.sip..",
              "org.convoke.ivr..",
              "org.convoke.pin..",
              "org.convoke.room..",
              "org.convoke.web..",
              "org.convoke.webrtc..",
              "org.convoke.ice..",
              "org.convoke.dtls..",
              "org.convoke.journal..",
              "org.convoke.webhook..",
              "org.convoke.fetch..");

  @ArchTest
  static final ArchRule mediaKnowsNoVertx =
      noClasses()
          .that()
          .resideInAPackage("org.convoke.media..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty..", "org.convoke.store..");

  @ArchTest
  static final ArchRule dtlsKnowsNothingOfUs =
      noClasses()
          .that()
          .resideInAPackage("org.convoke.dtls..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.convoke..").and(not(resideInAPackage("org.convoke.dtls.."))));

  @ArchTest
  static void verticlesNeverImportEachOther(com.tngtech.archunit.core.domain.JavaClasses all) {
    for (String one : VERTICLES) {
      for (String other : VERTICLES) {
        if (!one.equals(other)) {
          noClasses()
              .that()
              .resideInAPackage(one)
              .should()
              .dependOnClassesThat()
              .resideInAPackage(other)
              .because("verticles meet only on the bus")
              .check(all);
        }
      }
    }
  }

  @ArchTest
  static final ArchRule onlyTheClockAsksTheMachineForTheTime =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.convoke.clock..")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  @Test
  void filesStaySmallAndLinesShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources()) {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() > 400) {
        tooLong.add(file + " has " + lines.size() + " lines");
      }
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).length() > 120) {
          tooLong.add(file + ":" + (i + 1) + " is longer than 120");
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    List<String> silent = new ArrayList<>();
    for (Path file : sources()) {
      Path folder = file.getParent();
      if (!folder.endsWith("convoke") && !Files.exists(folder.resolve("package-info.java"))) {
        silent.add(folder.toString());
      }
    }
    assertThat(silent).isEmpty();
  }

  @Test
  void nothingIsLeftUndone() throws IOException {
    List<String> left = new ArrayList<>();
    for (Path file : sources()) {
      String text = Files.readString(file);
      for (String word : new String[] {"TO" + "DO", "FIX" + "ME", "printStackTrace"}) {
        if (text.contains(word)) {
          left.add(file + ": " + word);
        }
      }
    }
    assertThat(left).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
