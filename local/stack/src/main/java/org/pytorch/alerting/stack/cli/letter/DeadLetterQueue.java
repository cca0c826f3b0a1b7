package org.pytorch.alerting.stack.cli.letter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The dead-letter queue, and the queue that its messages are redriven to. */
public interface DeadLetterQueue {
  /** How long {@link #receive} hides a message; longer would look like new messages afterwards. */
  int HIDDEN_SECONDS = 30;

  /** SQS's limit of one receive and of one batch. */
  int BATCH = 10;

  /** Messages that are looked at; more are handled all at once. */
  int MAX_LETTERS = 500;

  /** {@return what is looked at, for people: such as {@code the local stack}} */
  String name();

  /** {@return the ending of the make targets, such as {@code -dev}; empty for the local stack} */
  String targetSuffix();

  /** {@return some messages that are visible, at most {@link #BATCH}; they are hidden now} */
  List<Letter> receiveBatch();

  /**
   * {@return the visible messages, at most a batch more than {@link #MAX_LETTERS}; they are hidden
   * now}
   */
  default List<Letter> receive() {
    List<Letter> letters = new ArrayList<>();
    List<Letter> batch = receiveBatch();
    while (!batch.isEmpty() && letters.size() < MAX_LETTERS) {
      letters.addAll(batch);
      batch = receiveBatch();
    }
    letters.addAll(batch);
    return letters;
  }

  /** Shows messages again that were received. */
  void release(List<Letter> letters);

  /** {@return the messages, which stay visible} */
  default List<Letter> peek() {
    List<Letter> letters = receive();
    release(letters);
    return letters;
  }

  /** Puts a message on the main queue; {@return its id there} */
  String send(String body, Map<String, String> attributes);

  void delete(Letter letter);
}
