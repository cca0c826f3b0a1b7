package org.pytorch.alerting.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.pytorch.alerting.model.Json;

/**
 * Reads the secret: header names with a token or a list of tokens, {@code {"x-grafana-token":
 * ["new", "old"]}}, where {@code x-<source>-token} names the source; or with the source spelt out,
 * {@code {"x-my-header": {"source": "grafana", "tokens": ["…"]}}}. An entry that cannot be used is
 * reported and keeps nobody else out.
 */
final class SendersSecret {
  private static final Pattern TOKEN_HEADER = Pattern.compile("x-(.+)-token");

  private SendersSecret() {}

  /**
   * {@return the senders that the secret names}
   *
   * @throws SecretsUnavailableException if there is not one that could be let in
   */
  static Senders parse(String secret) {
    List<Sender> senders = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, JsonNode> entry : object(secret).properties()) {
      number++;
      try {
        senders.add(sender(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
      } catch (IllegalArgumentException e) {
        // Not its name: whoever mixes up names and tokens must not find a token in the log.
        problems.add("entry %d: %s".formatted(number, e.getMessage()));
      }
    }
    if (senders.isEmpty()) {
      throw new SecretsUnavailableException("the secret names no sender; " + problems);
    }
    return new Senders(senders, problems);
  }

  private static JsonNode object(String secret) {
    try {
      JsonNode json = Json.mapper().readTree(secret);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // Reported below without Jackson's message, which quotes what it could not read.
    }
    throw new SecretsUnavailableException("the secret is not a JSON object of header names");
  }

  private static Sender sender(String header, JsonNode value) {
    boolean speltOut = value.isObject();
    String source = speltOut ? value.path("source").asText() : sourceOf(header);
    List<Credential> credentials =
        tokens(speltOut ? value.path("tokens") : value).stream()
            .<Credential>map(token -> new Credential.HeaderToken(header, TokenDigest.of(token)))
            .toList();
    return new Sender(source, credentials);
  }

  private static String sourceOf(String header) {
    Matcher matcher = TOKEN_HEADER.matcher(header);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("it is not x-<source>-token and names no source");
    }
    return matcher.group(1);
  }

  /** An empty token would let in whoever leaves the header out. */
  private static List<String> tokens(JsonNode json) {
    List<JsonNode> nodes =
        json.isArray() ? StreamSupport.stream(json.spliterator(), false).toList() : List.of(json);
    if (!nodes.stream().allMatch(node -> node.isTextual() && !node.asText().isBlank())) {
      throw new IllegalArgumentException("its tokens are not all texts, or one is blank");
    }
    return nodes.stream().map(node -> node.asText().strip()).toList();
  }
}
