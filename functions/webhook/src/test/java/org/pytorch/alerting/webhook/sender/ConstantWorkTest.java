package org.pytorch.alerting.webhook.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.webhook.http.Requests;
import org.pytorch.alerting.webhook.http.WebhookRequest;

/** What a request costs does not depend on how right it is: nothing is skipped. */
class ConstantWorkTest {
  private static final WebhookRequest REQUEST = Requests.post(Map.of(), "{}");
  private static final Instant NOW = Instant.parse("2026-03-04T07:12:10Z");

  private final List<String> tried = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void every_credential_of_every_sender_is_tried_whatever_the_others_say(
      boolean one, boolean other) {
    for (Sender.Require require : Sender.Require.values()) {
      tried.clear();
      Senders senders =
          new Senders(
              List.of(
                  sender("a", require, spy("a1", one), spy("a2", other)),
                  sender("b", require, spy("b1", other), spy("b2", one))),
              List.of());

      senders.authenticate(REQUEST, NOW);

      assertThat(tried).containsExactly("a1", "a2", "b1", "b2");
    }
  }

  @Test
  void the_first_of_several_matching_senders_counts() {
    Sender.Require any = Sender.Require.ANY;
    Senders senders =
        new Senders(
            List.of(
                sender("a", any, spy("a", false)),
                sender("b", any, spy("b", true)),
                sender("c", any, spy("c", true))),
            List.of());

    assertThat(senders.authenticate(REQUEST, NOW).map(Sender::source)).contains("b");
    assertThat(tried).containsExactly("a", "b", "c");
  }

  @Test
  void a_token_is_found_at_every_place_of_the_list() {
    List<TokenDigest> digests = Stream.of("a", "b", "c").map(TokenDigest::of).toList();

    for (String token : List.of("a", "b", "c")) {
      assertThat(TokenDigest.anyMatches(digests, token)).isTrue();
    }
    assertThat(TokenDigest.anyMatches(digests, "d")).isFalse();
    assertThat(TokenDigest.anyMatches(digests, "")).isFalse();
  }

  private Credential spy(String name, boolean accepts) {
    return new Credential() {
      @Override
      public boolean accepts(WebhookRequest request, Instant now) {
        tried.add(name);
        return accepts;
      }

      @Override
      public boolean isPresentedBy(WebhookRequest request) {
        return true;
      }
    };
  }

  private static Sender sender(String source, Sender.Require require, Credential... credentials) {
    return new Sender(source, List.of(credentials), require, Operators.DEFAULT);
  }
}
