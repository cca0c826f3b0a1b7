package org.pytorch.alerting.fakegithub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.model.json.Json;

/** Compares requests and responses with GitHub's OpenAPI document. */
public final class OpenApiCheck {
  /**
   * Statuses that the document omits from most operations: invalid JSON or an unknown API version,
   * credentials, permissions, a repository that is hidden or has no issues, the limits, an
   * unchanged ETag, and redirects after a rename or a transfer.
   */
  private static final Set<Integer> ALLOWED_EVERYWHERE =
      Set.of(301, 304, 307, 400, 401, 403, 404, 410, 429);

  /** Parameters that GitHub only uses in links, to point to a page. */
  private static final Set<String> LINK_PARAMETERS = Set.of("after", "before", "page");

  private final OpenApi document;
  private final Set<String> succeeded = new TreeSet<>();
  private final Set<String> requested = new TreeSet<>();
  private final List<String> deviations = new ArrayList<>();

  /** With all of the extract. */
  public OpenApiCheck() {
    this(OpenApi.ofGitHub());
  }

  OpenApiCheck(OpenApi document) {
    this.document = document;
  }

  /** {@return the operations that were requested} */
  public Set<String> requested() {
    return requested;
  }

  /** {@return the operations that succeeded} */
  Set<String> succeeded() {
    return succeeded;
  }

  public List<String> deviations() {
    return deviations;
  }

  /** Compares a request that should match the document. */
  public void request(GitHubCall call) {
    requestDeviations(call)
        .forEach(text -> deviations.add(call.method() + " " + call.target() + ": " + text));
  }

  public void response(GitHubCall call, CallResponse response) {
    responseDeviations(call, response)
        .forEach(
            text ->
                deviations.add(
                    "%s %s: %d %s"
                        .formatted(call.method(), call.target(), response.status(), text)));
  }

  private List<String> requestDeviations(GitHubCall call) {
    Optional<OpenApi.Operation> operation = operation(call);
    if (operation.isEmpty()) {
      return List.of("no such operation");
    }
    requested.add(operation.get().name());
    Map<String, JsonNode> parameters = parameters(operation.get());
    List<String> found = new ArrayList<>(pathDeviations(operation.get(), call, parameters));
    found.addAll(queryDeviations(call, parameters));
    found.addAll(bodyDeviations(operation.get(), call));
    return found;
  }

  private List<String> responseDeviations(GitHubCall call, CallResponse response) {
    Optional<OpenApi.Operation> operation = operation(call);
    if (operation.isEmpty()) {
      return response.status() == 404
          ? errorDeviations(response, Refusal.GENERAL)
          : List.of("no 404");
    }
    if (response.status() < 300) {
      succeeded.add(operation.get().name());
    }
    List<String> found = new ArrayList<>(headerDeviations(response));
    found.addAll(statusDeviations(operation.get(), response));
    if (response.status() >= 300 && response.status() != 304) {
      found.addAll(
          errorDeviations(response, operation.get().json().at("/externalDocs/url").asText()));
    }
    return found;
  }

  private List<String> statusDeviations(OpenApi.Operation operation, CallResponse response) {
    JsonNode documented =
        operation.json().path("responses").path(Integer.toString(response.status()));
    if (documented.isMissingNode() && !ALLOWED_EVERYWHERE.contains(response.status())) {
      return List.of("the document has no such status");
    }
    JsonNode schema =
        document.resolve(documented).path("content").path("application/json").path("schema");
    if (schema.isMissingNode()) {
      return response.body().isEmpty() || response.status() >= 300
          ? List.of()
          : List.of("the document has no body");
    }
    JsonNode body = response.body().isEmpty() ? Json.mapper().nullNode() : response.json();
    // Every error has this member, even if the document omits it.
    return document.deviations(body, schema).stream()
        .filter(text -> !(response.status() >= 400 && text.startsWith("/status: not in")))
        .toList();
  }

  private List<String> errorDeviations(CallResponse response, String documentation) {
    List<String> found = new ArrayList<>();
    JsonNode body = response.json();
    if (!body.path("status").asText().equals(Integer.toString(response.status()))) {
      found.add("status in the body: " + body.path("status"));
    }
    if (body.path("message").asText().isEmpty()) {
      found.add("no message");
    }
    String named = body.path("documentation_url").asText();
    if (!named.equals(documentation) && !named.startsWith(otherDocumentation(response.status()))) {
      found.add("documentation_url: " + named);
    }
    if (response.status() != 422) {
      found.addAll(document.deviations(body, document.schema("basic-error")));
    }
    return found;
  }

  /** {@return the prefix of another documentation URL that an error of this status may have} */
  private static String otherDocumentation(int status) {
    return switch (status) {
      case 301, 307 -> "https://docs.github.com/rest/guides/";
      case 401 -> Refusal.GENERAL;
      case 403, 429 -> Refusal.RATE_LIMITS;
      default -> "none";
    };
  }

  private static List<String> headerDeviations(CallResponse response) {
    List<String> found = new ArrayList<>();
    if (response.header("x-github-media-type").isEmpty()) {
      found.add("no X-GitHub-Media-Type");
    }
    if (response.status() < 300
        && !response.body().isEmpty()
        && response.header("etag").isEmpty()) {
      found.add("no ETag");
    }
    String type = response.header("content-type").orElse("");
    if (!response.body().isEmpty() && !type.startsWith("application/json")) {
      found.add("content type " + type);
    }
    return found;
  }

  private static List<String> pathDeviations(
      OpenApi.Operation operation, GitHubCall call, Map<String, JsonNode> parameters) {
    List<String> found = new ArrayList<>();
    String[] pattern = operation.path().split("/", -1);
    String[] parts = byName(call.path()).split("/", -1);
    for (int i = 0; i < pattern.length; i++) {
      if (pattern[i].startsWith("{")) {
        String name = pattern[i].substring(1, pattern[i].length() - 1);
        JsonNode schema = parameters.getOrDefault(name, Json.mapper().missingNode());
        if (schema.path("type").asText().equals("integer") && !parts[i].matches("[0-9]+")) {
          found.add(name + " is not a number: " + parts[i]);
        }
      }
    }
    return found;
  }

  private List<String> queryDeviations(GitHubCall call, Map<String, JsonNode> parameters) {
    List<String> found = new ArrayList<>();
    for (String parameter : call.query().isEmpty() ? new String[0] : call.query().split("&", -1)) {
      String[] pair = parameter.split("=", 2);
      String name = URLDecoder.decode(pair[0], StandardCharsets.UTF_8);
      JsonNode schema = parameters.get(name);
      if (schema != null) {
        String value = URLDecoder.decode(pair[1], StandardCharsets.UTF_8);
        document
            .deviations(value(value, schema), schema)
            .forEach(text -> found.add(name + ": " + text));
      } else if (!LINK_PARAMETERS.contains(name)) {
        found.add(name + ": not in the document");
      }
    }
    return found;
  }

  private static JsonNode value(String text, JsonNode schema) {
    return schema.path("type").asText().equals("integer") && text.matches("-?[0-9]{1,18}")
        ? JsonNodeFactory.instance.numberNode(Long.parseLong(text))
        : JsonNodeFactory.instance.textNode(text);
  }

  private List<String> bodyDeviations(OpenApi.Operation operation, GitHubCall call) {
    JsonNode body = operation.json().path("requestBody");
    JsonNode schema = body.path("content").path("application/json").path("schema");
    if (call.body().isEmpty()) {
      return body.path("required").asBoolean() ? List.of("no body") : List.of();
    }
    if (schema.isMissingNode()) {
      return List.of("the document has no body");
    }
    return document.deviations(Json.read(call.body(), JsonNode.class), schema);
  }

  /** {@return the schemas of the parameters in the path and the query, by name} */
  private Map<String, JsonNode> parameters(OpenApi.Operation operation) {
    Map<String, JsonNode> parameters = new HashMap<>();
    for (JsonNode reference : operation.json().path("parameters")) {
      JsonNode parameter = document.resolve(reference);
      parameters.put(parameter.required("name").asText(), parameter.required("schema"));
    }
    return parameters;
  }

  private Optional<OpenApi.Operation> operation(GitHubCall call) {
    return document.find(call.method(), byName(call.path()));
  }

  /** Replaces repository ids, which links and redirects have, by a name, as in the document. */
  private static String byName(String path) {
    return path.replaceFirst("^/repositories/[0-9]+", "/repos/owner/name");
  }
}
