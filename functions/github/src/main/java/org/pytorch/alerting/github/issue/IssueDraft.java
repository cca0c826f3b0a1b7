package org.pytorch.alerting.github.issue;

import java.util.List;

/** An issue to be opened; title and body are within GitHub's limits. */
public record IssueDraft(String title, String body, List<Label> labels) {
  public IssueDraft {
    labels = List.copyOf(labels);
  }
}
