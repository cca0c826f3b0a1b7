package org.pytorch.alerting.decide;

import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.runtime.Environment;

/**
 * The settings in the variables of the function that decides.
 *
 * @param state those that it shares with the function that records
 * @param repository {@code GITHUB_REPO}, as owner/name: where issues are opened unless a policy
 *     chooses another repository
 * @param searchUnknown {@code SEARCH_UNKNOWN_ISSUES}, by default false: whether the repository may
 *     have issues of alerts that the table does not know
 */
record DecideSettings(StateSettings state, String repository, boolean searchUnknown) {
  /**
   * {@return the settings in {@code environment}}
   *
   * @throws IllegalStateException if a variable is missing or malformed; the message names it
   */
  static DecideSettings of(Environment environment) {
    return new DecideSettings(
        StateSettings.of(environment),
        repository(environment.required("GITHUB_REPO")),
        environment.flag("SEARCH_UNKNOWN_ISSUES", false));
  }

  /** Checked at start-up: a wrong one in a claim would fail every alert's action instead. */
  private static String repository(String name) {
    try {
      return new IssueRef(name, 1).repo();
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "environment variable GITHUB_REPO is not a repository as owner/name");
    }
  }
}
