package org.pytorch.alerting.stack;

/** The port of each service on the loopback interface; 0 means any free port. */
public record Ports(
    int sqs,
    int sns,
    int dynamodb,
    int secretsManager,
    int stepFunctions,
    int lambda,
    int webhook,
    int github) {
  /** Free ports for all. */
  public static final Ports FREE = new Ports(0, 0, 0, 0, 0, 0, 0, 0);

  public static final int MAX_PORT = 65_535;

  public Ports {
    for (int port :
        new int[] {sqs, sns, dynamodb, secretsManager, stepFunctions, lambda, webhook, github}) {
      if (port < 0 || port > MAX_PORT) {
        throw new IllegalArgumentException("port is not from 0 to 65535: " + port);
      }
    }
  }
}
