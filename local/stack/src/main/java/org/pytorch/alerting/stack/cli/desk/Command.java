package org.pytorch.alerting.stack.cli.desk;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** One command of the command line. */
@FunctionalInterface
public interface Command {
  /**
   * Carries the command out.
   *
   * @param directory where it was called; files are named from there
   * @param out gets what it prints
   * @return the exit code
   * @throws IllegalArgumentException if the arguments are wrong
   * @throws IllegalStateException if it cannot be done; the message says what to do
   */
  int run(List<String> arguments, Path directory, PrintStream out);
}
