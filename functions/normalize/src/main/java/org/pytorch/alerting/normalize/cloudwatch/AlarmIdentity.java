package org.pytorch.alerting.normalize.cloudwatch;

import java.util.Optional;

/**
 * The alarm that a message is about, as far as the message identifies it.
 *
 * @param account the id of its AWS account
 * @param region the region's code
 */
record AlarmIdentity(
    Optional<String> name,
    Optional<String> account,
    Optional<String> region,
    Optional<AlarmArn> arn) {
  /** {@return its ARN, or else its name; the same in every format} */
  Optional<String> id() {
    return fullArn().map(AlarmArn::toString).or(this::name);
  }

  /** {@return its page in the console} */
  Optional<String> consoleUrl() {
    return fullArn().flatMap(AlarmArn::consoleUrl);
  }

  private Optional<AlarmArn> fullArn() {
    return arn.or(
        () ->
            region.flatMap(
                code -> account.flatMap(id -> name.flatMap(n -> AlarmArn.build(code, id, n)))));
  }
}
