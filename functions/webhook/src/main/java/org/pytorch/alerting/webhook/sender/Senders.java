package org.pytorch.alerting.webhook.sender;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.webhook.http.WebhookRequest;

/**
 * The senders that are accepted.
 *
 * @param problems entries of the secret that could not be used, by position; never a token
 */
record Senders(List<Sender> senders, List<String> problems) {
  Senders {
    senders = List.copyOf(senders);
    problems = List.copyOf(problems);
  }

  /**
   * {@return the sender of {@code request}, the first if several match}
   *
   * <p>All are always tried, so that the time taken reveals nothing.
   */
  Optional<Sender> authenticate(WebhookRequest request, Instant now) {
    return senders.stream().filter(sender -> sender.sent(request, now)).toList().stream()
        .findFirst();
  }

  /**
   * {@return the sources of the senders that {@code request} may be from, by its headers' names}
   */
  List<String> resembled(WebhookRequest request) {
    return senders.stream()
        .filter(sender -> sender.resembles(request))
        .map(Sender::source)
        .distinct()
        .toList();
  }
}
