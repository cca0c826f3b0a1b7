package org.pytorch.alerting.stack.aws;

/**
 * The invented AWS account of the stack.
 *
 * @param region such as {@code us-east-1}
 * @param id twelve digits
 */
public record AwsAccount(String region, String id) {
  /** The account id of AWS's documentation examples. */
  public static final AwsAccount LOCAL = new AwsAccount("us-east-1", "123456789012");

  /** {@return the ARN of {@code resource} of {@code service}} */
  public String arn(String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, region, id, resource);
  }
}
