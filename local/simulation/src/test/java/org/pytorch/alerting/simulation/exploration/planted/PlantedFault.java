package org.pytorch.alerting.simulation.exploration.planted;

import static org.pytorch.alerting.simulation.exploration.invariant.Invariant.FIRING_IS_VISIBLE;
import static org.pytorch.alerting.simulation.exploration.invariant.Invariant.LAST_EVENT_DECIDES;
import static org.pytorch.alerting.simulation.exploration.invariant.Invariant.NO_CLAIM_LEFT;
import static org.pytorch.alerting.simulation.exploration.invariant.Invariant.ONE_COMMENT;
import static org.pytorch.alerting.simulation.exploration.invariant.Invariant.ONE_ISSUE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.StepError;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.StoredAlertBuilder;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.decide.turn.TurnRequest;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubRejectedException;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.github.issue.Closer;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.simulation.exploration.Case;
import org.pytorch.alerting.simulation.exploration.invariant.Invariant;
import org.pytorch.alerting.simulation.exploration.model.Age;
import org.pytorch.alerting.simulation.exploration.model.ModelIssue;
import org.pytorch.alerting.simulation.exploration.model.Protocol;
import org.pytorch.alerting.simulation.exploration.step.Requests;

/** Faults planted in the production code, with the invariant that each violates. */
enum PlantedFault {
  NO_LEASE_CHECK(Case.of("loud F1 F1 R2", "2 2 1 1"), ONE_ISSUE) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withDecider(
          decider -> (row, request, now) -> decider.apply(expired(row), request, now));
    }
  },
  LEASE_SHORTER_THAN_AN_EXECUTION(Case.of("loud F1 F1 R2", "2 2 1 1"), ONE_ISSUE) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withDecider(_ -> new Decider(ModelIssue.REPO, Duration.ofSeconds(60)));
    }
  },
  CLAIM_AND_STATUS_IN_TWO_WRITES(Case.of("loud F1 F1 R2", "2 2 1 1"), LAST_EVENT_DECIDES) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withWrites(
          row ->
              row.pending().isPresent()
                  ? List.of(with(row, next -> next.pending(Optional.empty())), row)
                  : List.of(row));
    }
  },
  RECORD_WITHOUT_THE_TOKEN_CONDITION(Case.of("loud F1 F1 R2", "2 2 2 0"), ONE_ISSUE) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withRecorder(
          recorder ->
              (row, request, now) -> recorder.apply(heldByRequester(row, request), request, now));
    }
  },
  MARKER_NOT_SEARCHED_ON_A_RETRY(Case.of("loud F1 F1 R2", "2 2 1 1"), ONE_ISSUE) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withGitHub(BlindIssues::new);
    }
  },
  EVENT_IDS_NOT_REMEMBERED(Case.of("loud F1 F1 R2", "2 2 1 1"), ONE_COMMENT) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withDecider(
          decider ->
              (row, request, now) ->
                  decider.apply(with(row, next -> next.recentEventIds(List.of())), request, now));
    }
  },
  DUPLICATE_DELIVERY_COMMENTS_AGAIN(Case.of("loud F1 F1 R2", "2 2 1 1"), ONE_COMMENT) {
    @Override
    Protocol in(Protocol protocol) {
      // As if the event id changed with every delivery.
      return protocol.withDecider(
          decider -> (row, request, now) -> decider.apply(row, withNewId(row, request), now));
    }
  },
  PROVIDERS_CLOCK_ALONE_DECIDES(Case.of("loud F1 R2 F1", "2 2 1 1"), LAST_EVENT_DECIDES) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withDecider(
          decider ->
              (row, request, now) ->
                  decider.apply(
                      with(row, next -> next.lastSaidAt(row.lastProviderStateAt())),
                      saidAtProviderTime(request),
                      now));
    }
  },
  NEWER_FIRING_LEFT_ALONE_AFTER_A_PERSONS_CLOSE(
      Case.of("loud F1 F2 F3", "2 2 0 2"), LAST_EVENT_DECIDES) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withDecider(
          decider -> (row, request, now) -> decider.apply(row, asRepeat(row, request), now));
    }
  },
  WHAT_MAY_HAVE_BEEN_SENT_IS_FORGOTTEN(Case.of("loud F1 F1 R2", "2 2 1 1"), ONE_ISSUE) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withDecider(
          decider ->
              (row, request, now) ->
                  changed(decider.apply(row, request, now), PlantedFault::withoutWindow));
    }
  },
  UNKNOWN_OUTCOME_COUNTS_AS_NOTHING_SENT(Case.of("loud F1 F1 R2", "2 2 1 1"), ONE_ISSUE) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withRecorder(
          recorder -> (row, request, now) -> recorder.apply(row, nothingSent(request), now));
    }
  },
  GIVEN_UP_WITHOUT_THE_DEAD_LETTER_QUEUE(Case.of("loud F1 F1 R2", "2 2 1 1"), FIRING_IS_VISIBLE) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withRecorder(
          recorder -> (row, request, now) -> recorder.apply(row, givenUpAtOnce(request), now));
    }
  },
  REOPENED_ISSUE_NOT_CHECKED(Case.of("loud F1 R2 F3", "2 2 0 2"), ONE_ISSUE) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withDecider(
          decider ->
              (row, request, now) ->
                  changed(decider.apply(row, request, now), PlantedFault::withoutFormerIssue));
    }
  },
  BOTS_CLOSE_COUNTS_AS_A_PERSONS(Case.of("loud F1 F1 R2", "2 2 1 1"), LAST_EVENT_DECIDES) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withGitHub(
          issues ->
              new ChangedIssues(
                  issues, issue -> issue.closer().isPresent() ? closedByPerson(issue) : issue));
    }
  },
  MARKER_COUNTS_ON_THE_LAST_LINE_ONLY(Case.of("loud F1 F1 R2", "2 2 1 1"), ONE_ISSUE) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withGitHub(issues -> new ChangedIssues(issues, PlantedFault::lastLine));
    }
  },
  HELP_NOT_FOLLOWED_BY_THE_OWN_EVENT(Case.of("loud F1 F1 R2", "2 2 1 1"), LAST_EVENT_DECIDES) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withDecider(
          decider ->
              (row, request, now) ->
                  changed(decider.apply(row, request, now), PlantedFault::asOwn));
    }
  },
  ACKNOWLEDGED_BEFORE_RECORDED(Case.of("loud F1 F1 R2", "2 2 1 1"), NO_CLAIM_LEFT) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.acknowledgingBeforeRecord();
    }
  },
  CLOSE_SEEN_BY_A_REFRESH_IS_FORGOTTEN(Case.of("F1 F2 F3", "2 2 0 2"), LAST_EVENT_DECIDES) {
    @Override
    Protocol in(Protocol protocol) {
      return MANUALLY_CLOSED_NEVER_READ.in(protocol);
    }
  },
  MANUALLY_CLOSED_NEVER_READ(Case.of("loud F1 F2 F3", "2 2 0 2"), LAST_EVENT_DECIDES) {
    @Override
    Protocol in(Protocol protocol) {
      return protocol.withRecorder(
          recorder -> (row, request, now) -> recorder.apply(row, asDone(request), now));
    }
  };

  // A record of immutable values; the checker cannot tell.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Case foundBy;

  private final Invariant violated;

  PlantedFault(Case foundBy, Invariant violated) {
    this.foundBy = foundBy;
    this.violated = violated;
  }

  /** {@return {@code protocol} with this fault} */
  abstract Protocol in(Protocol protocol);

  /** {@return an exploration that finds it} */
  Case foundBy() {
    return foundBy;
  }

  /** {@return the invariant that it violates} */
  Invariant violated() {
    return violated;
  }

  /** Changes a row as a rule reads it; its version is unchanged. */
  private static StoredAlert with(StoredAlert alert, UnaryOperator<StoredAlertBuilder> change) {
    return alert.isUnknown()
        ? alert
        : change.apply(alert.next(Age.NOW)).version(alert.version()).build();
  }

  private static StoredAlert expired(StoredAlert alert) {
    return with(
        alert,
        next ->
            next.pending(
                alert.pending().map(one -> held(one, one.token(), one.eventId(), Age.NOW))));
  }

  private static StoredAlert heldByRequester(StoredAlert alert, RecordRequest request) {
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
    return pending.with().eventId(eventId).token(token).leaseExpiresAt(leaseExpiresAt).build();
  }

  private static DecideRequest withNewId(StoredAlert row, DecideRequest request) {
    EventId id = request.eventId();
    while (row.hasHandled(id)) {
      id = new EventId(id + "+");
    }
    return new DecideRequest(
        id,
        request.fingerprint(),
        request.event(),
        request.saidAt(),
        request.token(),
        request.executionStartedAt());
  }

  private static DecideRequest asRepeat(StoredAlert row, DecideRequest request) {
    return row.firingAt()
        .filter(_ -> row.isManuallyClosed())
        .filter(_ -> request.event().state() == AlertState.FIRING)
        .map(
            reported ->
                new DecideRequest(
                    request.eventId(),
                    request.fingerprint(),
                    request.event().toBuilder().occurredAt(reported).build(),
                    request.saidAt(),
                    request.token(),
                    request.executionStartedAt()))
        .orElse(request);
  }

  private static RecordRequest asDone(RecordRequest request) {
    return request
        .outcome()
        .filter(outcome -> outcome.result() == Outcome.Result.MANUALLY_CLOSED)
        .map(
            outcome ->
                RecordRequest.settle(
                    request.decision(),
                    new Outcome(Outcome.Result.DONE, outcome.issue(), Optional.empty())))
        .orElse(request);
  }

  private static Decision withoutFormerIssue(Decision decision) {
    return changed(decision, act -> act.withFormerIssue(Optional.empty()));
  }

  private static Decision changed(Decision decision, UnaryOperator<Decision.Act> change) {
    return decision instanceof Decision.Act act ? change.apply(act) : decision;
  }

  private static DecideRequest saidAtProviderTime(DecideRequest request) {
    return new DecideRequest(
        request.eventId(),
        request.fingerprint(),
        request.event(),
        request.event().occurredAt(),
        request.token(),
        request.executionStartedAt());
  }

  private static Decision withoutWindow(Decision decision) {
    return changed(
        decision,
        act ->
            Requests.withClaim(
                act,
                new Claim(
                    act.claim().eventId(),
                    act.claim().saidAt(),
                    act.claim().token(),
                    act.claim().attempt(),
                    act.claim().claimedAt(),
                    Optional.empty(),
                    act.claim().repository())));
  }

  private static RecordRequest nothingSent(RecordRequest request) {
    boolean unknown =
        request
            .error()
            .filter(error -> error.error().equals(GitHubUnavailableException.class.getName()))
            .isPresent();
    return unknown
        ? RecordRequest.release(
            request.decision(),
            new StepError(GitHubNotAskedException.class.getName(), Optional.empty()),
            false)
        : request;
  }

  private static RecordRequest givenUpAtOnce(RecordRequest request) {
    boolean rejected =
        request
            .error()
            .filter(error -> error.error().equals(GitHubRejectedException.class.getName()))
            .isPresent();
    return rejected
        ? RecordRequest.settle(
            request.decision(),
            new Outcome(Outcome.Result.GIVEN_UP, Optional.empty(), Optional.empty()))
        : request;
  }

  private static Issue closedByPerson(Issue issue) {
    return changed(issue, Optional.of(new Closer("kim", Closer.Kind.PERSON)), issue.body());
  }

  private static Issue lastLine(Issue issue) {
    return changed(
        issue, issue.closer(), issue.body().substring(issue.body().lastIndexOf('\n') + 1));
  }

  private static Issue changed(Issue issue, Optional<Closer> closer, String body) {
    return new Issue(
        issue.ref(),
        issue.open(),
        issue.ours(),
        closer,
        issue.closedAsDuplicate(),
        issue.locked(),
        issue.comments(),
        issue.createdAt(),
        issue.updatedAt(),
        issue.title(),
        body,
        issue.labels());
  }

  private static Decision asOwn(Decision decision) {
    return changed(decision, act -> act.withHelp(false));
  }

  private static <A> Transition<A> changed(Transition<A> transition, UnaryOperator<A> change) {
    return switch (transition) {
      case Transition.Write<A>(StoredAlert next, A value) ->
          new Transition.Write<>(next, change.apply(value));
      case Transition.Keep<A>(A value) -> new Transition.Keep<>(change.apply(value));
      case Transition.Refuse<A> refusal -> refusal;
      case Transition.TakePlace<A>(var wanted, var then) ->
          new Transition.TakePlace<>(wanted, place -> changed(then.apply(place), change));
      case Transition.TakeTurn<A>(TurnRequest wanted, var then) ->
          new Transition.TakeTurn<>(wanted, turn -> changed(then.apply(turn), change));
    };
  }
}
