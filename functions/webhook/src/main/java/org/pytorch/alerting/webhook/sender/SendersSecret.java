package org.pytorch.alerting.webhook.sender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.json.Json;

/**
 * Reads the secret: under {@code senders} there is an entry for each, named by its source.
 *
 * <pre>{@code
 * {
 *   "senders": {
 *     "grafana": {
 *       "grafana_hmac": {
 *         "secret": ["new", "old"],
 *         "header": "X-Grafana-Alerting-Signature",
 *         "timestamp_header": "X-Grafana-Alerting-Timestamp",
 *         "freshness_seconds": 300
 *       },
 *       "bearer": ["new", "old"],
 *       "require": "all",
 *       "operators": {"team": "dev-infra", "priority": "P1"}
 *     },
 *     "grafana-eu": {"source": "grafana", "header": {"x-api-key": "token"}},
 *     "alertmanager": {"basic": {"user": "prometheus", "password": ["new", "old"]}},
 *     "github": {"github_hmac": {"secret": "text"}}
 *   },
 *   "x-grafana-token": ["new", "old"],
 *   "x-my-header": {"source": "normalized", "tokens": ["token"]}
 * }
 * }</pre>
 *
 * <p>Every secret value is a text or a list of texts, all of them valid. The last two lines are the
 * older flat form: a header name with its tokens, where {@code x-<source>-token} names the source.
 * An entry that cannot be used is reported and does not affect the others.
 */
final class SendersSecret {
  private static final String SENDERS = "senders";
  private static final Pattern TOKEN_HEADER = Pattern.compile("x-(.+)-token");

  private final List<Sender> senders = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private SendersSecret() {}

  /**
   * {@return the senders that the secret names}
   *
   * @throws SecretsUnavailableException if it has no usable sender
   */
  static Senders parse(String secret) {
    SendersSecret parsed = new SendersSecret();
    int number = 0;
    for (Map.Entry<String, JsonNode> entry : object(secret).properties()) {
      number++;
      if (entry.getKey().equals(SENDERS)) {
        parsed.addNamed(entry.getValue());
      } else {
        parsed.add("entry " + number, () -> flat(entry.getKey(), entry.getValue()));
      }
    }
    if (parsed.senders.isEmpty()) {
      throw new SecretsUnavailableException("the secret names no sender; " + parsed.problems);
    }
    return new Senders(parsed.senders, parsed.problems);
  }

  private void addNamed(JsonNode entries) {
    if (!entries.isObject()) {
      problems.add("senders is not a JSON object");
      return;
    }
    int number = 0;
    for (Map.Entry<String, JsonNode> entry : entries.properties()) {
      number++;
      add("sender " + number, () -> SenderEntry.parse(entry.getKey(), entry.getValue()));
    }
  }

  /** Adds the sender, or the problem with it: by position, because the name may be a token. */
  private void add(String place, Supplier<Sender> sender) {
    try {
      senders.add(sender.get());
    } catch (IllegalArgumentException e) {
      problems.add(place + ": " + e.getMessage());
    }
  }

  private static JsonNode object(String secret) {
    try {
      JsonNode json = Json.mapper().readTree(secret);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // Reported below without Jackson's message, which quotes the text it could not read.
    }
    throw new SecretsUnavailableException("the secret is not a JSON object of senders");
  }

  private static Sender flat(String header, JsonNode value) {
    String source = sourceOf(header.toLowerCase(Locale.ROOT));
    JsonNode tokens = value;
    if (value.isObject()) {
      SecretMembers members = new SecretMembers(value, "it");
      source = members.text("source").orElse(source);
      tokens = members.get("tokens").orElse(value);
      members.end();
    }
    return new Sender(
        source, List.of(SenderEntry.header(header, tokens)), Sender.Require.ANY, Operators.DEFAULT);
  }

  /** {@return the source in the header's name, or an invalid one} */
  private static String sourceOf(String header) {
    Matcher matcher = TOKEN_HEADER.matcher(header);
    return matcher.matches() ? matcher.group(1) : "";
  }
}
