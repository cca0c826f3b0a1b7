package org.pytorch.alerting.stepfunctions.server;

import java.util.regex.Pattern;

/**
 * Builds and checks ARNs and names, like AWS.
 *
 * @param region such as us-east-1
 */
record Arns(String region) {
  private static final String ACCOUNT = "123456789012";
  private static final int MAX_NAME_LENGTH = 80;
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\s?*<>{}\\[\\]\"#%\\\\^|~`$&,;:/\\x00-\\x1F\\x7F-\\x9F]");

  String stateMachine(String name) {
    return "arn:aws:states:%s:%s:stateMachine:%s".formatted(region, ACCOUNT, name);
  }

  String standardExecution(String machine, String name) {
    return "arn:aws:states:%s:%s:execution:%s:%s".formatted(region, ACCOUNT, machine, name);
  }

  /** An id distinguishes Express executions with the same name. */
  String expressExecution(String machine, String name, String id) {
    return "arn:aws:states:%s:%s:express:%s:%s:%s".formatted(region, ACCOUNT, machine, name, id);
  }

  /** Throws InvalidName for a name that AWS would refuse. */
  static String checkName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || FORBIDDEN.matcher(name).find()) {
      throw new ApiException("InvalidName", "Invalid Name: '%s'".formatted(name));
    }
    return name;
  }

  /** Throws InvalidArn for text that is not an ARN. */
  static String checkArn(String arn) {
    if (!arn.startsWith("arn:")) {
      throw new ApiException("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: %s'".formatted(arn));
    }
    return arn;
  }
}
