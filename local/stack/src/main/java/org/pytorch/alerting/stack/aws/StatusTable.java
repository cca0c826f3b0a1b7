package org.pytorch.alerting.stack.aws;

import java.net.URI;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/** DynamoDB (DynamoDB Local, in memory) with the table of alert states. */
public final class StatusTable implements AutoCloseable {
  public static final String NAME = "alerts_state";

  private static final String KEY = "fingerprint";

  private final DynamoDBProxyServer server;
  private final URI uri;
  private final DynamoDbClient client;

  private StatusTable(DynamoDBProxyServer server, URI uri) {
    this.server = server;
    this.uri = uri;
    this.client = LocalClients.build(DynamoDbClient.builder(), uri);
  }

  /**
   * Starts DynamoDB Local and creates the table.
   *
   * @param port 0 for any free one
   */
  public static StatusTable start(int port) {
    int listen = port == 0 ? FreePort.find() : port;
    DynamoDBProxyServer server = started(listen);
    StatusTable table = new StatusTable(server, URI.create("http://127.0.0.1:" + listen));
    try {
      table.create();
      return table;
    } catch (RuntimeException e) {
      table.close();
      throw e;
    }
  }

  /** Not through the library's command line, which prints output and sends usage data. */
  private static DynamoDBProxyServer started(int port) {
    try {
      boolean inMemory = true;
      boolean oneDatabaseForAllRegions = true;
      boolean slowTransitions = false;
      DynamoDBProxyServer server =
          new DynamoDBProxyServer(
              port,
              new LocalDynamoDBServerHandler(
                  new LocalDynamoDBRequestHandler(
                      0, inMemory, null, oneDatabaseForAllRegions, slowTransitions),
                  null));
      server.start();
      return server;
    } catch (Exception e) { // which is what its methods declare
      throw new IllegalStateException("DynamoDB cannot start on port " + port, e);
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
    } catch (Exception e) { // which is what its method declares
      throw new IllegalStateException("DynamoDB does not stop", e);
    }
  }
}
