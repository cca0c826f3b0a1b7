package org.pytorch.alerting.webhook.sender;

import java.time.Instant;
import java.util.List;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.status.SharedBy;
import org.pytorch.alerting.webhook.http.WebhookRequest;

/**
 * A sender whose alerts are accepted.
 *
 * @param source the format of its alerts, such as {@code grafana}
 * @param require how many of {@code credentials} a request needs
 * @param operators who is told when its alerts are cut off before they reach us
 */
public record Sender(
    String source, List<Credential> credentials, Require require, Operators operators) {
  /** How many of its credentials a sender needs. */
  enum Require {
    /** One is enough, such as the old or the new kind during a migration. */
    ANY,
    /** One value of each kind. */
    ALL
  }

  public Sender {
    if (!AlertEvent.SOURCE.matcher(source).matches()) {
      throw new IllegalArgumentException("its source does not match " + AlertEvent.SOURCE);
    }
    if (source.equals(Check.SOURCE)) {
      throw ours(source, "our own messages");
    }
    if (source.equals(SharedBy.SOURCE)) {
      throw ours(source, "issues that alerts share");
    }
    if (credentials.isEmpty()) {
      throw new IllegalArgumentException("it has no credential");
    }
    credentials = List.copyOf(credentials);
  }

  private static IllegalArgumentException ours(String source, String what) {
    return new IllegalArgumentException(
        "its source is \"%s\", the name of %s: choose another".formatted(source, what));
  }

  /**
   * {@return whether {@code request} has a proof of a kind that this sender uses: it may be this
   * sender with a token that is no longer valid}
   */
  boolean resembles(WebhookRequest request) {
    return credentials.stream().anyMatch(credential -> credential.isPresentedBy(request));
  }

  /** {@return whether {@code request} is from this sender; every credential is always tried} */
  boolean sent(WebhookRequest request, Instant now) {
    boolean any = false;
    boolean all = true;
    for (Credential credential : credentials) {
      boolean accepted = credential.accepts(request, now);
      any |= accepted;
      all &= accepted;
    }
    return switch (require) {
      case ANY -> any;
      case ALL -> all;
    };
  }
}
