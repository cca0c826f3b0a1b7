package org.pytorch.alerting.simulation.exploration.model;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.rule.Recorder;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.model.action.Decision;

/**
 * The production code under exploration, with places to plant a fault.
 *
 * @param github wraps the port that the actions use to reach GitHub
 * @param writes how a row is written: in one conditional write, or in several
 * @param acknowledgesBeforeRecord whether a message counts as handled once GitHub has responded
 */
public record Protocol(
    Rule<DecideRequest, Decision> decider,
    Rule<RecordRequest, Recorded> recorder,
    UnaryOperator<GitHubIssues> github,
    Function<StoredAlert, List<StoredAlert>> writes,
    boolean acknowledgesBeforeRecord) {

  /** {@return the unchanged production code} */
  public static Protocol production() {
    return new Protocol(
        // The clock stands still, so a block that may not be refreshed yet never would be.
        new Decider(ModelIssue.REPO).refreshingEvery(Duration.ZERO),
        new Recorder(),
        UnaryOperator.identity(),
        List::of,
        false);
  }

  public Protocol withDecider(UnaryOperator<Rule<DecideRequest, Decision>> change) {
    return new Protocol(change.apply(decider), recorder, github, writes, acknowledgesBeforeRecord);
  }

  public Protocol withRecorder(UnaryOperator<Rule<RecordRequest, Recorded>> change) {
    return new Protocol(decider, change.apply(recorder), github, writes, acknowledgesBeforeRecord);
  }

  public Protocol withGitHub(UnaryOperator<GitHubIssues> change) {
    return new Protocol(decider, recorder, change, writes, acknowledgesBeforeRecord);
  }

  public Protocol withWrites(Function<StoredAlert, List<StoredAlert>> change) {
    return new Protocol(decider, recorder, github, change, acknowledgesBeforeRecord);
  }

  public Protocol acknowledgingBeforeRecord() {
    return new Protocol(decider, recorder, github, writes, true);
  }
}
