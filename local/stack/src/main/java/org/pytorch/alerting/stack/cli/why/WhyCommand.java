package org.pytorch.alerting.stack.cli.why;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pytorch.alerting.stack.cli.desk.Command;
import org.pytorch.alerting.stack.cli.desk.Options;
import org.pytorch.alerting.stack.cli.letter.Letter;

/** From any id to one screen: what came, what was decided and why, and where it is now. */
public final class WhyCommand implements Command {
  private static final int OK = 0;
  private static final int FAILED = 1;

  /** How the list of dead letters shows an id: its beginning. */
  private static final Pattern LISTED = Pattern.compile("[0-9a-f]{8}");

  private final Sources sources;
  private final InstantSource clock;

  public WhyCommand(Sources sources, InstantSource clock) {
    this.sources = sources;
    this.clock = clock;
  }

  @Override
  public int run(List<String> arguments, Path directory, PrintStream out) {
    String given =
        Options.parse(arguments, Set.of("id"), Set.of())
            .only("id")
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        ("Which id? make why%s ID=… takes a message id, a delivery id, an event id, a"
                                + " fingerprint, the number or the address of an issue, or an"
                                + " execution")
                            .formatted(sources.targetSuffix())));
    WhyId id = listed(given).orElseGet(() -> WhyId.parse(given));
    Findings findings = Findings.of(id, sources);
    if (findings.isEmpty()) {
      notFound(id, given, out);
      return FAILED;
    }
    new WhyPage(findings, sources, clock.instant(), out).print();
    return OK;
  }

  /** {@return the dead letter whose id the list of dead letters shows as {@code given}} */
  private Optional<WhyId> listed(String given) {
    if (!LISTED.matcher(given.strip()).matches()) {
      return Optional.empty();
    }
    return sources.letters().stream()
        .map(Letter::queueId)
        .filter(id -> id.startsWith(given.strip()))
        .findFirst()
        .map(id -> new WhyId(WhyId.Kind.MESSAGE, id));
  }

  private void notFound(WhyId id, String given, PrintStream out) {
    out.printf("Nothing about %s in %s.%n", given, sources.name());
    out.printf("It was read as %s. Searched:%n", id.kind().text());
    sources.places().forEach(place -> out.println("  - " + place));
    out.printf(
        "It may be older than that, or of another environment (make why, why-dev, why-prod), or"
            + " mistyped.%nAn alert that the webhook refused has no id: its sender got the reason as"
            + " the response.%n");
  }
}
