package org.convoke.trial;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code convoke trial}: nasty things done to a bridge that has calls up. */
@Command(
    name = "trial",
    description = "Does something nasty to a bridge of its own while calls are up, and measures.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    synopsisSubcommandLabel = "NAME",
    subcommands = {
      ChurnTrial.class,
      ClockTrial.class,
      CrashTrial.class,
      DatabaseTrial.class,
      DescriptorsTrial.class,
      DiskTrial.class,
      FloodTrial.class,
      GuessTrial.class,
      HeapTrial.class,
      LineTrial.class,
      OverloadTrial.class,
      RushTrial.class,
      SprayTrial.class
    })
public final class TrialCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }
}
