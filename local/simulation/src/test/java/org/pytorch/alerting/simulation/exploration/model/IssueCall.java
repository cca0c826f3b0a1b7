package org.pytorch.alerting.simulation.exploration.model;

import java.time.Instant;
import org.pytorch.alerting.github.issue.GitHubIssues.CloseReason;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.issue.SearchWindow;

/** One call of the production code to GitHub, as data. */
public sealed interface IssueCall {

  /**
   * @param line the last line of the body: its marker
   * @param firing the minute of the firing that the issue reports
   */
  record Create(String line, int firing) implements IssueCall {}

  record Search(Marker marker, SearchWindow window) implements IssueCall {}

  /**
   * @param shown the minute of the firing that the status block is about to show if the issue is
   *     open, 0 for none
   */
  record Read(int number, int shown) implements IssueCall {}

  record FindComment(int number, Marker marker, Instant since) implements IssueCall {}

  /**
   * @param line the last line of the body: its marker, if it has one
   * @param message the message whose event caused the comment
   * @param firing the minute of the firing that the comment reports, 0 for none
   */
  record Comment(int number, String line, int message, int firing) implements IssueCall {}

  record Close(int number, CloseReason reason) implements IssueCall {}

  record Reopen(int number) implements IssueCall {}

  /** {@return whether the call is a write, which may take effect although it fails} */
  default boolean isWrite() {
    return switch (this) {
      case Create _, Comment _, Close _, Reopen _ -> true;
      case Search _, Read _, FindComment _ -> false;
    };
  }

  default String text() {
    return switch (this) {
      case Create(String line, int _) ->
          "opens an issue" + (line.contains("after-unknown-outcome") ? ", marked as unsure" : "");
      case Search _ -> "searches for an earlier issue";
      case Read(int number, int shown) ->
          "reads #" + number + (shown == 0 ? "" : " to refresh its block");
      case FindComment(int number, Marker _, Instant _) ->
          "searches for an earlier comment on #" + number;
      case Comment(int number, String _, int message, int _) ->
          "comments on #%d for m%d".formatted(number, message + 1);
      case Close(int number, CloseReason reason) ->
          "closes #%d as %s".formatted(number, reason.apiName());
      case Reopen(int number) -> "reopens #" + number;
    };
  }
}
