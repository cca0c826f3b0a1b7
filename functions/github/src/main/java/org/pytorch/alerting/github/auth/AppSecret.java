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
 * What the secret holds: who our App is, and its key.
 *
 * @param issuer the client id, which GitHub recommends, or the App's number
 * @param ids the client id and the App's number, whichever the secret holds
 */
record AppSecret(String issuer, Set<String> ids, RSAPrivateCrtKey key) {
  /**
   * {@return the secret called {@code id}, of its {@code text}}
   *
   * @throws GitHubAccessException if something is wrong with it; the message names the secret and
   *     what is wrong, and nothing of its content
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

  /** The one by which to sign comes first. */
  private static List<String> ids(JsonNode json) {
    List<String> ids = new ArrayList<>();
    for (String name : new String[] {"github_app_client_id", "github_app_id"}) {
      String value = json.path(name).asText("").strip();
      if (!value.isEmpty()) {
        if (!value.matches("[A-Za-z0-9._-]{1,100}")) {
          throw new IllegalArgumentException(name + " has characters that no such id has");
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
      return value; // The file itself instead of its Base64: it is clear what was meant.
    }
    try {
      // Tools that write Base64 break its lines.
      byte[] file = Base64.getDecoder().decode(value.replaceAll("\\s", ""));
      return new String(file, StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "github_app_key_base64 is not Base64 of the key file GitHub gave out");
    }
  }

  @Override
  public String toString() {
    return "AppSecret[issuer=" + issuer + "]";
  }
}
