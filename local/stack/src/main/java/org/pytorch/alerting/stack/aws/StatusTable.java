package org.pytorch.alerting.stack.aws;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.pytorch.alerting.model.json.Json;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/** DynamoDB (DynamoDB Local) with the table of alert states. */
public final class StatusTable implements AutoCloseable {
  public static final String NAME = "alerts_state";

  private static final String KEY = "fingerprint";
  private static final int NO_PORT = 0;
  private static final boolean ONE_DATABASE_FOR_ALL_REGIONS = true;
  private static final boolean SLOW_TRANSITIONS = false;

  private final Server server;
  private final LocalDynamoDBRequestHandler database;
  private final URI uri;
  private final DynamoDbClient client;

  private StatusTable(Server server, LocalDynamoDBRequestHandler database, int port) {
    this.server = server;
    this.database = database;
    this.uri = URI.create("http://127.0.0.1:" + port);
    this.client = LocalClients.build(DynamoDbClient.builder(), uri);
  }

  /**
   * Starts DynamoDB Local, and creates the table in its memory.
   *
   * @param port 0 for any free one
   */
  public static StatusTable start(int port) {
    return start(
        port,
        () ->
            new LocalDynamoDBRequestHandler(
                NO_PORT, true, null, ONE_DATABASE_FOR_ALL_REGIONS, SLOW_TRANSITIONS));
  }

  /**
   * Starts DynamoDB Local and creates the table, if it does not exist.
   *
   * @param port 0 for any free one
   * @param folder keeps the items
   */
  public static StatusTable start(int port, Path folder) {
    return start(
        port,
        () ->
            new LocalDynamoDBRequestHandler(
                NO_PORT, false, folder.toString(), ONE_DATABASE_FOR_ALL_REGIONS, SLOW_TRANSITIONS));
  }

  private static StatusTable start(int port, Callable<LocalDynamoDBRequestHandler> open) {
    StatusTable table = started(port, open);
    try {
      if (!table.client.listTables().tableNames().contains(NAME)) {
        table.create();
      }
      return table;
    } catch (RuntimeException e) {
      table.close();
      throw e;
    }
  }

  /**
   * Not through the library's command line, which prints output, nor through its server, which
   * listens on every address of the machine; both send usage data.
   */
  private static StatusTable started(int port, Callable<LocalDynamoDBRequestHandler> open) {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    try {
      LocalDynamoDBRequestHandler database = open.call();
      server.setHandler(new LocalDynamoDBServerHandler(database, null));
      server.start();
      return new StatusTable(server, database, connector.getLocalPort());
    } catch (Exception e) { // which is what its methods declare
      throw new IllegalStateException(
          "DynamoDB cannot start on port %d: %s".formatted(port, e.getMessage()), e);
    }
  }

  private void create() {
    client.createTable(
        table ->
            table
                .tableName(NAME)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder().attributeName(KEY).keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName(KEY)
                        .attributeType(ScalarAttributeType.S)
                        .build()));
    client.updateTimeToLive(
        table ->
            table
                .tableName(NAME)
                .timeToLiveSpecification(ttl -> ttl.attributeName("ttl_expires_at").enabled(true)));
  }

  /**
   * Ends the leases of the claims that are still held. Their holders ended with the process before,
   * and the alerts would wait for up to five minutes. What the holders had sent is searched for, as
   * after every claim whose lease expired.
   */
  public void endClaims(Instant now) {
    AttributeValue held = AttributeValue.fromBool(true);
    client
        .scanPaginator(
            scan ->
                scan.tableName(NAME)
                    .filterExpression("pending.held = :held")
                    .expressionAttributeValues(Map.of(":held", held)))
        .items()
        .forEach(
            row ->
                client.updateItem(
                    update ->
                        update
                            .tableName(NAME)
                            .key(
                                Map.of(
                                    KEY, requireNonNull(row.get(KEY), "an item without its key")))
                            .updateExpression("SET pending.lease_expires_at = :now")
                            .expressionAttributeValues(
                                Map.of(":now", AttributeValue.fromS(Json.format(now))))));
  }

  public URI uri() {
    return uri;
  }

  public DynamoDbClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    try {
      server.stop();
      database.shutdown();
    } catch (Exception e) { // which is what its method declares
      throw new IllegalStateException("DynamoDB does not stop", e);
    }
  }
}
