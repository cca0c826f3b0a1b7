package org.pytorch.alerting.webhook.sender;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.TeamSlug;

/** Reads one entry of the secret's {@code senders}; {@link SendersSecret} shows its form. */
final class SenderEntry {
  private static final String GRAFANA_HEADER = "X-Grafana-Alerting-Signature";

  /** Clocks differ by seconds; senders sign every attempt again. */
  private static final int DEFAULT_FRESHNESS_SECONDS = 300;

  private static final int MAX_FRESHNESS_SECONDS = 86_400;

  private SenderEntry() {}

  /**
   * {@return the sender that {@code entry} describes}
   *
   * @throws IllegalArgumentException if it is malformed; the message quotes nothing from it
   */
  static Sender parse(String name, JsonNode entry) {
    SecretMembers members = new SecretMembers(entry, "it");
    List<Credential> credentials = new ArrayList<>();
    members.get("header").ifPresent(headers -> credentials.addAll(headers(headers)));
    credentials.addAll(each(members, "basic").map(SenderEntry::basic).toList());
    members
        .get("bearer")
        .map(tokens -> SecretMembers.texts(tokens, "its \"bearer\""))
        .ifPresent(tokens -> credentials.add(Credential.Authorization.bearer(stripped(tokens))));
    credentials.addAll(each(members, "grafana_hmac").map(SenderEntry::grafana).toList());
    credentials.addAll(each(members, "github_hmac").map(SenderEntry::gitHub).toList());
    Sender sender =
        new Sender(
            members.text("source").orElse(name).toLowerCase(Locale.ROOT),
            credentials,
            members.text("require").map(SenderEntry::require).orElse(Sender.Require.ANY),
            members.get("operators").map(SenderEntry::operators).orElse(Operators.DEFAULT));
    members.end();
    return sender;
  }

  /** {@return a token in the header called {@code name}} */
  static Credential header(String name, JsonNode tokens) {
    return new Credential.HeaderToken(
        name.toLowerCase(Locale.ROOT),
        stripped(SecretMembers.texts(tokens, "its token")).stream().map(TokenDigest::of).toList());
  }

  private static List<Credential> headers(JsonNode headers) {
    SecretMembers members = new SecretMembers(headers, "its \"header\"");
    List<Credential> credentials = new ArrayList<>();
    headers
        .fieldNames()
        .forEachRemaining(name -> credentials.add(header(name, members.get(name).orElseThrow())));
    return credentials;
  }

  private static Credential basic(JsonNode entry) {
    SecretMembers members = new SecretMembers(entry, "its \"basic\"");
    String user =
        members
            .text("user")
            .filter(text -> text.indexOf(':') < 0)
            .orElseThrow(
                () -> new IllegalArgumentException("its \"basic\" has no user, or one with a :"));
    List<String> passwords = members.texts("password");
    members.end();
    return Credential.Authorization.basic(user, passwords);
  }

  private static Credential grafana(JsonNode entry) {
    SecretMembers members = new SecretMembers(entry, "its \"grafana_hmac\"");
    String header = members.text("header").orElse(GRAFANA_HEADER).toLowerCase(Locale.ROOT);
    Optional<String> timestampHeader = members.text("timestamp_header");
    Optional<Duration> window = members.get("freshness_seconds").map(SenderEntry::window);
    if (window.isPresent() && timestampHeader.isEmpty()) {
      throw new IllegalArgumentException(
          "its \"freshness_seconds\" has no effect without a \"timestamp_header\"");
    }
    List<HmacKey> keys = keys(members);
    members.end();
    return new Credential.GrafanaSignature(
        header,
        timestampHeader.map(
            name ->
                new Credential.Freshness(
                    name.toLowerCase(Locale.ROOT),
                    window.orElse(Duration.ofSeconds(DEFAULT_FRESHNESS_SECONDS)))),
        keys);
  }

  private static Duration window(JsonNode seconds) {
    if (!seconds.isInt() || seconds.asInt() < 1 || seconds.asInt() > MAX_FRESHNESS_SECONDS) {
      throw new IllegalArgumentException(
          "its \"freshness_seconds\" is not a whole number from 1 to " + MAX_FRESHNESS_SECONDS);
    }
    return Duration.ofSeconds(seconds.asInt());
  }

  private static Credential gitHub(JsonNode entry) {
    SecretMembers members = new SecretMembers(entry, "its \"github_hmac\"");
    List<HmacKey> keys = keys(members);
    members.end();
    return new Credential.GitHubSignature(keys);
  }

  private static List<HmacKey> keys(SecretMembers members) {
    return members.texts("secret").stream().map(HmacKey::new).toList();
  }

  private static Sender.Require require(String text) {
    return switch (text) {
      case "any" -> Sender.Require.ANY;
      case "all" -> Sender.Require.ALL;
      default -> throw new IllegalArgumentException("its \"require\" is neither any nor all");
    };
  }

  private static Operators operators(JsonNode entry) {
    SecretMembers members = new SecretMembers(entry, "its \"operators\"");
    String team =
        members
            .text("team")
            .map(
                name ->
                    TeamSlug.of(name)
                        .orElseThrow(
                            () -> new IllegalArgumentException("its operators' team has no name")))
            .orElse(Operators.DEFAULT.team());
    Priority priority =
        members
            .text("priority")
            .map(
                name ->
                    Priority.parse(name)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "its operators' priority is not one of P0 to P3")))
            .orElse(Operators.DEFAULT.priority());
    members.end();
    return new Operators(team, priority);
  }

  /** {@return the entries of the list called {@code name}, or the single entry} */
  private static Stream<JsonNode> each(SecretMembers members, String name) {
    return members.get(name).stream()
        .flatMap(
            value ->
                value.isArray()
                    ? StreamSupport.stream(value.spliterator(), false)
                    : Stream.of(value));
  }

  /** A token from a file often ends in a line feed; a header's value never does. */
  private static List<String> stripped(List<String> tokens) {
    return tokens.stream().map(String::strip).toList();
  }
}
