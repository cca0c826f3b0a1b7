package org.pytorch.alerting.stepfunctions.data.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/** States.Base64Encode, States.Base64Decode and States.Hash. */
final class EncodingFunctions {
  private static final int MAX_CHARACTERS = 10_000;
  private static final Set<String> ALGORITHMS =
      Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

  private EncodingFunctions() {}

  static JsonNode base64Encode(Arguments arguments) {
    byte[] bytes = limitedText(arguments).getBytes(StandardCharsets.UTF_8);
    return JsonNodeFactory.instance.textNode(Base64.getEncoder().encodeToString(bytes));
  }

  static JsonNode base64Decode(Arguments arguments) {
    try {
      byte[] bytes = Base64.getDecoder().decode(limitedText(arguments));
      return JsonNodeFactory.instance.textNode(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw arguments.failure("The text is not Base64");
    }
  }

  static JsonNode hash(Arguments arguments) {
    String algorithm = arguments.text(1);
    if (!ALGORITHMS.contains(algorithm)) {
      throw arguments.failure("There is no algorithm '%s'".formatted(algorithm));
    }
    try {
      byte[] bytes = limitedText(arguments).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance(algorithm).digest(bytes);
      return JsonNodeFactory.instance.textNode(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has " + algorithm, e);
    }
  }

  private static String limitedText(Arguments arguments) {
    String text = arguments.text(0);
    if (text.length() > MAX_CHARACTERS) {
      throw arguments.failure("The text has more than " + MAX_CHARACTERS + " characters");
    }
    return text;
  }
}
