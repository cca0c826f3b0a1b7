package org.pytorch.alerting.webhook.http;

import java.util.HashMap;
import java.util.Map;
import org.pytorch.alerting.model.json.Json;

/** A response: a status and one short JSON object without internals. */
public record WebhookResponse(int status, Map<String, String> headers, String body) {
  public WebhookResponse {
    headers = Map.copyOf(headers);
  }

  /** {@return a response with one sentence that says what is wrong} */
  public static WebhookResponse refusal(int status, String message) {
    return new WebhookResponse(status, Map.of(), Json.write(Map.of("message", message)));
  }

  /** {@return this response with one more header} */
  public WebhookResponse with(String header, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(header, value);
    return new WebhookResponse(status, all, body);
  }
}
