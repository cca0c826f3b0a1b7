package org.pytorch.alerting.stack.cli.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.stack.cli.letter.Letter;

/** Where the traces of an alert are. */
public interface Sources {
  /** {@return what is looked at, for people: such as {@code the local stack}} */
  String name();

  /** {@return the ending of the make targets, such as {@code -dev}; empty for the local stack} */
  String targetSuffix();

  /** {@return each place that is searched, and how far back it goes} */
  List<String> places();

  /** {@return the functions' log lines that contain one of {@code texts}, oldest first} */
  List<JsonNode> log(Collection<String> texts);

  /** {@return the row of an alert in the table} */
  Optional<JsonNode> row(String fingerprint);

  /** {@return the rows whose issue has this number} */
  List<JsonNode> rowsOfIssue(long number);

  /** {@return the rows of the alerts that share the issue of this one} */
  List<JsonNode> rowsOfMembers(String fingerprint);

  /** {@return all messages in the dead-letter queue} */
  List<Letter> letters();

  /** {@return the input of the first execution for a message, if it is still known} */
  Optional<JsonNode> input(String messageId);

  /** {@return what GitHub says of an issue, such as {@code acme/alerts#1}; empty if not asked} */
  Optional<String> issue(String issue);
}
