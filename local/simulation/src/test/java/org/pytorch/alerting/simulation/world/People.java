package org.pytorch.alerting.simulation.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.data.Comment;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.fakegithub.settings.Person;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;

/** People and other bots on GitHub. Records their acts on our issues. */
public final class People {
  private static final String ELSEWHERE = "acme/elsewhere";

  private final RandomGenerator random;
  private final VirtualPipeline pipeline;
  private final List<Act> acts = new ArrayList<>();
  private boolean bodiesGrow;
  private boolean botCopies;

  public People(RandomGenerator random, VirtualPipeline pipeline) {
    this.random = random;
    this.pipeline = pipeline;
  }

  /** The acts on our issues that matter to the pipeline. */
  enum Kind {
    CLOSED,
    REOPENED,
    /** Deleted, or transferred to another repository. */
    REMOVED,
    COMMENT_DELETED
  }

  /**
   * An act on one of our issues.
   *
   * @param marker the issue's marker
   * @param bot whether the actor is a bot
   */
  record Act(Kind kind, long number, String marker, boolean bot, Instant at) {
    String fingerprint() {
      return Markers.fingerprint(marker);
    }
  }

  /**
   * Sets whether from now on a bot appends to the text of each new issue, and whether a bot copies
   * some of them.
   */
  void reactToIssues(boolean growBodies, boolean copyIssues) {
    bodiesGrow = growBodies;
    botCopies = copyIssues;
  }

  List<Act> acts() {
    return acts;
  }

  /** {@return the last act on the state of an issue} */
  Optional<Act> lastActOn(long number) {
    return acts.stream()
        .filter(act -> act.number() == number && act.kind() != Kind.COMMENT_DELETED)
        .reduce((_, later) -> later);
  }

  /** Acts on a random issue, if there is any; {@return a description} */
  String act() {
    List<Issue> ours =
        pipeline.ourIssues().stream().filter(issue -> !Markers.of(issue).isEmpty()).toList();
    if (ours.isEmpty()) {
      return "a person finds no issue";
    }
    // People mostly act on new issues.
    Issue issue = random.nextInt(3) == 0 ? ours.get(random.nextInt(ours.size())) : ours.getLast();
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> close(issue, VirtualPipeline.PERSON);
      case 4, 5, 6 -> reopen(issue, VirtualPipeline.PERSON);
      case 7, 8 -> closeAndReopen(issue);
      case 9 -> delete(issue);
      case 10 -> transfer(issue);
      case 11 -> append(issue, VirtualPipeline.PERSON);
      case 12 -> deleteComment(issue);
      case 13, 14 -> close(issue, VirtualPipeline.BOT);
      default -> {
        change(VirtualPipeline.PERSON, issue, Map.of("title", "Looking into it"));
        yield "a person retitles #" + issue.number();
      }
    };
  }

  /** Reacts to our request to open an issue, whether or not it succeeded. */
  public void issuePosted(String body) {
    if (bodiesGrow) {
      pipeline.ourIssues().stream()
          .filter(issue -> issue.body().orElse("").equals(body))
          .forEach(issue -> append(issue, VirtualPipeline.BOT));
    }
    if (botCopies && random.nextInt(3) == 0) {
      // A bot can guess a marker: earlier issues show the fingerprint and the episode.
      open(VirtualPipeline.BOT, Map.of("title", "Mirrored", "body", body));
    }
  }

  private String close(Issue issue, Person who) {
    if (issue.open()) {
      addAct(Kind.CLOSED, issue, who);
      change(who, issue, Map.of("state", "closed"));
    }
    return "%s closes #%d".formatted(who.login(), issue.number());
  }

  private String reopen(Issue issue, Person who) {
    if (!issue.open()) {
      addAct(Kind.REOPENED, issue, who);
      change(who, issue, Map.of("state", "open"));
    }
    return "%s reopens #%d".formatted(who.login(), issue.number());
  }

  private String closeAndReopen(Issue issue) {
    return issue.open()
        ? close(issue, VirtualPipeline.PERSON)
        : reopen(issue, VirtualPipeline.PERSON);
  }

  private String delete(Issue issue) {
    addAct(Kind.REMOVED, issue, VirtualPipeline.PERSON);
    pipeline.gitHub().deleteIssue(pipeline.repo(), issue.number());
    return "a person deletes #" + issue.number();
  }

  private String transfer(Issue issue) {
    addAct(Kind.REMOVED, issue, VirtualPipeline.PERSON);
    pipeline
        .gitHub()
        .transferIssue(pipeline.repo(), issue.number(), ELSEWHERE, random.nextBoolean());
    return "a person transfers #" + issue.number();
  }

  private String append(Issue issue, Person who) {
    change(who, issue, Map.of("body", issue.body().orElse("") + "\n\ncc @on-call"));
    return "%s appends to the text of #%d".formatted(who.login(), issue.number());
  }

  private String deleteComment(Issue issue) {
    List<Comment> comments = pipeline.gitHub().comments(pipeline.repo(), issue.number());
    if (comments.isEmpty()) {
      return "a person finds no comment on #" + issue.number();
    }
    Comment comment = comments.get(random.nextInt(comments.size()));
    addAct(Kind.COMMENT_DELETED, issue, VirtualPipeline.PERSON);
    send("DELETE", "/issues/comments/" + comment.id(), VirtualPipeline.PERSON, Map.of());
    return "a person deletes a comment on #" + issue.number();
  }

  private void addAct(Kind kind, Issue issue, Person who) {
    acts.add(
        new Act(
            kind,
            issue.number(),
            Markers.of(issue),
            who.equals(VirtualPipeline.BOT),
            pipeline.now()));
  }

  private void open(Person who, Map<String, String> json) {
    send("POST", "/issues", who, json);
  }

  private void change(Person who, Issue issue, Map<String, String> json) {
    send("PATCH", "/issues/" + issue.number(), who, json);
  }

  /** The faults of a world only affect our App's requests; all others succeed. */
  private void send(String method, String path, Person who, Map<String, String> json) {
    List<Fault> faults = pipeline.gitHub().faults();
    pipeline.gitHub().faults(List.of());
    GitHubCall call =
        new GitHubCall(method, "/repos/" + pipeline.repo() + path, headers(who), Json.write(json));
    int status = pipeline.gitHub().handle(call).status();
    pipeline.gitHub().faults(faults);
    if (status < 200 || status > 299) {
      throw new IllegalStateException(
          "GitHub refused a request by %s with status %d".formatted(who.login(), status));
    }
  }

  /** {@return the request headers of {@code who}} */
  public static Map<String, String> headers(Person who) {
    return Map.of("Authorization", "token " + who.token(), "User-Agent", "browser");
  }
}
