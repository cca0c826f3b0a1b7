package org.pytorch.alerting.console.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads the table of alerts. */
public final class AlertTable implements AutoCloseable {
  private static final Service SERVICE = Service.TABLE;
  private static final String KEY = "fingerprint";

  /** The row of the turns at GitHub, beside the alerts' rows. */
  private static final String TURNS = "github-turns";

  /** The key of an alert's row. The table has other items too, such as the turns at GitHub. */
  private static final Pattern ALERT = Pattern.compile("[0-9a-f]{64}");

  private static final String PACKED_EVENT = "packed_event";

  /** What a list shows; the event of a claim is most of a row, and is left out. */
  private static final List<String> LISTED =
      List.of(
          KEY,
          "status",
          "episode",
          "title",
          "priority",
          "team",
          "teams",
          "first_seen_at",
          "last_seen_at",
          "firing_at",
          "issue_repo",
          "issue_number",
          "parent",
          "manually_closed",
          "recent_event_ids",
          "pending.action",
          "pending.attempt",
          "pending.lease_expires_at",
          "pending.failure",
          "pending.refused");

  private final DynamoDbClient client;
  private final String table;

  public AlertTable(Endpoints endpoints, Endpoints.TableAt at) {
    this.client = AwsClients.build(DynamoDbClient.builder(), at.endpoint(), endpoints);
    this.table = at.table();
  }

  /**
   * Whole row.
   *
   * @param json every attribute, with the claimed event unpacked
   */
  public record FullRow(AlertRow row, String json) {}

  /**
   * The turns at GitHub.
   *
   * @param paidUntil until when the turns given out are paid for; later than now in a storm
   * @param silentUntil until when GitHub's rate limit is waited for
   */
  public record Turns(Optional<Instant> paidUntil, Optional<Instant> silentUntil) {}

  /** {@return every alert, in no order} */
  public List<AlertRow> all() {
    Map<String, String> names = new LinkedHashMap<>();
    List<String> paths = new ArrayList<>();
    for (String path : LISTED) {
      List<String> aliases = new ArrayList<>();
      for (String name : path.split("\\.", -1)) {
        names.put("#" + name, name);
        aliases.add("#" + name);
      }
      paths.add(String.join(".", aliases));
    }
    return AwsClients.ask(
        SERVICE,
        () ->
            client
                .scanPaginator(
                    scan ->
                        scan.tableName(table)
                            .projectionExpression(String.join(", ", paths))
                            .expressionAttributeNames(names))
                .items()
                .stream()
                .map(AlertRow::of)
                .filter(row -> ALERT.matcher(row.fingerprint()).matches())
                .toList());
  }

  /** {@return the alert with this fingerprint} */
  public Optional<FullRow> find(String fingerprint) {
    if (!ALERT.matcher(fingerprint).matches()) {
      return Optional.empty();
    }
    return item(fingerprint)
        .map(item -> new FullRow(AlertRow.of(item), json(item).toPrettyString()));
  }

  /** {@return the turns at GitHub; empty if none was given out yet} */
  public Optional<Turns> turns() {
    return item(TURNS)
        .map(AlertRow.Item::new)
        .map(item -> new Turns(item.time("requests_until"), item.time("silent_until")));
  }

  private Optional<Map<String, AttributeValue>> item(String key) {
    return Optional.of(
            AwsClients.ask(
                    SERVICE,
                    () ->
                        client.getItem(
                            get ->
                                get.tableName(table)
                                    .consistentRead(true)
                                    .key(Map.of(KEY, AttributeValue.fromS(key)))))
                .item())
        .filter(item -> !item.isEmpty());
  }

  private static ObjectNode json(Map<String, AttributeValue> item) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(item).forEach((name, value) -> put(json, name, value));
    return json;
  }

  private static void put(ObjectNode json, String name, AttributeValue value) {
    if (name.equals(PACKED_EVENT) && value.s() != null) {
      json.set("event", unpacked(value.s()));
    } else {
      json.set(name, json(value));
    }
  }

  private static JsonNode unpacked(String text) {
    try {
      return Json.read(BodyEncoding.GZIP_BASE64.decode(text), JsonNode.class);
    } catch (IllegalArgumentException e) {
      return JsonNodeFactory.instance.textNode(text);
    }
  }

  private static JsonNode json(AttributeValue value) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (value.type()) {
      case S -> make.textNode(value.s());
      case N -> make.numberNode(new java.math.BigDecimal(value.n()));
      case BOOL -> make.booleanNode(value.bool());
      case M -> json(value.m());
      case L -> make.arrayNode().addAll(value.l().stream().map(AlertTable::json).toList());
      case SS, NS, BS, B, NUL, UNKNOWN_TO_SDK_VERSION -> make.textNode(value.toString());
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
