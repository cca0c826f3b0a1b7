package org.pytorch.alerting.simulation.exploration.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.github.issue.Closer;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.issue.SearchWindow;
import org.pytorch.alerting.model.status.IssueRef;

/**
 * An issue on the modelled GitHub, and its history as far as the invariants need it.
 *
 * @param line the last line of its body when we opened it
 * @param episode the episode in its marker
 * @param firing the minute of the newest firing that the issue reports
 * @param comments in the order they were written
 */
public record ModelIssue(
    int number,
    String line,
    int episode,
    int firing,
    State state,
    Age age,
    List<ModelComment> comments,
    Set<Fact> facts) {
  public static final String REPO = "harbor/alerts";
  private static final String BOT = "alerts[bot]";

  public enum State {
    OPEN,
    CLOSED_BY_US,
    CLOSED_BY_PERSON,
    CLOSED_BY_BOT,
    DELETED
  }

  /** What has happened to an issue. GitHub does not show it; the invariants need it. */
  public enum Fact {
    /** We closed it as a duplicate. */
    DUPLICATE,
    /** We closed it, or tried to close it when it was already closed. */
    WE_CLOSED,
    /** A person reopened it, and we have neither seen nor touched it since. */
    REOPENED,
    /** A person appended text to its body. */
    APPENDED,
    /** A person once closed or deleted it. */
    BY_PERSON,
    /** We recorded that a person had closed or deleted it. */
    LEFT_ALONE,
    /** We commented on it or closed it after we recorded that. */
    DISTURBED
  }

  /** A comment of ours. Nothing depends on the comments of people. */
  public record ModelComment(String line, int message, Age age) {
    public boolean isSigned() {
      return line.startsWith("<!--");
    }
  }

  public ModelIssue {
    comments = List.copyOf(comments);
    facts = Set.copyOf(facts);
  }

  static ModelIssue opened(int number, String line, int episode, int firing) {
    return new ModelIssue(
        number, line, episode, firing, State.OPEN, Age.RECENT, List.of(), Set.of());
  }

  /** {@return whether this is the issue in {@code alert}'s row, perhaps of an older episode} */
  public boolean isOf(StoredAlert alert) {
    return alert.issue().filter(ref -> ref.number() == number).isPresent();
  }

  public boolean isOpen() {
    return state == State.OPEN;
  }

  public boolean exists() {
    return state != State.DELETED;
  }

  public boolean is(Fact fact) {
    return facts.contains(fact);
  }

  boolean carries(Marker marker, SearchWindow window) {
    return exists()
        && !age.time().isBefore(window.from())
        && !age.time().isAfter(window.until())
        && toIssue().carries(marker);
  }

  boolean hasComment(Marker marker, Instant since) {
    return comments.stream()
        .anyMatch(comment -> !comment.age().time().isBefore(since) && marker.isOn(comment.line()));
  }

  /** {@return the issue as GitHub shows it} */
  Issue toIssue() {
    Optional<Closer> closer =
        switch (state) {
          case OPEN, DELETED -> Optional.empty();
          case CLOSED_BY_US -> Optional.of(new Closer(BOT, Closer.Kind.OUR_APP));
          case CLOSED_BY_PERSON -> Optional.of(new Closer("kim", Closer.Kind.PERSON));
          case CLOSED_BY_BOT -> Optional.of(new Closer("stale[bot]", Closer.Kind.OTHER_BOT));
        };
    return new Issue(
        new IssueRef(REPO, number),
        isOpen(),
        true,
        closer,
        is(Fact.DUPLICATE),
        false,
        comments.size(),
        age.time(),
        age.time(),
        "",
        is(Fact.APPENDED) ? line + "\n\nI am on it." : line,
        List.of());
  }

  /** We read its current state, so we know if a person has reopened it. */
  ModelIssue read() {
    return isOpen() ? without(Fact.REOPENED) : this;
  }

  ModelIssue withComment(String commentLine, int message) {
    List<ModelComment> more = new ArrayList<>(comments);
    more.add(new ModelComment(commentLine, message, Age.RECENT));
    return new ModelIssue(number, line, episode, firing, state, age, more, facts)
        .without(Fact.REOPENED)
        .touched();
  }

  ModelIssue reporting(int newFiring) {
    return new ModelIssue(
        number, line, episode, Math.max(firing, newFiring), state, age, comments, facts);
  }

  /** Our App closes it. On a closed issue GitHub changes neither the state nor the closer. */
  ModelIssue closed(boolean asDuplicate) {
    ModelIssue closed =
        now(isOpen() ? State.CLOSED_BY_US : state).with(Fact.WE_CLOSED).without(Fact.REOPENED);
    return (asDuplicate ? closed.with(Fact.DUPLICATE) : closed).touched();
  }

  ModelIssue closedByPerson() {
    return now(State.CLOSED_BY_PERSON).with(Fact.BY_PERSON);
  }

  ModelIssue closedByBot() {
    return now(State.CLOSED_BY_BOT);
  }

  ModelIssue appended() {
    return with(Fact.APPENDED);
  }

  /** From then on we act on it again, whatever was recorded before. */
  ModelIssue reopenedByPerson() {
    return now(State.OPEN).with(Fact.REOPENED).without(Fact.LEFT_ALONE);
  }

  ModelIssue reopenedByUs() {
    return (isOpen() ? this : now(State.OPEN)).without(Fact.REOPENED).touched();
  }

  ModelIssue deletedByPerson() {
    return now(State.DELETED).with(Fact.BY_PERSON);
  }

  /** An issue that is open again is not left alone. */
  ModelIssue recordedAsManuallyClosed() {
    return isOpen() ? this : with(Fact.LEFT_ALONE);
  }

  ModelIssue agedTo(Age limit) {
    List<ModelComment> aged =
        comments.stream()
            .map(one -> new ModelComment(one.line(), one.message(), one.age().atLeast(limit)))
            .toList();
    return new ModelIssue(number, line, episode, firing, state, age.atLeast(limit), aged, facts);
  }

  private ModelIssue touched() {
    return is(Fact.LEFT_ALONE) ? with(Fact.DISTURBED) : this;
  }

  private ModelIssue now(State newState) {
    return new ModelIssue(number, line, episode, firing, newState, age, comments, facts);
  }

  private ModelIssue with(Fact fact) {
    EnumSet<Fact> more = EnumSet.of(fact);
    more.addAll(facts);
    return new ModelIssue(number, line, episode, firing, state, age, comments, more);
  }

  private ModelIssue without(Fact fact) {
    EnumSet<Fact> fewer = EnumSet.noneOf(Fact.class);
    fewer.addAll(facts);
    fewer.remove(fact);
    return new ModelIssue(number, line, episode, firing, state, age, comments, fewer);
  }
}
