package org.pytorch.alerting.fakegithub.data;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pytorch.alerting.fakegithub.settings.Account;

/** A repository with its issues, comments and labels. Callers must hold the lock. */
public final class Repository {
  /** What happened to an issue that is no longer here. */
  public sealed interface Gone {
    /** Deleted by somebody. */
    record Deleted() implements Gone {}

    /** Moved to another repository, with another number. */
    record Transferred(Repository to, long number) implements Gone {}
  }

  /** Of one issue; each holds both texts. */
  static final int MAX_EDITS = 500;

  private final long id;
  private final String owner;
  private final Reach reach;
  private String name;
  private boolean archived;
  private boolean issuesEnabled = true;
  private long lastNumber;

  private final Map<Long, Versions<Issue>> issues = new TreeMap<>();
  private final Map<Long, Gone> gone = new TreeMap<>();

  /** By issue number, oldest first. */
  private final Map<Long, List<Edit>> edits = new TreeMap<>();

  /** By issue number, then by comment id. */
  private final Map<Long, Map<Long, Versions<Comment>>> comments = new TreeMap<>();

  private final Map<Long, Long> issueOfComment = new TreeMap<>();
  private final Map<String, Label> labels = new LinkedHashMap<>();

  Repository(long id, String fullName, Reach reach) {
    this.id = id;
    this.owner = fullName.substring(0, fullName.indexOf('/'));
    this.name = fullName.substring(fullName.indexOf('/') + 1);
    this.reach = reach;
  }

  public long id() {
    return id;
  }

  public String owner() {
    return owner;
  }

  public String name() {
    return name;
  }

  public String fullName() {
    return owner + "/" + name;
  }

  /** {@return whether the App's installation covers it} */
  public boolean installed() {
    return reach == Reach.INSTALLED;
  }

  /** {@return whether everyone may read it} */
  public boolean isPublic() {
    return reach == Reach.PUBLIC;
  }

  public boolean archived() {
    return archived;
  }

  public boolean issuesEnabled() {
    return issuesEnabled;
  }

  void rename(String other) {
    name = other;
  }

  public void archive(boolean value) {
    archived = value;
  }

  public void enableIssues(boolean value) {
    issuesEnabled = value;
  }

  public long nextNumber() {
    lastNumber++;
    return lastNumber;
  }

  public Optional<Issue> issue(long number) {
    return Optional.ofNullable(issues.get(number)).flatMap(Versions::latest);
  }

  public Optional<Gone> gone(long number) {
    return Optional.ofNullable(gone.get(number));
  }

  /** {@return every issue as it was at {@code time}, by number} */
  public List<Issue> issuesAsOf(Instant time) {
    return issues.values().stream().flatMap(issue -> issue.asOf(time).stream()).toList();
  }

  public void put(Issue issue, Instant now) {
    issues.computeIfAbsent(issue.number(), _ -> new Versions<>()).put(now, issue);
  }

  /** Puts a changed issue, and adds the change to its history. */
  public void change(Issue before, Issue after, Account by, Instant now) {
    put(after, now);
    List<Edit> history = edits.computeIfAbsent(after.number(), _ -> new ArrayList<>());
    history.add(new Edit(by, after.updatedAt(), before, after));
    if (history.size() > MAX_EDITS) {
      history.removeFirst();
    }
  }

  /** {@return the latest changes of an issue, oldest first} */
  public List<Edit> edits(long number) {
    return List.copyOf(edits.getOrDefault(number, List.of()));
  }

  /** Removes an issue and its comments; {@code where} says what happened to it. */
  public void remove(long number, Gone where, Instant now) {
    Optional.ofNullable(issues.get(number)).ifPresent(issue -> issue.remove(now));
    comments.getOrDefault(number, Map.of()).values().forEach(comment -> comment.remove(now));
    gone.put(number, where);
  }

  public Optional<Comment> comment(long commentId) {
    return Optional.ofNullable(issueOfComment.get(commentId))
        .flatMap(number -> Optional.ofNullable(comments.get(number)))
        .flatMap(ofIssue -> Optional.ofNullable(ofIssue.get(commentId)))
        .flatMap(Versions::latest);
  }

  /** {@return an issue's comments as they were at {@code time}, oldest first} */
  public List<Comment> commentsAsOf(long number, Instant time) {
    return comments.getOrDefault(number, Map.of()).values().stream()
        .flatMap(comment -> comment.asOf(time).stream())
        .toList();
  }

  /** {@return the comments on all issues as they were at {@code time}, oldest first} */
  public List<Comment> commentsAsOf(Instant time) {
    List<Comment> all = new ArrayList<>();
    comments.keySet().forEach(number -> all.addAll(commentsAsOf(number, time)));
    all.sort((one, other) -> Long.compare(one.id(), other.id()));
    return all;
  }

  public void put(Comment comment, Instant now) {
    issueOfComment.put(comment.id(), comment.issueNumber());
    comments
        .computeIfAbsent(comment.issueNumber(), _ -> new TreeMap<>())
        .computeIfAbsent(comment.id(), _ -> new Versions<>())
        .put(now, comment);
  }

  public void remove(Comment comment, Instant now) {
    Optional.ofNullable(comments.get(comment.issueNumber()))
        .flatMap(ofIssue -> Optional.ofNullable(ofIssue.get(comment.id())))
        .ifPresent(versions -> versions.remove(now));
  }

  public Optional<Label> label(String labelName) {
    return Optional.ofNullable(labels.get(Label.key(labelName)));
  }

  public List<Label> labels() {
    return List.copyOf(labels.values());
  }

  void put(Label label) {
    labels.put(Label.key(label.name()), label);
  }

  /** Removes a label, also from every issue. */
  public void remove(Label label, Instant now) {
    labels.remove(Label.key(label.name()));
    for (Issue issue : issuesAsOf(Instant.MAX)) {
      if (issue.labels().contains(label.name())) {
        put(issue.withLabels(without(issue.labels(), label.name()), issue.updatedAt()), now);
      }
    }
  }

  public static List<String> without(List<String> names, String name) {
    return names.stream().filter(other -> !Label.key(other).equals(Label.key(name))).toList();
  }
}
