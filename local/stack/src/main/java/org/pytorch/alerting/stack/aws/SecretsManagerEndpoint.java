package org.pytorch.alerting.stack.aws;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.pytorch.alerting.model.json.Json;

/**
 * Secrets Manager: reads and describes secrets, and rotates them with {@code PutSecretValue} or
 * {@code UpdateSecret}. The previous value stays available as {@code AWSPREVIOUS}.
 */
public final class SecretsManagerEndpoint implements AutoCloseable {
  private static final String JSON_1_1 = "application/x-amz-json-1.1";
  private static final String TARGET = "secretsmanager.";
  private static final String CURRENT = "AWSCURRENT";
  private static final String PREVIOUS = "AWSPREVIOUS";

  private final AwsAccount account;
  private final InstantSource clock;
  private final Map<String, Secret> secrets = new ConcurrentHashMap<>();
  private final HttpEndpoint endpoint;

  private record Version(String id, String value, double createdAt) {}

  private record Secret(
      Version current, Optional<Version> previous, double createdAt, Optional<String> description) {
    Secret next(Version version) {
      return new Secret(version, Optional.of(current), createdAt, description);
    }

    Secret described(String text) {
      return new Secret(current, previous, createdAt, Optional.of(text));
    }

    /** {@return the stages of each kept version} */
    Map<String, List<String>> stages() {
      Map<String, List<String>> stages = new LinkedHashMap<>();
      stages.put(current.id(), List.of(CURRENT));
      previous.ifPresent(version -> stages.put(version.id(), List.of(PREVIOUS)));
      return stages;
    }
  }

  /** A secret's metadata; a list names its versions differently from a description. */
  private record Description(
      @JsonProperty("ARN") String arn,
      @JsonProperty("Name") String name,
      @JsonProperty("Description") Optional<String> description,
      @JsonProperty("CreatedDate") double createdDate,
      @JsonProperty("LastChangedDate") double lastChangedDate,
      @JsonProperty("VersionIdsToStages") Optional<Map<String, List<String>>> versionIdsToStages,
      @JsonProperty("SecretVersionsToStages")
          Optional<Map<String, List<String>>> secretVersionsToStages) {}

  private record SecretList(@JsonProperty("SecretList") List<Description> secrets) {}

  private record SecretValue(
      @JsonProperty("ARN") String arn,
      @JsonProperty("Name") String name,
      @JsonProperty("VersionId") String versionId,
      @JsonProperty("SecretString") String secretString,
      @JsonProperty("VersionStages") List<String> versionStages,
      @JsonProperty("CreatedDate") double createdDate) {}

  private SecretsManagerEndpoint(AwsAccount account, InstantSource clock, int port) {
    this.account = account;
    this.clock = clock;
    this.endpoint = HttpEndpoint.start("Secrets Manager", port, this::answer);
  }

  /** Starts to listen; {@code port} 0 is any free one. */
  public static SecretsManagerEndpoint start(AwsAccount account, InstantSource clock, int port) {
    return new SecretsManagerEndpoint(account, clock, port);
  }

  public URI uri() {
    return endpoint.uri();
  }

  /** Gives a secret its first or next value. */
  public void put(String name, String value) {
    Version next = new Version(UUID.randomUUID().toString(), value, clock.millis() / 1000.0);
    Secret first = new Secret(next, Optional.empty(), next.createdAt(), Optional.empty());
    secrets.compute(name, (_, before) -> before == null ? first : before.next(next));
  }

  private HttpReply answer(HttpRequest request) {
    String operation = request.header("x-amz-target").orElse("");
    try {
      JsonNode input = Json.mapper().readTree(request.text());
      return switch (operation) {
        case TARGET + "GetSecretValue" -> get(input);
        case TARGET + "PutSecretValue" -> put(input);
        case TARGET + "UpdateSecret" -> update(input);
        case TARGET + "DescribeSecret" -> describe(input);
        case TARGET + "ListSecrets" -> list(input);
        default -> error("UnknownOperationException", "not supported here:  " + operation);
      };
    } catch (JsonProcessingException e) {
      return error("SerializationException", "The request is not JSON.");
    }
  }

  private HttpReply get(JsonNode input) {
    String name = name(input);
    String stage = input.path("VersionStage").asText(CURRENT);
    return Optional.ofNullable(secrets.get(name))
        .flatMap(secret -> version(secret, stage))
        .map(
            version ->
                HttpReply.json(
                    200,
                    JSON_1_1,
                    new SecretValue(
                        arn(name),
                        name,
                        version.id(),
                        version.value(),
                        List.of(stage),
                        version.createdAt())))
        .orElseGet(SecretsManagerEndpoint::notFound);
  }

  private static Optional<Version> version(Secret secret, String stage) {
    return switch (stage) {
      case CURRENT -> Optional.of(secret.current());
      case PREVIOUS -> secret.previous();
      default -> Optional.empty();
    };
  }

  private HttpReply put(JsonNode input) {
    String name = name(input);
    if (!secrets.containsKey(name)) {
      return notFound();
    }
    if (!input.path("SecretString").isTextual()) {
      return error("InvalidParameterException", "You must provide SecretString.");
    }
    put(name, input.path("SecretString").asText());
    return written(name, List.of(CURRENT), true);
  }

  /** Without a new value only the description changes. */
  private HttpReply update(JsonNode input) {
    String name = name(input);
    if (!secrets.containsKey(name)) {
      return notFound();
    }
    if (input.has("SecretBinary") || input.has("KmsKeyId")) {
      return error(
          "InvalidParameterException", "SecretBinary and KmsKeyId are not supported here.");
    }
    if (input.path("Description").isTextual()) {
      String text = input.path("Description").asText();
      secrets.computeIfPresent(name, (_, before) -> before.described(text));
    }
    boolean hasValue = input.path("SecretString").isTextual();
    if (hasValue) {
      put(name, input.path("SecretString").asText());
    }
    return written(name, List.of(), hasValue);
  }

  private HttpReply written(String name, List<String> stages, boolean newVersion) {
    ObjectNode answer = Json.mapper().createObjectNode().put("ARN", arn(name)).put("Name", name);
    if (newVersion) {
      answer.put("VersionId", require(name).current().id());
    }
    if (!stages.isEmpty()) {
      ArrayNode list = answer.putArray("VersionStages");
      stages.forEach(list::add);
    }
    return HttpReply.json(200, JSON_1_1, answer);
  }

  private HttpReply describe(JsonNode input) {
    String name = name(input);
    return secrets.containsKey(name)
        ? HttpReply.json(200, JSON_1_1, description(name, false))
        : notFound();
  }

  /** All secrets on one page, sorted by name. */
  private HttpReply list(JsonNode input) {
    if (!input.path("Filters").isEmpty()) {
      return error("InvalidParameterException", "Filters are not supported here.");
    }
    return HttpReply.json(
        200,
        JSON_1_1,
        new SecretList(
            secrets.keySet().stream().sorted().map(name -> description(name, true)).toList()));
  }

  private Description description(String name, boolean inList) {
    Secret secret = require(name);
    Optional<Map<String, List<String>>> stages = Optional.of(secret.stages());
    return new Description(
        arn(name),
        name,
        secret.description(),
        secret.createdAt(),
        secret.current().createdAt(),
        stages.filter(_ -> !inList),
        stages.filter(_ -> inList));
  }

  private Secret require(String name) {
    return Optional.ofNullable(secrets.get(name)).orElseThrow();
  }

  /** A secret is identified by its name, or by its ARN, which ends in six extra characters. */
  private String name(JsonNode input) {
    String id = input.path("SecretId").asText("");
    return secrets.keySet().stream().filter(name -> arn(name).equals(id)).findFirst().orElse(id);
  }

  private String arn(String name) {
    String suffix = Integer.toString(Math.floorMod(name.hashCode(), 1_000_000) + 1_000_000);
    return account.arn("secretsmanager", "secret:" + name + "-" + suffix.substring(1));
  }

  private static HttpReply notFound() {
    return error("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  }

  private static HttpReply error(String type, String message) {
    return HttpReply.json(400, JSON_1_1, Map.of("__type", type, "Message", message))
        .with("x-amzn-ErrorType", type);
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
