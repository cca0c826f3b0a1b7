package org.pytorch.alerting.decide.storm;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The new issues of one repository: one item in the table, changed by one conditional write. If it
 * is lost, all places are free again.
 *
 * @param version grows by one with every change, from 1; 0 if there is no item yet
 * @param entries the places in use, the oldest first, at most {@link #MAX_ENTRIES}
 */
public record StormBook(String repository, long version, List<Entry> entries) {
  /**
   * A policy's cap is not higher; without a limit, the item would grow with the issues that bypass
   * the cap.
   */
  public static final int MAX_ENTRIES = 1_000;

  /**
   * One new issue.
   *
   * @param at when its place was taken, in ms
   * @param until when it is forgotten, in ms
   */
  public record Entry(String episode, String rule, boolean bypasses, Instant at, Instant until) {
    public Entry {
      requireNonNull(episode, "episode is null");
      requireNonNull(rule, "rule is null");
      at = at.truncatedTo(ChronoUnit.MILLIS);
      until = until.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  public StormBook {
    requireNonNull(repository, "repository is null");
    entries = List.copyOf(entries);
    if (entries.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException("too many entries: " + entries.size());
    }
  }

  /** {@return an empty book for {@code repository}} */
  public static StormBook empty(String repository) {
    return new StormBook(repository, 0, List.of());
  }

  /** A place, and the book that has it: the same book if nothing has to be written. */
  public record Taken(Place place, StormBook next) {}

  /** {@return whether {@code request} gets a place} An episode that has one keeps it. */
  public Taken take(PlaceRequest request, Instant now) {
    List<Entry> alive = entries.stream().filter(entry -> entry.until().isAfter(now)).toList();
    if (alive.stream().anyMatch(entry -> entry.episode().equals(request.episode()))) {
      return new Taken(Place.GRANTED, this);
    }
    Instant from = now.minus(request.caps().per());
    Predicate<Entry> recent = entry -> entry.at().isAfter(from);
    long ofRule =
        alive.stream().filter(recent).filter(it -> it.rule().equals(request.rule())).count();
    if (ofRule >= request.caps().perRule()) {
      return new Taken(Place.RULE_FULL, this);
    }
    long counted = alive.stream().filter(recent).filter(it -> !it.bypasses()).count();
    if ((!request.bypasses() && counted >= request.caps().issues())
        || alive.size() == MAX_ENTRIES) {
      return new Taken(Place.REPOSITORY_FULL, this);
    }
    List<Entry> next = new ArrayList<>(alive);
    next.add(
        new Entry(
            request.episode(),
            request.rule(),
            request.bypasses(),
            now,
            now.plus(request.caps().per())));
    return new Taken(Place.GRANTED, new StormBook(repository, version + 1, next));
  }
}
