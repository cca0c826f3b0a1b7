package org.pytorch.alerting.webhook.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** Requests and bodies for tests. */
public final class Requests {
  private Requests() {}

  public static WebhookRequest post(Map<String, String> headers, String body) {
    return new WebhookRequest("POST", headers, body, false);
  }

  public static WebhookRequest post(Map<String, String> headers, byte[] body) {
    return new WebhookRequest("POST", headers, Base64.getEncoder().encodeToString(body), true);
  }

  /** {@return the value of a header for HTTP Basic} */
  public static String basic(String userAndPassword) {
    return "Basic "
        + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return the bytes of a file of the test's resources} */
  public static byte[] resource(String name) {
    try (InputStream file =
        Objects.requireNonNull(Requests.class.getResourceAsStream("/" + name), name)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
