package org.pytorch.alerting.stack.aws;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.pytorch.alerting.model.Json;

/**
 * Secrets Manager: {@code GetSecretValue}, and {@code PutSecretValue} with which a secret is
 * rotated. The value before stays to be had as {@code AWSPREVIOUS}.
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

  private record Secret(Version current, Optional<Version> previous) {}

  private record SecretValue(
      @JsonProperty("ARN") String arn,
      @JsonProperty("Name") String name,
      @JsonProperty("VersionId") String versionId,
      @JsonProperty("SecretString") Optional<String> secretString,
      @JsonProperty("VersionStages") List<String> versionStages,
      @JsonProperty("CreatedDate") Optional<Double> createdDate) {}

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
    secrets.compute(
        name, (_, before) -> new Secret(next, Optional.ofNullable(before).map(Secret::current)));
  }

  private HttpReply answer(HttpRequest request) {
    String operation = request.header("x-amz-target").orElse("");
    try {
      JsonNode input = Json.mapper().readTree(request.text());
      return switch (operation) {
        case TARGET + "GetSecretValue" -> get(input);
        case TARGET + "PutSecretValue" -> put(input);
        default -> error("UnknownOperationException", "not offered here: " + operation);
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
                        Optional.of(version.value()),
                        List.of(stage),
                        Optional.of(version.createdAt()))))
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
    return HttpReply.json(
        200,
        JSON_1_1,
        new SecretValue(
            arn(name),
            name,
            secrets.get(name).current().id(),
            Optional.empty(),
            List.of(CURRENT),
            Optional.empty()));
  }

  /** A secret may be asked for by its name, or by its ARN, which ends in six more characters. */
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
