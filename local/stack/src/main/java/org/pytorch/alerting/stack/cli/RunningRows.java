package org.pytorch.alerting.stack.cli;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.pytorch.alerting.decide.dynamodb.DynamoDbAlertStateStore;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.stack.StackDescription;
import org.pytorch.alerting.stack.aws.LocalClients;

/** Reads what a running stack knows about an alert. */
final class RunningRows {
  private RunningRows() {}

  static Function<Fingerprint, Optional<StoredAlert>> of(StackDescription stack) {
    LocalClients.useInventedCredentials();
    return DynamoDbAlertStateStore.of(
            new Environment(
                Map.of(
                    "AWS_REGION", stack.region(),
                    "AWS_ENDPOINT_URL_DYNAMODB", stack.dynamodb().endpoint().toString())),
            stack.dynamodb().table())
        ::find;
  }
}
