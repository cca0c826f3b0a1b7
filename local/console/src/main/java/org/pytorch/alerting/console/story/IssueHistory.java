package org.pytorch.alerting.console.story;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.console.source.GitHub;
import org.pytorch.alerting.console.source.GitHubIssue;
import org.pytorch.alerting.console.text.Diff;

/** Who changed what of an issue when, with the texts before and after. */
public final class IssueHistory {
  private IssueHistory() {}

  /** {@return what is known of the issue's changes, the newest first} */
  public static List<Entry> of(GitHub gitHub, long number) {
    return Stream.concat(
            gitHub.history(number).stream().map(IssueHistory::entry),
            gitHub.refusedChanges(number).stream().map(IssueHistory::entry))
        .sorted(Comparator.comparing(Entry::at).reversed())
        .toList();
  }

  /**
   * A change.
   *
   * @param what a verb and its object, such as "closed the issue"
   * @param text the changed lines of its text; empty if the text stayed
   * @param refused whether GitHub did not make it, or did not say that it did
   */
  public record Entry(Instant at, String by, String what, List<Diff.Line> text, boolean refused) {
    public Entry {
      text = List.copyOf(text);
    }
  }

  private static Entry entry(GitHubIssue.Edit edit) {
    List<String> what = new ArrayList<>();
    List<Diff.Line> text = new ArrayList<>();
    for (GitHubIssue.Change change : edit.changes()) {
      what.add(words(change));
      if (change.field().equals("title") || change.field().equals("body")) {
        text.addAll(Diff.of(change.before(), change.after()));
      }
    }
    return new Entry(edit.at(), edit.by(), String.join(", ", what), text, false);
  }

  private static String words(GitHubIssue.Change change) {
    return switch (change.field()) {
      case "title" -> "changed the title";
      case "body" -> "changed the text";
      case "state" -> change.after().equals("open") ? "reopened the issue" : "closed the issue";
      case "labels" -> both("label", "added", "removed", change);
      case "assignees" -> both("", "assigned", "unassigned", change);
      case "locked" -> change.after().equals("true") ? "locked it" : "unlocked it";
      default -> "changed " + change.field();
    };
  }

  private static String both(String noun, String added, String removed, GitHubIssue.Change change) {
    List<String> before = change.before().lines().toList();
    List<String> after = change.after().lines().toList();
    return Stream.of(
            part(added, noun, after.stream().filter(name -> !before.contains(name)).toList()),
            part(removed, noun, before.stream().filter(name -> !after.contains(name)).toList()))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String part(String verb, String noun, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String nouns = noun.isEmpty() ? "" : names.size() == 1 ? noun + " " : noun + "s ";
    return "%s %s%s".formatted(verb, nouns, String.join(", ", names));
  }

  private static Entry entry(GitHub.Request request) {
    String answer = request.status() > 0 ? Integer.toString(request.status()) : "no answer";
    return new Entry(
        request.time(),
        request.actor(),
        "tried to %s (%s)".formatted(request.what(), answer),
        List.of(),
        true);
  }
}
