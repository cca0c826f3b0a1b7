package org.pytorch.alerting.normalize.cloudwatch;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The ARN of a CloudWatch alarm, {@code
 * arn:<partition>:cloudwatch:<region>:<account>:alarm:<name>}. The name may have colons and spaces.
 *
 * @param region the region's code, such as {@code eu-west-1}
 * @param account twelve digits
 */
record AlarmArn(String partition, String region, String account, String name) {
  /** The partitions of AWS's SDKs besides {@code aws}, by the first part of their regions. */
  private static final Map<String, String> PARTITIONS =
      Map.of(
          "cn-", "aws-cn",
          "us-gov-", "aws-us-gov",
          "us-iso-", "aws-iso",
          "us-isob-", "aws-iso-b",
          "eu-isoe-", "aws-iso-e",
          "us-isof-", "aws-iso-f",
          "eusc-", "aws-eusc");

  private static final Pattern PARTITION = Pattern.compile("aws[a-z-]*");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d+");

  /**
   * In characters. The pattern recurses for each hyphen, so a long text would overflow the stack.
   */
  private static final int MAX_REGION_LENGTH = 50;

  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

  /** The name is the seventh part and may itself have colons. */
  private static final int PARTS = 7;

  /** {@return {@code text} as an ARN, or empty if it is not an alarm's ARN} */
  static Optional<AlarmArn> parse(String text) {
    String[] parts = text.strip().split(":", PARTS);
    boolean alarm =
        parts.length == PARTS
            && parts[0].equals("arn")
            && PARTITION.matcher(parts[1]).matches()
            && parts[2].equals("cloudwatch")
            && isRegion(parts[3])
            && ACCOUNT.matcher(parts[4]).matches()
            && parts[5].equals("alarm")
            && !parts[6].isBlank();
    return alarm
        ? Optional.of(new AlarmArn(parts[1], parts[3], parts[4], parts[6]))
        : Optional.empty();
  }

  /** {@return the ARN of the alarm {@code name}, if region and account are well-formed} */
  static Optional<AlarmArn> build(String region, String account, String name) {
    return parse(
        "arn:%s:cloudwatch:%s:%s:alarm:%s".formatted(partitionOf(region), region, account, name));
  }

  /** {@return whether {@code text} is a region's code, not its display name} */
  static boolean isRegion(String text) {
    return text.length() <= MAX_REGION_LENGTH && REGION.matcher(text).matches();
  }

  /** {@return the alarm's page in the console, if the partition's console is known} */
  Optional<String> consoleUrl() {
    return consoleHost()
        .map(
            host ->
                "https://%s.%s/cloudwatch/home?region=%s#alarmsV2:alarm/%s"
                    .formatted(region, host, region, encoded(name)));
  }

  @Override
  public String toString() {
    return String.join(":", "arn", partition, "cloudwatch", region, account, "alarm", name);
  }

  private Optional<String> consoleHost() {
    return switch (partition) {
      case "aws" -> Optional.of("console.aws.amazon.com");
      case "aws-cn" -> Optional.of("console.amazonaws.cn");
      case "aws-us-gov" -> Optional.of("console.amazonaws-us-gov.com");
      default -> Optional.empty();
    };
  }

  private static String partitionOf(String region) {
    return PARTITIONS.entrySet().stream()
        .filter(partition -> region.startsWith(partition.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("aws");
  }

  private static String encoded(String name) {
    // The console decodes percent signs only; it would leave a plus as it is.
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
