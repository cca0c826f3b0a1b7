package org.pytorch.alerting.webhook.http;

import java.util.HashMap;
import java.util.Map;
import org.pytorch.alerting.model.json.Json;

/** An answer: a status and one short JSON object without internals. */
public record HttpAnswer(int status, Map<String, String> headers, String body) {
  public HttpAnswer {
    headers = Map.copyOf(headers);
  }

  /** {@return an answer that says what is wrong, in one sentence} */
  public static HttpAnswer refusal(int status, String message) {
    return new HttpAnswer(status, Map.of(), Json.write(Map.of("message", message)));
  }

  /** {@return this answer with one more header} */
  public HttpAnswer with(String header, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(header, value);
    return new HttpAnswer(status, all, body);
  }
}
