package org.pytorch.alerting.webhook.sender;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pytorch.alerting.webhook.http.WebhookRequest;

/**
 * One way for a sender to prove its identity, with every value that is currently valid: two while a
 * secret is rotated.
 *
 * <p>A request without the proof takes the same work as one with a wrong proof: a missing header
 * counts as an empty one, which no secret may be.
 */
interface Credential {
  /** {@return whether {@code request} has this proof, valid at {@code now}, in constant time} */
  boolean accepts(WebhookRequest request, Instant now);

  /** {@return whether {@code request} has a proof of this kind, valid or not} */
  boolean isPresentedBy(WebhookRequest request);

  /**
   * A secret token in a separate header.
   *
   * @param header in lower case
   */
  record HeaderToken(String header, List<TokenDigest> tokens) implements Credential {
    public HeaderToken {
      tokens = List.copyOf(tokens);
    }

    @Override
    public boolean accepts(WebhookRequest request, Instant now) {
      return TokenDigest.anyMatches(tokens, request.header(header).orElse(""));
    }

    @Override
    public boolean isPresentedBy(WebhookRequest request) {
      return request.header(header).isPresent();
    }
  }

  /**
   * The header {@code Authorization: <scheme> <token>}, the scheme in any case.
   *
   * @param tokens the values after the scheme
   */
  record Authorization(String scheme, List<TokenDigest> tokens) implements Credential {
    public Authorization {
      tokens = List.copyOf(tokens);
    }

    static Authorization bearer(List<String> tokens) {
      return new Authorization("Bearer", tokens.stream().map(TokenDigest::of).toList());
    }

    /** HTTP Basic; base64 encodes a user and password in exactly one way. */
    static Authorization basic(String user, List<String> passwords) {
      return new Authorization(
          "Basic",
          passwords.stream()
              .map(password -> (user + ":" + password).getBytes(StandardCharsets.UTF_8))
              .map(Base64.getEncoder()::encodeToString)
              .map(TokenDigest::of)
              .toList());
    }

    @Override
    public boolean accepts(WebhookRequest request, Instant now) {
      String value = request.header("authorization").orElse("");
      String token = isPresentedBy(request) ? value.substring(scheme.length() + 1).strip() : "";
      return TokenDigest.anyMatches(tokens, token);
    }

    @Override
    public boolean isPresentedBy(WebhookRequest request) {
      return request
          .header("authorization")
          .orElse("")
          .regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1);
    }
  }

  /**
   * Grafana's signature: bare lower-case hex HMAC-SHA256 over the body, or over the time in seconds
   * since 1970, a colon and the body.
   *
   * @param header in lower case
   * @param freshness if absent, an intercepted request can be replayed forever
   */
  record GrafanaSignature(String header, Optional<Freshness> freshness, List<HmacKey> keys)
      implements Credential {
    public GrafanaSignature {
      keys = List.copyOf(keys);
    }

    @Override
    public boolean accepts(WebhookRequest request, Instant now) {
      String signature = request.header(header).orElse("");
      byte[] body = request.bytes().orElseGet(() -> new byte[0]);
      if (freshness.isEmpty()) {
        return HmacKey.anySigned(keys, signature, body);
      }
      String time = request.header(freshness.get().header()).orElse("");
      byte[] prefix = (time + ":").getBytes(StandardCharsets.UTF_8);
      boolean signed = HmacKey.anySigned(keys, signature, prefix, body);
      boolean fresh = freshness.get().allows(time, now);
      return signed && fresh;
    }

    @Override
    public boolean isPresentedBy(WebhookRequest request) {
      return request.header(header).isPresent();
    }
  }

  /**
   * The signed times that are accepted.
   *
   * @param header the header with the time, in lower case
   * @param window the largest difference from now, in either direction
   */
  record Freshness(String header, Duration window) {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

    boolean allows(String time, Instant now) {
      return SECONDS.matcher(time).matches()
          && Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now)
                  .abs()
                  .compareTo(window)
              <= 0;
    }
  }

  /** GitHub's signature over the body, in {@code X-Hub-Signature-256}. */
  record GitHubSignature(List<HmacKey> keys) implements Credential {
    private static final String HEADER = "x-hub-signature-256";
    private static final String PREFIX = "sha256=";

    public GitHubSignature {
      keys = List.copyOf(keys);
    }

    @Override
    public boolean accepts(WebhookRequest request, Instant now) {
      String value = request.header(HEADER).orElse("");
      String signature = value.startsWith(PREFIX) ? value.substring(PREFIX.length()) : "";
      return HmacKey.anySigned(keys, signature, request.bytes().orElseGet(() -> new byte[0]));
    }

    @Override
    public boolean isPresentedBy(WebhookRequest request) {
      return request.header(HEADER).isPresent();
    }
  }
}
