package org.pytorch.alerting.console.page;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.console.source.DeadLetter;
import org.pytorch.alerting.console.source.Queues;
import org.pytorch.alerting.console.source.StepFunctions.Summary;
import org.pytorch.alerting.console.text.Pretty;
import org.pytorch.alerting.console.web.Html;
import org.pytorch.alerting.console.web.Part;
import org.pytorch.alerting.console.web.Query;

/** The dead-letter queue. */
public final class DeadLettersPage {
  private final PageData data;

  DeadLettersPage(PageData data) {
    this.data = data;
  }

  /** A letter with its body indented and the executions that handled it. */
  public record Row(DeadLetter letter, String body, List<Summary> executions) {
    public Row {
      executions = List.copyOf(executions);
    }
  }

  /**
   * @param all how many there are; only the first are shown
   * @param done what was just done
   */
  public record Model(Part<List<Row>> letters, long all, Optional<String> done) {}

  void show(Context context) {
    data.newestStories();
    Part<List<Row>> letters =
        Part.of(() -> data.sources().queues().deadLetters().stream().map(this::row).toList());
    long all = Part.of(() -> data.sources().queues().counts().dead()).value().orElse(0L);
    Optional<String> done =
        Query.text(context, "redriven")
            .map(
                known ->
                    known.equals("yes")
                        ? "The message is back in the queue; its alert is handled again now."
                        : "This message is no longer in the dead-letter queue.");
    data.page(
        context,
        new Html.About("Dead letters", "Dead letters", true),
        "dead-letters.jte",
        new Model(letters, Math.max(all, letters.value().map(List::size).orElse(0)), done));
  }

  private Row row(DeadLetter letter) {
    return new Row(
        letter,
        Pretty.json(letter.body()),
        data.stories()
            .map(stories -> stories.ofMessage(letter.messageId().replaceFirst("#\\d+$", "")))
            .orElse(List.of()));
  }

  void redrive(Context context) {
    Queues queues = data.sources().queues();
    boolean found = Query.form(context, "id").map(queues::redrive).orElse(false);
    context.redirect(
        Query.of("/dead-letters").with("redriven", found ? "yes" : "no").href(),
        io.javalin.http.HttpStatus.SEE_OTHER);
  }
}
