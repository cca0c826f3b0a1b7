package org.pytorch.alerting.webhook.sender;

import java.util.List;
import org.pytorch.alerting.model.Priority;

/** Senders for tests of what is done after one was let in. */
public final class KnownSenders {
  public static final Sender GRAFANA =
      new Sender(
          "grafana",
          List.of(Credential.Authorization.bearer(List.of("t"))),
          Sender.Require.ANY,
          new Operators("dev-infra", Priority.P2));

  private KnownSenders() {}
}
