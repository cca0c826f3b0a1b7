package org.pytorch.alerting.stack.github;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;

/**
 * A GitHub that is there: its address, its repository and the App on it.
 *
 * @param repo as {@code owner/name}
 * @param appKeyBase64 the App's private key file (PEM), in base64
 * @param control the fake's own endpoints; empty for a real GitHub
 * @param personToken the token of a person who works on the issues, if known
 */
@RecordBuilder
public record GitHubTarget(
    URI apiUrl,
    String repo,
    String appId,
    String appKeyBase64,
    Optional<URI> control,
    Optional<String> personToken)
    implements GitHubTargetBuilder.With {
  /** {@return the GitHub and its repository, in one line} */
  public String name() {
    return repo + " on " + (control.isPresent() ? Upstream.Fake.NAME : apiUrl);
  }

  /** {@return the secret that the github function reads} */
  public String secret() {
    return Json.write(Map.of("github_app_id", appId, "github_app_key_base64", appKeyBase64));
  }

  /** {@return {@code pkcs8} as a PEM file, in base64} */
  public static String keyFile(byte[] pkcs8) {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(pkcs8));
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
  }

  /** Leaves out the key and the token. */
  @Override
  public String toString() {
    return "GitHubTarget[apiUrl=%s, repo=%s, appId=%s]".formatted(apiUrl, repo, appId);
  }
}
