package org.pytorch.alerting.stack.exploration;

import static org.pytorch.alerting.stack.exploration.Statement.NEWEST_DECIDES;
import static org.pytorch.alerting.stack.exploration.Statement.NO_CLAIM_LEFT;
import static org.pytorch.alerting.stack.exploration.Statement.ONE_COMMENT;
import static org.pytorch.alerting.stack.exploration.Statement.ONE_ISSUE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.decide.AlertStatus;
import org.pytorch.alerting.decide.DecideRequest;
import org.pytorch.alerting.decide.Decider;
import org.pytorch.alerting.decide.Pending;
import org.pytorch.alerting.decide.RecordRequest;
import org.pytorch.alerting.decide.StoredAlert;
import org.pytorch.alerting.decide.StoredAlertBuilder;
import org.pytorch.alerting.decide.Transition;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Claim;
import org.pytorch.alerting.model.ClaimToken;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.EventId;

/** Faults put into the production code from outside, and what must be found wrong with them. */
enum PlantedFault {
  NO_LEASE_CHECK(Case.of("F1 F1 R2", "2 2 1 1"), ONE_ISSUE) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withDecider(
          decider ->
              (row, request, now) -> decider.apply(row.map(PlantedFault::lapsed), request, now));
    }
  },
  LEASE_SHORTER_THAN_AN_EXECUTION(Case.of("F1 F1 R2", "2 2 1 1"), ONE_ISSUE) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withDecider(_ -> new Decider(Duration.ofSeconds(60)));
    }
  },
  CLAIM_AND_STATUS_IN_TWO_WRITES(Case.of("F1 F1 R2", "2 2 1 1"), NEWEST_DECIDES) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withWrites(
          row ->
              row.pending().isPresent()
                  ? List.of(with(row, next -> next.pending(Optional.empty())), row)
                  : List.of(row));
    }
  },
  RECORD_WITHOUT_THE_TOKEN_CONDITION(Case.of("F1 F1 R2", "2 2 2 0"), ONE_ISSUE) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withRecorder(
          recorder ->
              (row, request, now) ->
                  recorder.apply(row.map(alert -> handedTo(alert, request)), request, now));
    }
  },
  MARKER_NOT_SEARCHED_ON_A_RETRY(Case.of("F1 F1 R2", "2 2 1 1"), ONE_ISSUE) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withGitHub(BlindIssues::new);
    }
  },
  EVENT_IDS_NOT_REMEMBERED(Case.of("F1 F1 R2", "2 2 1 1"), ONE_COMMENT) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withDecider(
          decider ->
              (row, request, now) ->
                  decider.apply(
                      row.map(alert -> with(alert, next -> next.recentEventIds(List.of()))),
                      request,
                      now));
    }
  },
  DUPLICATE_DELIVERY_COMMENTS_AGAIN(Case.of("F1 F1 R2", "2 2 1 1"), ONE_COMMENT) {
    @Override
    Protocol in(Protocol protocol) {
      // As if the event's id were made of something that is new with every delivery.
      return protocol.withDecider(
          decider -> (row, request, now) -> decider.apply(row, newlyNamed(row, request), now));
    }
  },
  TIE_RULE_REVERSED(Case.of("F1 F2 R2", "2 2 1 1"), NEWEST_DECIDES) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withDecider(
          decider -> (row, request, now) -> decider.apply(row, winningTies(row, request), now));
    }
  },
  HELP_NOT_FOLLOWED_BY_THE_OWN_EVENT(Case.of("F1 F1 R2", "2 2 1 1"), NEWEST_DECIDES) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withDecider(
          decider ->
              (row, request, now) -> answer(decider.apply(row, request, now), PlantedFault::asOwn));
    }
  },
  ACKNOWLEDGED_BEFORE_RECORDED(Case.of("F1 F1 R2", "2 2 1 1"), NO_CLAIM_LEFT) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.acknowledgingBeforeRecord();
    }
  },
  MANUALLY_CLOSED_NEVER_READ(Case.of("F1 F1 R2", "2 2 0 2"), NEWEST_DECIDES) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withDecider(
          decider ->
              (row, request, now) ->
                  decider.apply(
                      row.map(
                          alert -> with(alert, next -> next.manuallyClosedAt(Optional.empty()))),
                      request,
                      now));
    }
  };

  // A record of immutable values, which the checker cannot know of.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Case shows;

  private final Statement violated;

  PlantedFault(Case shows, Statement violated) {
    this.shows = shows;
    this.violated = violated;
  }

  /** {@return {@code protocol} with this fault} */
  abstract Protocol in(Protocol protocol);

  /** {@return one of the explorations in which it shows} */
  Case shows() {
    return shows;
  }

  /** {@return the statement that it violates} */
  Statement violated() {
    return violated;
  }

  /** Changes a row as a reader sees it; its version stays. */
  private static StoredAlert with(StoredAlert alert, UnaryOperator<StoredAlertBuilder> change) {
    return change.apply(alert.next(Age.NOW)).version(alert.version()).build();
  }

  private static StoredAlert lapsed(StoredAlert alert) {
    return with(
        alert,
        next ->
            next.pending(
                alert.pending().map(one -> held(one, one.token(), one.eventId(), Age.NOW))));
  }

  private static StoredAlert handedTo(StoredAlert alert, RecordRequest request) {
    Claim claim = request.claim();
    return with(
        alert,
        next ->
            next.pending(
                alert
                    .pending()
                    .map(one -> held(one, claim.token(), claim.eventId(), one.leaseExpiresAt()))));
  }

  private static Pending held(
      Pending pending, ClaimToken token, EventId eventId, Instant leaseExpiresAt) {
    return new Pending(
        pending.action(),
        eventId,
        pending.event(),
        token,
        pending.attempt(),
        pending.claimedAt(),
        leaseExpiresAt);
  }

  private static DecideRequest newlyNamed(Optional<StoredAlert> row, DecideRequest request) {
    EventId id = request.eventId();
    while (row.isPresent() && row.get().hasHandled(id)) {
      id = new EventId(id + "+");
    }
    return new DecideRequest(
        id,
        request.fingerprint(),
        request.event(),
        request.envelope(),
        request.token(),
        request.executionStartedAt());
  }

  private static DecideRequest winningTies(Optional<StoredAlert> row, DecideRequest request) {
    AlertEvent event = request.event();
    boolean tie =
        event.state() == AlertState.FIRING
            && row.filter(alert -> alert.status() == AlertStatus.CLOSED)
                .filter(alert -> alert.lastProviderStateAt().equals(event.occurredAt()))
                .isPresent();
    if (!tie) {
      return request;
    }
    Instant later = event.occurredAt().plusMillis(1);
    return new DecideRequest(
        request.eventId(),
        request.fingerprint(),
        event.toBuilder().occurredAt(later).build(),
        request.envelope(),
        request.token(),
        request.executionStartedAt());
  }

  private static Decision asOwn(Decision decision) {
    return new Decision(
        decision.action(),
        decision.reason(),
        decision.fingerprint(),
        decision.episode(),
        false,
        decision.claim(),
        decision.issue());
  }

  private static <A> Transition<A> answer(Transition<A> transition, UnaryOperator<A> change) {
    return switch (transition) {
      case Transition.Write<A>(StoredAlert next, A answer) ->
          new Transition.Write<>(next, change.apply(answer));
      case Transition.Keep<A>(A answer) -> new Transition.Keep<>(change.apply(answer));
      case Transition.Refuse<A> refusal -> refusal;
    };
  }
}
