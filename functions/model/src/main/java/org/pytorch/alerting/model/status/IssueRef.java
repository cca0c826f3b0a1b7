package org.pytorch.alerting.model.status;

import java.util.regex.Pattern;

/** A GitHub issue: the repository as {@code owner/name}, and the issue's number in it, from 1. */
public record IssueRef(String repo, long number) {
  private static final Pattern REPO = Pattern.compile("[\\w.-]+/[\\w.-]+");

  public IssueRef {
    if (!REPO.matcher(repo).matches()) {
      throw new IllegalArgumentException("repository is not owner/name: " + repo);
    }
    if (number < 1) {
      throw new IllegalArgumentException("issue number is not positive: " + number);
    }
  }

  @Override
  public String toString() {
    return repo + "#" + number;
  }
}
