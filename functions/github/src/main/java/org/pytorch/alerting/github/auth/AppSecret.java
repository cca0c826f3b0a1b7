package org.pytorch.alerting.github.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.model.json.Json;

/**
 * The content of the secret: our App's identity and key.
 *
 * @param issuer the client id, which GitHub recommends, or the App's number
 * @param ids the client id and the App's number, as far as the secret has them
 */
record AppSecret(String issuer, Set<String> ids, RSAPrivateCrtKey key) {
  /**
   * {@return the secret called {@code id}, parsed from {@code text}}
   *
   * @throws GitHubAccessException if it is malformed; the message names the secret and the problem,
   *     and quotes nothing from it
   */
  static AppSecret parse(String id, String text) {
    try {
      JsonNode json = json(text);
      List<String> ids = ids(json);
      return new AppSecret(ids.getFirst(), Set.copyOf(ids), PrivateKeys.read(pem(json)));
    } catch (IllegalArgumentException e) {
      throw new GitHubAccessException(
          "the secret %s, named by GITHUB_APP_SECRET_ID, is not usable: %s"
              .formatted(id, e.getMessage()));
    }
  }

  private static JsonNode json(String text) {
    try {
      JsonNode json = Json.read(text, JsonNode.class);
      if (json.isObject()) {
        return json;
      }
    } catch (IllegalArgumentException e) {
      // The parser's own message would quote the secret.
    }
    throw new IllegalArgumentException(
        "it is not a JSON object with github_app_id and github_app_key_base64");
  }

  /** The id to sign with comes first. */
  private static List<String> ids(JsonNode json) {
    List<String> ids = new ArrayList<>();
    for (String name : new String[] {"github_app_client_id", "github_app_id"}) {
      String value = json.path(name).asText("").strip();
      if (!value.isEmpty()) {
        if (!value.matches("[A-Za-z0-9._-]{1,100}")) {
          throw new IllegalArgumentException(
              name + " has characters that are not allowed in an id");
        }
        ids.add(value);
      }
    }
    if (!ids.isEmpty()) {
      return ids;
    }
    throw new IllegalArgumentException("github_app_client_id or github_app_id is missing");
  }

  private static String pem(JsonNode json) {
    String value = json.path("github_app_key_base64").asText("");
    if (value.isBlank()) {
      throw new IllegalArgumentException("github_app_key_base64 is missing");
    }
    if (value.contains("-----BEGIN")) {
      return value; // The file itself instead of its Base64: the intent is clear.
    }
    try {
      // Tools that write Base64 break its lines.
      byte[] file = Base64.getDecoder().decode(value.replaceAll("\\s", ""));
      return new String(file, StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "github_app_key_base64 is not the Base64 of the key file from GitHub");
    }
  }

  @Override
  public String toString() {
    return "AppSecret[issuer=" + issuer + "]";
  }
}
