package org.pytorch.alerting.fakegithub.call;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.pytorch.alerting.model.json.Json;

/** An error response of GitHub. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The base URL of GitHub's documentation. */
  public static final String DOCUMENTATION = "https://docs.github.com/";

  /** The documentation in refusals that are not about one endpoint. */
  public static final String GENERAL = DOCUMENTATION + "rest";

  public static final String RATE_LIMITS =
      GENERAL + "/using-the-rest-api/rate-limits-for-the-rest-api";
  private static final String REDIRECTS =
      GENERAL + "/guides/best-practices-for-using-the-rest-api#follow-redirects";

  private final transient CallResponse response;

  public Refusal(CallResponse response) {
    super("HTTP " + response.status(), null, false, false);
    this.response = response;
  }

  public CallResponse response() {
    return response;
  }

  /** A refusal with the documentation of the called endpoint. */
  public static Refusal of(int status, String message) {
    return new Refusal(CallResponse.json(status, body(status, message)));
  }

  public static Refusal of(int status, String message, String documentation) {
    return new Refusal(CallResponse.json(status, body(status, message)).documented(documentation));
  }

  public static Refusal notFound() {
    return of(404, "Not Found");
  }

  public static Refusal badCredentials() {
    return of(401, "Bad credentials", GENERAL);
  }

  public static Refusal needsWriteAccess() {
    return of(403, "Must have admin rights to Repository.");
  }

  /** A 422 because of a field's value. */
  public static Refusal invalid(List<FieldError> errors) {
    ObjectNode body = body(422, "Validation Failed");
    ArrayNode list = body.putArray("errors");
    errors.forEach(error -> list.add(error.json()));
    return new Refusal(CallResponse.json(422, body));
  }

  public static Refusal invalid(FieldError error) {
    return invalid(List.of(error));
  }

  /** A 422 because the request does not match the endpoint's schema. */
  static Refusal invalidRequest(String why) {
    return of(422, "Invalid request.\n\n" + why);
  }

  /** A redirect to {@code url}: 301 for a read, 307 for a write. */
  public static Refusal moved(String method, String url) {
    boolean read = method.equals("GET") || method.equals("HEAD");
    int status = read ? 301 : 307;
    ObjectNode body = body(status, read ? "Moved Permanently" : "Temporary Redirect");
    body.put("url", url);
    return new Refusal(
        CallResponse.json(status, body).documented(REDIRECTS).withHeader("location", url));
  }

  static ObjectNode body(int status, String message) {
    return Json.mapper()
        .createObjectNode()
        .put("message", message)
        .put("status", Integer.toString(status));
  }
}
