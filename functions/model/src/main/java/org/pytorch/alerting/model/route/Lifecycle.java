package org.pytorch.alerting.model.route;

import java.util.List;
import java.util.Optional;

/**
 * How loud an alert is and how long its issue lives. For an absent setting the built-in value
 * applies, as without a policy: quiet repeats, a reminder and reopening within 24 h, closed at once
 * when it resolves.
 *
 * @param reminder between two comments of an alert that goes on firing
 * @param reopen after its close an issue is used again for so long; 0 for never
 * @param holdClose how long a close is held back
 * @param groupBy the fields whose values alerts share that share one issue
 */
public record Lifecycle(
    Optional<Repeats> repeats,
    Optional<Span> reminder,
    Optional<Span> reopen,
    Optional<Span> holdClose,
    Optional<Closing> close,
    Optional<Storm> storm,
    Optional<List<String>> groupBy,
    Optional<OneShot> oneShot) {
  /** The default of the reminder and of the time for reopening. */
  public static final Span DAY = Span.of("24h");

  public Lifecycle {
    groupBy = groupBy.map(List::copyOf);
  }

  /** {@return no settings} */
  public static Lifecycle none() {
    return new Lifecycle(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** {@return these settings, completed from {@code defaults}} */
  public Lifecycle over(Lifecycle defaults) {
    return new Lifecycle(
        repeats.or(defaults::repeats),
        reminder.or(defaults::reminder),
        reopen.or(defaults::reopen),
        holdClose.or(defaults::holdClose),
        close.or(defaults::close),
        storm.map(own -> defaults.storm().map(own::over).orElse(own)).or(defaults::storm),
        groupBy.or(defaults::groupBy),
        oneShot.or(defaults::oneShot));
  }

  /**
   * {@return these settings without those that equal the built-in ones} Each state of an alert logs
   * them several times.
   */
  public Lifecycle withoutBuiltIn() {
    return new Lifecycle(
        repeats.filter(value -> value != Repeats.QUIET),
        reminder.filter(value -> !value.equals(DAY)),
        reopen.filter(value -> !value.equals(DAY)),
        holdClose.filter(value -> !value.equals(Span.ZERO)),
        close.filter(value -> value != Closing.ON_RESOLVE),
        storm.map(Storm::withoutBuiltIn).filter(value -> !value.equals(Storm.NONE)),
        groupBy.filter(fields -> !fields.isEmpty()),
        oneShot.filter(OneShot::isOne));
  }

  /** {@return the settings that apply to an issue that several alerts share} */
  Lifecycle ofSharedIssue() {
    return new Lifecycle(
        Optional.empty(),
        reminder,
        reopen,
        holdClose,
        close,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
