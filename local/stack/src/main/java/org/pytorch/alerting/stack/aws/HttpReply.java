package org.pytorch.alerting.stack.aws;

import java.util.HashMap;
import java.util.Map;
import org.pytorch.alerting.model.json.Json;
import software.amazon.awssdk.core.SdkBytes;

/** The response of an {@link HttpEndpoint}. */
public record HttpReply(int status, Map<String, String> headers, SdkBytes body) {
  public HttpReply {
    headers = Map.copyOf(headers);
  }

  /** {@return {@code value} as JSON, of the given content type} */
  public static HttpReply json(int status, String contentType, Object value) {
    return text(status, contentType, Json.write(value));
  }

  /** {@return {@code body} as UTF-8} */
  public static HttpReply text(int status, String contentType, String body) {
    return new HttpReply(
        status, Map.of("content-type", contentType), SdkBytes.fromUtf8String(body));
  }

  /** {@return this reply with one more header} */
  public HttpReply with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new HttpReply(status, more, body);
  }
}
