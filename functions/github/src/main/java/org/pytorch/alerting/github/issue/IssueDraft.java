package org.pytorch.alerting.github.issue;

import java.util.List;

/**
 * An issue to be opened; title and body are within GitHub's limits, and the body leaves room for
 * {@link #MAX_NOTE_LENGTH} if there are assignees.
 *
 * @param labels ours and the policy's
 * @param assignees logins
 */
public record IssueDraft(String title, String body, List<Label> labels, List<String> assignees) {
  /** In code points: the note about those who could not be assigned. */
  public static final int MAX_NOTE_LENGTH = 1_000;

  public IssueDraft {
    labels = List.copyOf(labels);
    assignees = List.copyOf(assignees);
  }

  /** An issue without assignees. */
  public IssueDraft(String title, String body, List<Label> labels) {
    this(title, body, labels, List.of());
  }

  /** {@return this issue without those {@code names}, in any case of their letters} */
  public IssueDraft withoutLabels(List<String> names) {
    return new IssueDraft(
        title,
        body,
        labels.stream()
            .filter(label -> names.stream().noneMatch(label.name()::equalsIgnoreCase))
            .toList(),
        assignees);
  }

  /** {@return this issue without those {@code logins}, and with a note that says so} */
  public IssueDraft withoutAssignees(List<String> logins) {
    return new IssueDraft(
        title,
        note(logins) + "\n\n" + body,
        labels,
        assignees.stream()
            .filter(login -> logins.stream().noneMatch(login::equalsIgnoreCase))
            .toList());
  }

  /** {@return the note that {@code logins} could not be assigned; logins need no escaping} */
  public static String note(List<String> logins) {
    return "> The policy assigns `%s`, whom GitHub does not let us assign here."
        .formatted(String.join("`, `", logins));
  }
}
