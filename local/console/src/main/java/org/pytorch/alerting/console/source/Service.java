package org.pytorch.alerting.console.source;

/** What the console reads from. */
public enum Service {
  STEP_FUNCTIONS("Step Functions"),
  TABLE("DynamoDB"),
  QUEUES("SQS"),
  TOPIC("SNS"),
  WEBHOOK("The webhook"),
  GITHUB("GitHub"),
  FAULTS("The control API of the fake GitHub");

  private final String text;

  Service(String text) {
    this.text = text;
  }

  /** {@return its name at the beginning of a sentence} */
  public String text() {
    return text;
  }
}
