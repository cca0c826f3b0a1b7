package org.pytorch.alerting.stack.cli.send;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.stack.cli.letter.Remedy;

/**
 * Tells what becomes of messages, and what to do if they are quarantined.
 *
 * @param address gives the address of an issue's page, empty if it is not known
 * @param issues gives the issues of alerts that needed no action of their own
 * @param patience for the messages of one payload
 */
public record Aftermath(UnaryOperator<String> address, IssuesOfAlerts issues, Duration patience) {
  /**
   * A firing that may be a late copy waits for two minutes; a retry on GitHub for a few seconds.
   */
  public static final Duration PATIENCE = Duration.ofSeconds(180);

  private static final int OK = 0;
  private static final int FAILED = 1;

  /** Prints each event; {@return the exit code, 0 if the alerts are handled} */
  public int tell(Following following, List<String> messageIds, PrintStream out) {
    Fate fate = new Fate(messageIds);
    EventPrinter printer = new EventPrinter(out, address);
    boolean finished =
        following.follow(
            messageIds,
            patience,
            event -> {
              printer.accept(event);
              fate.accept(event);
              return fate.state() != Fate.State.WAITING;
            });
    String id = messageIds.getFirst();
    if (!finished) {
      out.printf(
          "Not finished after %d s; the stack goes on with it. To see where it is:%n"
              + "  make why ID=%s%n",
          patience.toSeconds(), id);
      return FAILED;
    }
    issues.of(fate.idle(), following).forEach(printer::tell);
    if (fate.state() == Fate.State.QUARANTINED) {
      String settings = Remedy.settings(fate.lacks());
      if (settings.isEmpty()) {
        out.printf(
            "%s quarantined. Fix it at its source and send it again. To delete this one:%n"
                + "  make forget ID=%s%n",
            fate.quarantine(), id);
      } else {
        out.printf(
            "%s quarantined. Fix it at its source and send it again, or add what is missing:%n"
                + "  make redrive ID=%s SET=\"%s\"%n",
            fate.quarantine(), id, settings);
      }
      return FAILED;
    }
    return OK;
  }

  /** Adds to {@code fate} the issues of the alerts that needed nothing there. */
  void complete(Fate fate, Following following) {
    issues.of(fate.idle(), following).stream()
        .flatMap(place -> place.issue().stream())
        .forEach(fate::belongsTo);
  }
}
