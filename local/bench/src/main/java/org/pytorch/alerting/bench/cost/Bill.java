package org.pytorch.alerting.bench.cost;

/**
 * The usage of one alert in its own message, and the cost of a million. Prices are those of
 * docs/COSTS.md: us-east-1, without free tiers.
 *
 * @param lambdaRequests invocations
 * @param lambdaGbSeconds of all functions, arm64
 * @param expressMillis the duration of the execution
 * @param expressLogBytes of the state machine's log
 * @param functionLogBytes of the functions' logs
 * @param reads DynamoDB read units
 * @param writes DynamoDB write units
 * @param traces of X-Ray
 */
public record Bill(
    double lambdaRequests,
    double lambdaGbSeconds,
    double expressMillis,
    double expressLogBytes,
    double functionLogBytes,
    double reads,
    double writes,
    double traces) {
  private static final double MILLION = 1e6;

  // Dollars.
  private static final double LAMBDA_REQUEST = 0.20 / MILLION;
  private static final double LAMBDA_GB_SECOND = 0.0000133334;
  private static final double EXPRESS_REQUEST = 1.00 / MILLION;
  private static final double EXPRESS_GB_SECOND = 0.00001667;
  private static final double HTTP_API_REQUEST = 1.00 / MILLION;
  private static final double SNS_PUBLISH = 0.50 / MILLION;
  private static final double SQS_REQUEST = 0.40 / MILLION;
  private static final double LOG_BYTE = 0.50 / 1e9;
  private static final double READ_UNIT = 0.125 / MILLION;
  private static final double WRITE_UNIT = 0.625 / MILLION;
  private static final double TRACE = 5.00 / MILLION;

  /** Send, receive, delete. */
  private static final int SQS_REQUESTS = 3;

  /** An execution is billed for 64 MB, in steps of 100 ms. */
  private static final double EXPRESS_GB = 64.0 / 1_024;

  private static final int EXPRESS_STEP_MILLIS = 100;

  /** {@return a copy with another size of the state machine's log} */
  public Bill withExpressLog(double bytes) {
    return new Bill(
        lambdaRequests,
        lambdaGbSeconds,
        expressMillis,
        bytes,
        functionLogBytes,
        reads,
        writes,
        traces);
  }

  public double dollarsPerMillion() {
    return MILLION
        * (lambdaRequests * LAMBDA_REQUEST
            + lambdaGbSeconds * LAMBDA_GB_SECOND
            + EXPRESS_REQUEST
            + expressGbSeconds() * EXPRESS_GB_SECOND
            + HTTP_API_REQUEST
            + SNS_PUBLISH
            + SQS_REQUESTS * SQS_REQUEST
            + (expressLogBytes + functionLogBytes) * LOG_BYTE
            + reads * READ_UNIT
            + writes * WRITE_UNIT
            + traces * TRACE);
  }

  private double expressGbSeconds() {
    double billed = Math.ceil(expressMillis / EXPRESS_STEP_MILLIS) * EXPRESS_STEP_MILLIS;
    return EXPRESS_GB * billed / 1_000;
  }
}
