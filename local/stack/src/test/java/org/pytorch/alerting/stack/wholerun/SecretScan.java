package org.pytorch.alerting.stack.wholerun;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Looks for secrets in texts: for the known ones in every form that they take, and for shapes. */
final class SecretScan {
  /** In characters; shorter pieces occur by chance. */
  private static final int SHORTEST = 16;

  /** What looks like a secret is one, even if nobody has told us of it. */
  private static final Map<String, Pattern> SHAPES =
      Map.of(
          "a private key", Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"),
          "a private key in Base64", Pattern.compile("LS0tLS1CRUdJTi[A-Za-z0-9+/]{8}"),
          "a token of GitHub's", Pattern.compile("\\bgh[a-z]_[A-Za-z0-9._-]{20,}"),
          "a JWT", Pattern.compile("\\beyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"),
          "credentials", Pattern.compile("(?i)\\b(bearer|basic) [A-Za-z0-9._~+/=-]{12,}"));

  private final Map<String, String> names = new LinkedHashMap<>();

  /** Looks for {@code secret} too, as it is, in Base64, and for each of its longer parts. */
  SecretScan with(String name, String secret) {
    names.put(secret, name);
    names.put(Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)), name + " in Base64");
    // The lines of a key, and the parts of a JWT: its claims and its signature.
    String[] parts = secret.split("[\\s.]+", -1);
    for (int i = 0; i < parts.length; i++) {
      if (parts.length > 1 && parts[i].length() >= SHORTEST && !isHeadOfJwt(parts[i])) {
        names.put(parts[i], "part %d of %s".formatted(i + 1, name));
      }
    }
    return this;
  }

  /** The same in every JWT, and no secret. */
  private static boolean isHeadOfJwt(String part) {
    return part.startsWith("eyJhbGci") || part.matches("gh[a-z]_[0-9]+_eyJhbGci.*");
  }

  /** {@return what was found in {@code text}, by names: a finding must not print a secret} */
  List<String> findings(String place, String text) {
    List<String> findings = new ArrayList<>();
    names.forEach(
        (secret, name) -> {
          if (text.contains(secret)) {
            findings.add(found(name, place, text.indexOf(secret)));
          }
        });
    SHAPES.forEach(
        (name, shape) ->
            shape
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
