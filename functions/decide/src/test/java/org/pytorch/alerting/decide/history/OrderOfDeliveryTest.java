package org.pytorch.alerting.decide.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.UNKNOWN;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.rule.Recorder;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Decision;

/**
 * Whatever the order in which events of an alert are delivered, the last one that was said decides.
 * Nobody fails here and no person acts; {@link LifecycleHistoriesTest} has both.
 */
class OrderOfDeliveryTest {
  private static final int HISTORIES = 400;

  /** Of five and six messages there are too many orders to try each. */
  private static final int ORDERS = 24;

  private record Message(EventId eventId, AlertEvent event, Instant saidAt) {}

  /** The order of the rule, written down once more. */
  private static final Comparator<Message> ORDER =
      Comparator.comparing(Message::saidAt)
          .thenComparing(message -> message.event().occurredAt())
          .thenComparing(message -> message.event().state() == AlertState.RESOLVED);

  @Test
  void last_event_that_was_said_decides_in_every_order_of_delivery() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      List<Message> messages = messages(random);
      AlertState last = Collections.max(messages, ORDER).event().state();
      for (List<Message> order : orders(messages, random)) {
        Delivery delivery = new Delivery(random);
        delivery.deliver(order);

        String name = "seed %d: %s".formatted(seed, order);
        assertThat(delivery.row.orElseThrow().status())
            .as(name)
            .isEqualTo(last == AlertState.FIRING ? AlertStatus.OPEN : AlertStatus.CLOSED);
        assertThat(delivery.github.issues.stream().filter(issue -> issue.open).count())
            .as(name)
            .isEqualTo(last == AlertState.FIRING ? 1 : 0);
      }
    }
  }

  /** Up to six messages, with few times so that there are many ties. */
  private static List<Message> messages(Random random) {
    List<Message> messages = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      AlertState state = random.nextBoolean() ? AlertState.FIRING : AlertState.RESOLVED;
      Instant occurredAt = T0.plusSeconds(random.nextInt(3));
      Instant saidAt = NOW.plusSeconds(50L * random.nextInt(5));
      messages.add(new Message(EventId.of("m" + i, 0), Alerts.event(state, occurredAt), saidAt));
    }
    return messages;
  }

  private static List<List<Message>> orders(List<Message> messages, Random random) {
    if (messages.size() <= 4) {
      return permutations(messages);
    }
    List<List<Message>> orders = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      List<Message> order = new ArrayList<>(messages);
      Collections.shuffle(order, random);
      orders.add(order);
    }
    return orders;
  }

  private static List<List<Message>> permutations(List<Message> messages) {
    if (messages.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Message>> all = new ArrayList<>();
    for (Message first : messages) {
      List<Message> others = new ArrayList<>(messages);
      others.remove(first);
      for (List<Message> rest : permutations(others)) {
        List<Message> order = new ArrayList<>(List.of(first));
        order.addAll(rest);
        all.add(order);
      }
    }
    return all;
  }

  /** The pipeline without faults. Time is virtual, and no message arrives before it was said. */
  private static final class Delivery {
    private final Rule<DecideRequest, Decision> decider =
        Alerts.atOnce(new Decider(Alerts.REPOSITORY));
    private final Recorder recorder = new Recorder();
    private final Random random;
    final LifecycleGitHub github = new LifecycleGitHub();
    Optional<StoredAlert> row = Optional.empty();
    private Instant now = NOW;
    private int executions;

    Delivery(Random random) {
      this.random = random;
    }

    void deliver(List<Message> order) {
      List<Message> waiting = new ArrayList<>();
      for (Message message : order) {
        now = now.isBefore(message.saidAt()) ? message.saidAt() : now;
        now = now.plusSeconds(random.nextInt(30));
        handle(message, waiting);
        if (random.nextInt(3) == 0) {
          handle(order.get(random.nextInt(order.size())), waiting);
        }
      }
      now = now.plusSeconds(600);
      Collections.shuffle(waiting, random);
      List<Message> never = new ArrayList<>();
      waiting.forEach(message -> handle(message, never));
      assertThat(never).as("messages that wait after the window").isEmpty();
    }

    private void handle(Message message, List<Message> waiting) {
      if (message.saidAt().isAfter(now)) {
        return; // A duplicate of a message that is not said yet.
      }
      executions++;
      DecideRequest request =
          new DecideRequest(
              message.eventId(),
              FINGERPRINT,
              message.event(),
              message.saidAt(),
              new ClaimToken("x" + executions + "#0"),
              now);
      switch (decider.apply(row.orElse(UNKNOWN), request, now)) {
        case Transition.Write<Decision>(StoredAlert next, Decision decision) -> {
          row = Optional.of(next);
          if (decision instanceof Decision.Act act) {
            settle(act);
          }
        }
        case Transition.Keep<Decision>(Decision.Postpone postpone) -> {
          assertThat(postpone.retryAt()).isAfter(now);
          waiting.add(message);
        }
        case Transition.Keep<Decision> _ -> {}
        case Transition.TakeTurn<Decision> wanted -> throw new AssertionError(wanted);
        case Transition.TakePlace<Decision> wanted -> throw new AssertionError(wanted);
        case Transition.Refuse<Decision>(var reason) -> throw reason;
      }
    }

    private void settle(Decision.Act decision) {
      RecordRequest request = RecordRequest.settle(decision, github.act(decision));
      row = Optional.of(Alerts.written(recorder.apply(row.orElse(UNKNOWN), request, now)).next());
    }
  }
}
