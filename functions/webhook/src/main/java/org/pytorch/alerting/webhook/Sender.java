package org.pytorch.alerting.webhook;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Somebody whose alerts are let in.
 *
 * @param source what its alerts are read as, such as {@code grafana}
 * @param credentials any of which will do: while a token is rotated there are two
 */
record Sender(String source, List<Credential> credentials) {
  private static final Pattern SOURCE = Pattern.compile("[a-z0-9_-]{1,50}");

  Sender {
    if (!SOURCE.matcher(source).matches()) {
      throw new IllegalArgumentException("its source does not match " + SOURCE);
    }
    if (credentials.isEmpty()) {
      throw new IllegalArgumentException("it has no token");
    }
    credentials = List.copyOf(credentials);
  }

  /** {@return whether {@code request} is from this sender; every credential is tried} */
  boolean sent(HttpRequest request) {
    boolean accepted = false;
    for (Credential credential : credentials) {
      accepted |= credential.accepts(request);
    }
    return accepted;
  }
}
