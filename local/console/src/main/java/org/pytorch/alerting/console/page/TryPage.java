package org.pytorch.alerting.console.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.console.source.DeadLetter;
import org.pytorch.alerting.console.source.GitHub;
import org.pytorch.alerting.console.source.Sending;
import org.pytorch.alerting.console.source.StepFunctions.Summary;
import org.pytorch.alerting.console.story.Delivery;
import org.pytorch.alerting.console.story.Explainer;
import org.pytorch.alerting.console.story.Stories;
import org.pytorch.alerting.console.web.Html;
import org.pytorch.alerting.console.web.Part;
import org.pytorch.alerting.console.web.Query;

/** A payload to try, and what became of it. */
public final class TryPage {
  private static final String EMPTY = "Paste a payload, or choose one.";

  private final PageData data;

  TryPage(PageData data) {
    this.data = data;
  }

  /**
   * @param sample the name of the chosen payload
   * @param problem why it was not sent
   * @param canExplain whether the console can say what would happen
   * @param preview what would happen with the payload
   */
  public record Model(
      List<String> samples,
      List<String> sources,
      String sample,
      String payload,
      String source,
      Optional<String> problem,
      boolean canExplain,
      Optional<Preview> preview) {
    public Model {
      samples = List.copyOf(samples);
      sources = List.copyOf(sources);
    }
  }

  /** What would happen, with the rendered issue of each alert. */
  public record Preview(List<Planned> alerts, List<String> ignored, List<String> rejected) {
    public Preview {
      alerts = List.copyOf(alerts);
      ignored = List.copyOf(ignored);
      rejected = List.copyOf(rejected);
    }
  }

  /**
   * What would happen with an alert.
   *
   * @param html the issue's rendered body
   */
  public record Planned(Explainer.Alert alert, Optional<String> html) {}

  /**
   * What became of a message.
   *
   * @param letters its dead letters
   */
  public record Outcome(
      String messageId, List<Handled> deliveries, Part<List<DeadLetter>> letters, boolean done) {
    public Outcome {
      deliveries = List.copyOf(deliveries);
    }
  }

  /** An execution of the message, and what it did as soon as it has ended. */
  public record Handled(Summary execution, String href, Optional<Delivery> delivery) {}

  void show(Context context) {
    String sample = Query.text(context, "sample").orElse("");
    Optional<String> text =
        sample.isEmpty() ? Optional.empty() : data.sources().samples().text(sample);
    String payload = text.orElse("");
    String source = payload.isEmpty() ? "" : Sending.sourceOf(payload);
    show(context, new Shown(sample, payload, source, Optional.empty(), Optional.empty()));
  }

  private record Shown(
      String sample,
      String payload,
      String source,
      Optional<String> problem,
      Optional<Preview> preview) {}

  private void show(Context context, Shown shown) {
    List<String> sources = new ArrayList<>(data.sources().sending().sources());
    sources.add(Sending.TOPIC);
    data.page(
        context,
        new Html.About("Try it", "Try it", false),
        "try.jte",
        new Model(
            data.sources().samples().names(),
            sources,
            shown.sample(),
            shown.payload(),
            shown.source(),
            shown.problem(),
            data.explainer().isPresent(),
            shown.preview()));
  }

  private void refuse(Context context, String payload, String source, String problem) {
    context.status(HttpStatus.UNPROCESSABLE_CONTENT);
    show(context, new Shown("", payload, source, Optional.of(problem), Optional.empty()));
  }

  /** Says what would happen, and sends nothing. */
  void explain(Context context) {
    String payload = Optional.ofNullable(context.formParam("payload")).orElse("");
    String source = Query.form(context, "source").orElseGet(() -> Sending.sourceOf(payload));
    Optional<Explainer> explainer = data.explainer();
    if (payload.isBlank() || explainer.isEmpty()) {
      refuse(
          context,
          payload,
          source,
          explainer.isEmpty() ? "This console cannot explain payloads." : EMPTY);
      return;
    }
    Optional<String> sender = Optional.of(source).filter(name -> !name.equals(Sending.TOPIC));
    Explainer.Explanation explanation =
        explainer.get().explain(new Explainer.Payload(payload, sender));
    Preview preview =
        new Preview(
            explanation.alerts().stream()
                .map(
                    alert ->
                        new Planned(
                            alert,
                            alert.issue().map(issue -> html(alert.repository(), issue.body()))))
                .toList(),
            explanation.ignored(),
            explanation.rejected());
    show(context, new Shown("", payload, source, Optional.empty(), Optional.of(preview)));
  }

  private String html(String repository, String body) {
    GitHub gitHub = data.sources().gitHub();
    return Links.html(body, gitHub.in(repository).orElse(gitHub));
  }

  void send(Context context) {
    String payload = Optional.ofNullable(context.formParam("payload")).orElse("");
    if (payload.isBlank()) {
      refuse(context, "", "", EMPTY);
      return;
    }
    String source = Query.form(context, "source").orElseGet(() -> Sending.sourceOf(payload));
    Part<Sending.Receipt> receipt = Part.of(() -> data.sources().sending().send(source, payload));
    Optional<String> id = receipt.value().flatMap(Sending.Receipt::messageId);
    if (id.isEmpty()) {
      String reason = receipt.value().map(Sending.Receipt::text).orElse(receipt.away());
      refuse(context, payload, source, "Not accepted: " + reason);
      return;
    }
    context.redirect("/try/" + id.get(), HttpStatus.SEE_OTHER);
  }

  void follow(Context context) {
    String id = context.pathParam("id");
    Optional<Stories> stories = data.newestStories();
    List<Handled> deliveries =
        stories.map(it -> it.ofMessage(id)).orElse(List.of()).stream()
            .map(
                run ->
                    new Handled(
                        run,
                        Links.execution(run.arn()),
                        stories.flatMap(it -> it.delivery(run.arn()))))
            .toList();
    Part<List<DeadLetter>> letters =
        Part.of(
            () ->
                data.sources().queues().deadLetters().stream()
                    .filter(letter -> isOf(letter, id, deliveries))
                    .toList());
    boolean done = !deliveries.isEmpty() && deliveries.getFirst().delivery().isPresent();
    data.page(
        context,
        new Html.About("What became of it", "Try it", true),
        "outcome.jte",
        new Outcome(id, deliveries, letters, done));
  }

  private static boolean isOf(DeadLetter letter, String id, List<Handled> deliveries) {
    return letter.messageId().equals(id)
        || deliveries.stream()
            .flatMap(handled -> handled.delivery().stream())
            .anyMatch(delivery -> letter.messageId().startsWith(delivery.messageId()));
  }
}
