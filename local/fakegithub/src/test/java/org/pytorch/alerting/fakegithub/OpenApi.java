package org.pytorch.alerting.fakegithub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;

/**
 * The extract of GitHub's OpenAPI document from {@code scripts/github-openapi}: its operations, and
 * a comparison of values with its schemas.
 */
final class OpenApi {
  private static final String COMPONENTS = "components";

  /** OpenAPI's schemas, in documents that include the components that they refer to. */
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          Dialect.builder(Dialects.getOpenApi30())
              .keyword(new NonValidationKeyword(COMPONENTS))
              .build());

  record Operation(String method, String path, JsonNode json) {
    String name() {
      return method + " " + path;
    }
  }

  private final JsonNode document;
  private final List<Operation> operations = new ArrayList<>();
  private final Map<JsonNode, Schema> compiled = new HashMap<>();

  private OpenApi(JsonNode document) {
    this.document = document;
    for (Map.Entry<String, JsonNode> path : document.required("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        operations.add(
            new Operation(
                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
      }
    }
  }

  static OpenApi ofGitHub() {
    try (InputStream resource = OpenApi.class.getResourceAsStream("github-openapi.json")) {
      return new OpenApi(Json.mapper().readTree(Objects.requireNonNull(resource)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** {@return the operation of a concrete path; the one with the fewest variables} */
  Optional<Operation> find(String method, String path) {
    List<String> parts = List.of(path.split("/", -1));
    return operations.stream()
        .filter(operation -> operation.method().equals(method))
        .filter(operation -> fits(List.of(operation.path().split("/", -1)), parts))
        .min((one, other) -> Integer.compare(variables(one), variables(other)));
  }

  /** {@return {@code node}, or the node that it refers to} */
  JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }

  JsonNode schema(String name) {
    return document.required(COMPONENTS).required("schemas").required(name);
  }

  /**
   * {@return the deviations of {@code value} from {@code schema}, including unknown members, which
   * JSON Schema allows}
   */
  List<String> deviations(JsonNode value, JsonNode schema) {
    List<String> deviations = new ArrayList<>();
    compiled
        .computeIfAbsent(schema, this::compile)
        .validate(
            value.toString(),
            InputFormat.JSON,
            context ->
                context.executionConfig(
                    config -> config.formatAssertionsEnabled(true).locale(Locale.ROOT)))
        .forEach(error -> deviations.add(error.toString()));
    addUnknown(value, List.of(schema), "", deviations);
    return deviations;
  }

  /** References point to the components, so these have to be in the same document. */
  private Schema compile(JsonNode schema) {
    ObjectNode whole = Json.mapper().createObjectNode();
    whole.putArray("allOf").add(schema);
    whole.set(COMPONENTS, document.required(COMPONENTS));
    return SCHEMAS.getSchema(whole.toString(), InputFormat.JSON);
  }

  private void addUnknown(
      JsonNode value, List<JsonNode> schemas, String at, List<String> deviations) {
    List<JsonNode> all = schemas.stream().flatMap(schema -> parts(schema).stream()).toList();
    if (value.isArray()) {
      List<JsonNode> items =
          all.stream()
              .filter(part -> part.has("items"))
              .map(part -> part.required("items"))
              .toList();
      for (int i = 0; i < value.size() && !items.isEmpty(); i++) {
        addUnknown(value.get(i), items, at + "/" + i, deviations);
      }
    }
    boolean open = all.stream().anyMatch(part -> part.path("additionalProperties").isObject());
    boolean described = all.stream().anyMatch(part -> part.has("properties"));
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      List<JsonNode> known =
          all.stream()
              .map(part -> part.path("properties").path(member.getKey()))
              .filter(schema -> !schema.isMissingNode())
              .toList();
      String here = at + "/" + member.getKey();
      if (known.isEmpty() && described && !open) {
        deviations.add(here + ": not in the document");
      } else {
        addUnknown(member.getValue(), known, here, deviations);
      }
    }
  }

  /** {@return the schema and all its parts, with references resolved} */
  private List<JsonNode> parts(JsonNode schema) {
    JsonNode resolved = resolve(schema);
    List<JsonNode> parts = new ArrayList<>(List.of(resolved));
    for (String combined : List.of("allOf", "anyOf", "oneOf")) {
      resolved.path(combined).forEach(part -> parts.addAll(parts(part)));
    }
    return parts;
  }

  private static boolean fits(List<String> pattern, List<String> parts) {
    if (pattern.size() != parts.size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!isVariable(pattern.get(i)) && !pattern.get(i).equals(parts.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static int variables(Operation operation) {
    return (int)
        List.of(operation.path().split("/", -1)).stream().filter(OpenApi::isVariable).count();
  }

  private static boolean isVariable(String part) {
    return part.startsWith("{");
  }
}
