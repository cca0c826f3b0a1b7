package org.pytorch.alerting.stack.explain;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.decide.shared.MemberBook;
import org.pytorch.alerting.decide.storm.Place;
import org.pytorch.alerting.decide.turn.Turn;
import org.pytorch.alerting.github.GitHubSettings;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.Label;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.render.GitHubLinks;
import org.pytorch.alerting.github.render.IssueText;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.PackedDetails;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.normalize.NormalizeHandler;
import org.pytorch.alerting.normalize.PolicyRouting;
import org.pytorch.alerting.policy.PolicyJson;
import org.pytorch.alerting.policy.match.Miss;
import org.pytorch.alerting.policy.rule.Field;
import org.pytorch.alerting.policy.rule.Maintenance;
import org.pytorch.alerting.policy.rule.Matcher;
import org.pytorch.alerting.policy.rule.Pattern;
import org.pytorch.alerting.policy.rule.Policy;
import org.pytorch.alerting.policy.rule.Route;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.StacklessException;
import org.pytorch.alerting.stack.explain.Explained.WithState;

/** Runs a payload through the functions' own code, up to what would be sent to GitHub. */
public final class Explainer {
  private static final String MESSAGE = "explain";

  /** Their formats are known; a sender of the webhook may have another name. */
  private static final List<String> FORMATS =
      List.of("alertmanager", "cloudwatch", "grafana", "normalized");

  /**
   * A payload, as if it were sent now.
   *
   * @param source the sender as the webhook names it; empty for a message that comes through SNS
   */
  public record Payload(String body, Optional<String> source, Instant now) {}

  private final Optional<Path> policyFile;
  private final Optional<Policy> policy;
  private final String repository;
  private final Decider decider;
  private final Function<Fingerprint, Optional<StoredAlert>> rows;
  private final IssueText issues =
      new IssueText(IssueText.Settings.of(GitHubLinks.ofApi(GitHubSettings.PUBLIC_API)));

  /**
   * @param policyFile a policy's JSON
   * @param repository where issues are opened without a policy, {@code owner/name}
   * @param rows the running stack's; always empty if none runs
   * @throws UncheckedIOException if the policy cannot be read
   * @throws org.pytorch.alerting.policy.InvalidPolicyException if it has a mistake
   */
  public Explainer(
      Optional<Path> policyFile,
      String repository,
      Function<Fingerprint, Optional<StoredAlert>> rows) {
    this.policyFile = policyFile;
    this.policy = policyFile.map(Explainer::read);
    this.repository = repository;
    this.decider = new Decider(repository).sharing();
    this.rows = rows;
  }

  /**
   * Refuses a source that nothing knows: it would only give the alert another fingerprint.
   *
   * @throws IllegalArgumentException if {@code source} is no format and the policy does not name it
   */
  public void requireSource(String source) {
    List<String> named =
        policy
            .map(
                it ->
                    Stream.concat(
                            it.routes().stream().map(Route::matcher),
                            it.maintenance().stream().map(Maintenance::matcher))
                        .flatMap(Explainer::sources)
                        .distinct()
                        .filter(name -> !FORMATS.contains(name))
                        .toList())
            .orElse(List.of());
    boolean known =
        FORMATS.contains(source.toLowerCase(Locale.ROOT))
            || named.stream().anyMatch(name -> new Pattern(name).matches(source));
    if (!known) {
      throw new IllegalArgumentException(
          "SOURCE=%s is not known. The sources are %s%s"
              .formatted(
                  source,
                  String.join(", ", FORMATS),
                  named.isEmpty()
                      ? "; any other has to be in a match of the policy"
                      : ", and of the policy " + String.join(", ", named)));
    }
  }

  /** {@return the patterns of sources in a matcher; one for every source names none} */
  private static Stream<String> sources(Matcher matcher) {
    return Stream.concat(matcher.match().stream(), matcher.not().stream())
        .filter(condition -> condition.field().kind() == Field.Kind.SOURCE)
        .flatMap(condition -> condition.patterns().stream())
        .map(Pattern::text)
        .filter(text -> !text.equals("*"));
  }

  /** {@return what would happen, for programs} */
  public Explanation explain(Payload payload) {
    Whole whole = whole(payload);
    return new Explanation(
        whole.alerts().stream().map(Explained::alert).toList(), whole.ignored(), whole.rejected());
  }

  /** {@return what would happen, for people} */
  public String text(Payload payload) {
    Whole whole = whole(payload);
    return ExplanationText.of(whole.alerts(), whole.ignored(), whole.rejected());
  }

  /**
   * All that is known about a payload.
   *
   * @param rejected what senders have to fix, or the policy has to add
   */
  public record Whole(
      List<Explained> alerts, List<Explanation.Ignored> ignored, List<String> rejected) {
    public Whole {
      alerts = List.copyOf(alerts);
      ignored = List.copyOf(ignored);
      rejected = List.copyOf(rejected);
    }
  }

  /** {@return what would happen, with the reasons} */
  public Whole whole(Payload payload) {
    NormalizedMessage message = normalize(payload);
    List<Explained> alerts = new ArrayList<>();
    List<String> rejected = new ArrayList<>();
    for (NormalizedAlert alert : message.alerts()) {
      alert.event().ifPresent(event -> alerts.add(explained(alert, event, payload.now())));
      alert.rejection().ifPresent(rejection -> rejected.add(rejection.diagnosis()));
    }
    return new Whole(
        alerts,
        message.ignored().stream()
            .map(ignored -> new Explanation.Ignored(ignored.title(), ignored.reason()))
            .toList(),
        rejected);
  }

  private NormalizedMessage normalize(Payload payload) {
    Map<String, String> variables =
        policyFile
            .map(file -> Map.of("POLICY_FILE", file.toAbsolutePath().toString()))
            .orElse(Map.of());
    PrintStream unread =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    String input =
        Json.write(
            Map.of(
                "message_id",
                MESSAGE,
                "body",
                payload.body(),
                "body_encoding",
                "identity",
                "sent_at",
                Json.format(payload.now()),
                "receive_count",
                1,
                "message_attributes",
                payload.source().map(name -> Map.of("source", name)).orElse(Map.of())));
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    new NormalizeHandler(new Host(new Environment(variables), payload::now, unread))
        .handleRequest(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), output, null);
    return Json.read(output.toString(StandardCharsets.UTF_8), NormalizedMessage.class);
  }

  private Explained explained(NormalizedAlert alert, AlertEvent event, Instant now) {
    DecideRequest request =
        new DecideRequest(
            alert.eventId(), alert.fingerprint(), event, now, new ClaimToken(MESSAGE + "#0"), now);
    Transition<Decision> transition = ofUnknown(request, now);
    Decision decision = decision(transition);
    Optional<IssueDraft> draft =
        opening(transition, alert, request, now)
            .map(
                opening -> {
                  Decision.Act act = opening.decision();
                  return issues.draft(opening, Marker.ofIssue(act.fingerprint(), act.episode()));
                });
    AlertEvent whole =
        alert.payload().map(packed -> PackedDetails.addTo(event, packed)).orElse(event);
    return new Explained(
        new Explanation.Alert(
            alert.fingerprint(),
            event.routing().map(Routing::route),
            repository(decision, event),
            draft.map(it -> it.labels().stream().map(Label::name).toList()).orElse(List.of()),
            draft.map(IssueDraft::assignees).orElse(List.of()),
            decision.action(),
            decision.reason(),
            draft.map(it -> new Explanation.RenderedIssue(it.title(), it.body()))),
        whole,
        policy.map(it -> PolicyRouting.explain(it, whole, now).misses()).orElse(List.of()).stream()
            .map(miss -> sentence(miss))
            .toList(),
        rows.apply(alert.fingerprint()).map(row -> withState(row, request, now)));
  }

  /** While an action is claimed, the pipeline itself does not know yet, and waits. */
  private WithState withState(StoredAlert row, DecideRequest request, Instant now) {
    return switch (granted(decider.apply(row, request, now), now)) {
      case Transition.Refuse<Decision>(StacklessException reason) ->
          new WithState("waits", String.valueOf(reason.getMessage()));
      case Transition<Decision> transition -> {
        Decision decision = decision(transition);
        yield new WithState(decision.action().name(), decision.reason());
      }
    };
  }

  private static String sentence(Miss miss) {
    return "%s: %s".formatted(miss.route(), miss.reason());
  }

  private String repository(Decision decision, AlertEvent event) {
    return decision instanceof Decision.Act act
        ? act.claim().repository()
        : event.routing().flatMap(Routing::repository).orElse(repository);
  }

  private static Decision decision(Transition<Decision> transition) {
    return switch (transition) {
      case Transition.Write<Decision>(StoredAlert _, Decision decision) -> decision;
      case Transition.Keep<Decision>(Decision decision) -> decision;
      case Transition.TakePlace<Decision> _ -> throw new IllegalStateException("a place was taken");
      case Transition.TakeTurn<Decision> _ -> throw new IllegalStateException("a turn was taken");
      case Transition.Refuse<Decision> refusal ->
          throw new IllegalStateException("refused: " + refusal.reason().getMessage());
    };
  }

  /** As if there were no storm: only the running pipeline knows of one. */
  private static Transition<Decision> granted(Transition<Decision> transition, Instant now) {
    if (transition instanceof Transition.TakePlace<Decision> place) {
      return granted(place.then().apply(Place.GRANTED), now);
    }
    return transition instanceof Transition.TakeTurn<Decision> turn
        ? turn.then().apply(new Turn.Granted(now))
        : transition;
  }

  private Transition<Decision> ofUnknown(DecideRequest request, Instant now) {
    return granted(decider.apply(StoredAlert.unknown(request.fingerprint()), request, now), now);
  }

  /**
   * {@return the request to open the issue: the alert's own, also if a maintenance withholds it, or
   * the one that it shares, as if it were the only alert in it}
   */
  private Optional<ActionRequest> opening(
      Transition<Decision> transition, NormalizedAlert alert, DecideRequest request, Instant now) {
    Decision decision = decision(transition);
    if (decision instanceof Decision.Act act && act.action() == AlertAction.CREATE) {
      boolean own = act.fingerprint().equals(alert.fingerprint());
      return Optional.of(
          new ActionRequest(
              act,
              Optional.of(request.event()),
              alert.payload().filter(_ -> own),
              now,
              Optional.empty(),
              MESSAGE,
              now));
    }
    if (transition instanceof Transition.Write<Decision>(StoredAlert next, Decision _)
        && decision.action() == AlertAction.JOIN) {
      return next.sharedIssue()
          .map(issue -> MemberBook.empty(issue).updated(next.asMember(), now, false).next())
          .flatMap(
              book -> {
                DecideRequest shared =
                    new DecideRequest(
                        request.eventId(),
                        book.issue().fingerprint(),
                        book.trigger(),
                        now,
                        request.token(),
                        now);
                return opening(ofUnknown(shared, now), alert, shared, now);
              });
    }
    if (decision.code() == ReasonCode.MAINTENANCE) {
      DecideRequest afterwards =
          request.withEvent(
              request.event().toBuilder()
                  .routing(request.event().routing().map(Explainer::afterMaintenance))
                  .build());
      return opening(ofUnknown(afterwards, now), alert, afterwards, now);
    }
    return Optional.empty();
  }

  private static Routing afterMaintenance(Routing routing) {
    return routing.with(it -> it.maintenance(Optional.empty()).maintenanceUntil(Optional.empty()));
  }

  private static Policy read(Path file) {
    try {
      return PolicyJson.read(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the policy cannot be read: " + file, e);
    }
  }
}
