package org.pytorch.alerting.endtoend.wholerun;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Searches texts for known secrets in all their encodings, and for text with the format of a
 * secret.
 */
final class SecretScan {
  /** In characters; shorter parts occur by chance. */
  private static final int MIN_LENGTH = 16;

  /** Formats of secrets, which are found even if the secret is unknown. */
  private static final Map<String, Pattern> FORMATS =
      Map.of(
          "a private key", Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"),
          "a private key in Base64", Pattern.compile("LS0tLS1CRUdJTi[A-Za-z0-9+/]{8}"),
          "a token of GitHub's", Pattern.compile("\\bgh[a-z]_[A-Za-z0-9._-]{20,}"),
          "a JWT", Pattern.compile("\\beyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"),
          "credentials", Pattern.compile("(?i)\\b(bearer|basic) [A-Za-z0-9._~+/=-]{12,}"));

  private final Map<String, String> names = new LinkedHashMap<>();

  /** Adds {@code secret} to the search: as it is, in Base64, and each of its longer parts. */
  SecretScan with(String name, String secret) {
    names.put(secret, name);
    names.put(Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)), name + " in Base64");
    // The lines of a key, or the claims and the signature of a JWT.
    String[] parts = secret.split("[\\s.]+", -1);
    for (int i = 0; i < parts.length; i++) {
      if (parts.length > 1 && parts[i].length() >= MIN_LENGTH && !isHeadOfJwt(parts[i])) {
        names.put(parts[i], "part %d of %s".formatted(i + 1, name));
      }
    }
    return this;
  }

  /** The header of a JWT is always the same and not a secret. */
  private static boolean isHeadOfJwt(String part) {
    return part.startsWith("eyJhbGci") || part.matches("gh[a-z]_[0-9]+_eyJhbGci.*");
  }

  /**
   * {@return the names of the secrets found in {@code text}; a finding must not print the secret}
   */
  List<String> findings(String place, String text) {
    List<String> findings = new ArrayList<>();
    names.forEach(
        (secret, name) -> {
          if (text.contains(secret)) {
            findings.add(found(name, place, text.indexOf(secret)));
          }
        });
    FORMATS.forEach(
        (name, format) ->
            format
                .matcher(text)
                .results()
                .limit(1)
                .forEach(match -> findings.add(found(name, place, match.start()))));
    return findings;
  }

  private static String found(String name, String place, int at) {
    return "%s in %s at %d".formatted(name, place, at);
  }
}
