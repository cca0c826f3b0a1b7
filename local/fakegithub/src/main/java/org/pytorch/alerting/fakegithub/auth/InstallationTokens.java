package org.pytorch.alerting.fakegithub.auth;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.data.Sha256;
import org.pytorch.alerting.fakegithub.settings.GitHubApp;

/** Issues installation tokens in a deterministic order, and knows the valid ones. */
public final class InstallationTokens {
  private static final int SHORT_TOKEN_CHARACTERS = 36;

  /** The length of a signature by a 2048-bit key. */
  private static final int SIGNATURE_BYTES = 256;

  private final GitHubApp app;
  private final Map<String, InstallationToken> byText = new HashMap<>();
  private long minted;

  public InstallationTokens(GitHubApp app) {
    this.app = app;
  }

  /** {@return a new token of the installation on {@code owner}} */
  public InstallationToken mint(
      long installationId,
      String owner,
      boolean stateless,
      Instant now,
      Instant expiresAt,
      TokenScope scope) {
    byText.values().removeIf(token -> !token.isLive(now));
    minted++;
    String text = stateless ? statelessText(installationId, now, expiresAt) : shortText();
    InstallationToken token = new InstallationToken(text, installationId, owner, expiresAt, scope);
    byText.put(text, token);
    return token;
  }

  Optional<InstallationToken> find(String text, Instant now) {
    return Optional.ofNullable(byText.get(text)).filter(token -> token.isLive(now));
  }

  public void revoke(InstallationToken token) {
    byText.remove(token.text());
  }

  public void revokeAll() {
    byText.clear();
  }

  /** The format of all tokens until 2026: 40 characters. */
  private String shortText() {
    String letters = base64(bytes(SIGNATURE_BYTES)).replaceAll("[-_]", "");
    return "ghs_" + letters.substring(0, SHORT_TOKEN_CHARACTERS);
  }

  /** The format since 2026: about 520 characters, with two dots and with hyphens. */
  private String statelessText(long installationId, Instant now, Instant expiresAt) {
    String claims =
        "{\"iss\":\"%d\",\"sub\":\"%d\",\"iat\":%d,\"exp\":%d,\"jti\":\"%024d\"}"
            .formatted(
                app.id(), installationId, now.getEpochSecond(), expiresAt.getEpochSecond(), minted);
    return "ghs_%d_%s.%s.%s"
        .formatted(
            app.id(),
            base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)),
            base64(claims.getBytes(StandardCharsets.UTF_8)),
            base64(bytes(SIGNATURE_BYTES)));
  }

  /** Pseudo-random bytes, different for each token. */
  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    int start = 0;
    while (start < count) {
      byte[] block = Sha256.of("token %d %d".formatted(minted, start));
      int length = Math.min(block.length, count - start);
      System.arraycopy(block, 0, bytes, start, length);
      start += length;
    }
    return bytes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
