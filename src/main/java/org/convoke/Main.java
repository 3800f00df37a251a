package org.convoke;

import org.convoke.config.ConfigException;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The entry: {@code run} is the bridge, {@code call} a little phone, {@code bench} a measurement,
 * {@code consumer} a receiver of event webhooks, {@code trial} nasty things done to a bridge.
 */
@Command(
    name = "convoke",
    description = "A self-hosted conference bridge.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      RunCommand.class,
      org.convoke.phone.CallCommand.class,
      org.convoke.bench.BenchCommand.class,
      org.convoke.consumer.ConsumerCommand.class,
      org.convoke.trial.TrialCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  /** As sysexits.h has it: something in the configuration is wrong. */
  static final int EXIT_CONFIG = 78;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  public static void main(String[] arguments) {
    // jitsi's libraries log by java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    int exit =
        new CommandLine(new Main())
            .setExecutionExceptionHandler(Main::report)
            .setUsageHelpAutoWidth(true)
            .execute(arguments);
    System.exit(exit);
  }

  private static int report(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof ConfigException) {
      System.err.println("convoke: " + e.getMessage());
      return EXIT_CONFIG;
    }
    if (e instanceof StartException) {
      System.err.println("convoke: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw e;
  }

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"convoke " + (version == null ? "(not packaged)" : version)};
    }
  }
}
