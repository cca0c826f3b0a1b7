package org.pytorch.alerting.console.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads an execution's history. The items of a Map are interleaved in it, so every event is placed
 * by the event that led to it.
 */
public final class History {
  private final Map<Long, Place> places = new HashMap<>();
  private final List<OpenVisit> containers = new ArrayList<>();
  private final OpenFlow root = new OpenFlow(Optional.empty(), -1, Instant.EPOCH);
  private Status status = Status.RUNNING;
  private Optional<Instant> startedAt = Optional.empty();
  private Optional<Instant> endedAt = Optional.empty();

  private History() {}

  /** {@return the run that {@code events} describe; they are in their order} */
  public static Run read(List<Event> events) {
    History history = new History();
    events.forEach(history::add);
    return new Run(
        history.status,
        history.startedAt.orElse(Instant.EPOCH),
        history.endedAt,
        history.root.visits(history.status));
  }

  /** Where an event is: in a flow, and in a state unless it is between two. */
  private record Place(OpenFlow flow, Optional<OpenVisit> visit) {}

  private void add(Event event) {
    Place before = places.getOrDefault(event.previousId(), new Place(root, Optional.empty()));
    places.put(event.id(), next(before, event));
  }

  private Place next(Place before, Event event) {
    String type = event.type();
    if (type.startsWith("Execution")) {
      return execution(before, event);
    }
    if (event.entersState()) {
      return entered(before, event);
    }
    if (event.exitsState()) {
      return exited(before, event);
    }
    if (type.startsWith("MapIteration")) {
      return iteration(before, event);
    }
    if (type.startsWith("MapState") || type.startsWith("ParallelState")) {
      return container(before, event);
    }
    before.visit().ifPresent(visit -> visit.add(event));
    return before;
  }

  private Place execution(Place before, Event event) {
    switch (event.type()) {
      case "ExecutionStarted" -> startedAt = Optional.of(event.at());
      case "ExecutionSucceeded" -> end(Status.SUCCEEDED, event);
      case "ExecutionFailed" -> end(Status.FAILED, event);
      case "ExecutionTimedOut" -> end(Status.TIMED_OUT, event);
      case "ExecutionAborted" -> end(Status.ABORTED, event);
      default -> {
        // Redriven executions go on; the later events tell how.
      }
    }
    return before;
  }

  private void end(Status how, Event event) {
    status = how;
    endedAt = Optional.of(event.at());
  }

  private Place entered(Place before, Event event) {
    // Within a Map or Parallel that has not been left, it is the first state of a branch.
    OpenFlow flow = before.visit().map(visit -> visit.item(0, event.at())).orElse(before.flow());
    OpenVisit visit =
        new OpenVisit(event, flow, before.visit().isPresent() ? Optional.empty() : flow.last());
    flow.visits.add(visit);
    if (visit.type.equals("Map")) {
      containers.add(visit);
    }
    return new Place(flow, Optional.of(visit));
  }

  private static Place exited(Place before, Event event) {
    Optional<OpenVisit> visit = enclosing(before, event.detail("name").orElse(""));
    visit.ifPresent(
        open -> {
          open.exitedAt = Optional.of(event.at());
          open.output = event.detail("output");
        });
    return new Place(visit.map(open -> open.flow).orElse(before.flow()), Optional.empty());
  }

  /** {@return the open state of this name around a place} */
  private static Optional<OpenVisit> enclosing(Place place, String name) {
    Optional<OpenVisit> visit = place.visit();
    Optional<OpenFlow> flow = Optional.of(place.flow());
    while (true) {
      if (visit.isPresent() && visit.get().name.equals(name)) {
        return visit;
      }
      if (flow.isEmpty()) {
        return Optional.empty();
      }
      visit = flow.get().owner;
      flow = visit.map(open -> open.flow);
    }
  }

  private Place iteration(Place before, Event event) {
    int index = event.detail("index").map(Integer::parseInt).orElse(0);
    String name = event.detail("name").orElse("");
    Optional<OpenVisit> map = enclosing(before, name).or(() -> open(name));
    if (map.isEmpty()) {
      return before;
    }
    if (event.type().equals("MapIterationStarted")) {
      return new Place(map.get().restart(index, event.at()), Optional.empty());
    }
    OpenFlow item = map.get().item(index, event.at());
    item.endedAt = Optional.of(event.at());
    item.status =
        switch (event.type()) {
          case "MapIterationSucceeded" -> Status.SUCCEEDED;
          case "MapIterationAborted" -> Status.ABORTED;
          default -> Status.FAILED;
        };
    return new Place(map.get().flow, map);
  }

  /** Some engines name no event before an item's first: it belongs to the Map begun last. */
  private Optional<OpenVisit> open(String map) {
    return containers.reversed().stream()
        .filter(visit -> visit.name.equals(map) && visit.exitedAt.isEmpty())
        .findFirst();
  }

  private static Place container(Place before, Event event) {
    String kind = event.type().startsWith("Map") ? "Map" : "Parallel";
    Optional<OpenVisit> visit = before.visit();
    Place place = before;
    while (visit.filter(open -> open.type.equals(kind)).isEmpty()) {
      Optional<OpenVisit> owner = place.flow().owner;
      if (owner.isEmpty()) {
        return before;
      }
      place = new Place(owner.get().flow, owner);
      visit = owner;
    }
    visit.orElseThrow().add(event);
    return new Place(visit.orElseThrow().flow, visit);
  }

  /** A flow while its events are read. */
  private static final class OpenFlow {
    private final Optional<OpenVisit> owner;
    private final int index;
    private final Instant startedAt;
    private final List<OpenVisit> visits = new ArrayList<>();
    private Optional<Instant> endedAt = Optional.empty();
    private Status status = Status.RUNNING;

    private OpenFlow(Optional<OpenVisit> owner, int index, Instant startedAt) {
      this.owner = owner;
      this.index = index;
      this.startedAt = startedAt;
    }

    private Optional<String> last() {
      return visits.isEmpty() ? Optional.empty() : Optional.of(visits.getLast().name);
    }

    private List<Visit> visits(Status how) {
      return visits.stream().map(visit -> visit.closed(how)).toList();
    }

    private Visit.Item closed(Status outer) {
      Status how =
          status != Status.RUNNING ? status : outer == Status.CAUGHT ? Status.ABORTED : outer;
      return new Visit.Item(index, how, startedAt, endedAt, visits(how));
    }
  }

  /** A visit while its events are read. */
  private static final class OpenVisit {
    private final String name;
    private final String type;
    private final OpenFlow flow;
    private final Optional<String> from;
    private final Instant enteredAt;
    private final Optional<String> input;
    private final List<Visit.Attempt> attempts = new ArrayList<>();
    private final Map<Integer, OpenFlow> items = new TreeMap<>();
    private Optional<Instant> exitedAt = Optional.empty();
    private boolean aborted;
    private Optional<String> output = Optional.empty();

    private OpenVisit(Event event, OpenFlow flow, Optional<String> from) {
      this.name = event.detail("name").orElse("");
      this.type = event.stateType();
      this.flow = flow;
      this.from = from;
      this.enteredAt = event.at();
      this.input = event.detail("input");
    }

    private OpenFlow item(int index, Instant at) {
      return items.computeIfAbsent(index, _ -> new OpenFlow(Optional.of(this), index, at));
    }

    /** A retried Map runs its items again; the last round counts. */
    private OpenFlow restart(int index, Instant at) {
      OpenFlow item = new OpenFlow(Optional.of(this), index, at);
      items.put(index, item);
      return item;
    }

    /** An event of the call that the state makes, or of the state's own work. */
    private void add(Event event) {
      String step = event.type();
      if (step.endsWith("Scheduled")
          || step.equals("MapStateStarted")
          || step.equals("ParallelStateStarted")) {
        endSilently(event);
        attempts.add(
            new Visit.Attempt(
                event.at(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                event.detail("parameters").or(() -> event.detail("input")),
                event.detail("resource")));
      } else if (step.endsWith("StateAborted")) {
        aborted = true;
      } else if (step.endsWith("Succeeded")) {
        attempts.add(ended(event));
      } else if (step.endsWith("Failed") || step.endsWith("TimedOut") || step.endsWith("Aborted")) {
        attempts.add(ended(event).failed(event.detail("error").orElse(step)));
      }
    }

    /** The history of a retried Map does not say when its previous attempt ended. */
    private void endSilently(Event next) {
      if (!attempts.isEmpty() && attempts.getLast().endedAt().isEmpty()) {
        String error = items.isEmpty() ? "failed" : "an item or a branch failed";
        attempts.add(ended(next).failed(error));
      }
    }

    /** {@return the last attempt, which ends with this event; it is no longer in the list} */
    private Visit.Attempt ended(Event event) {
      Visit.Attempt begun =
          attempts.isEmpty()
              ? new Visit.Attempt(
                  event.at(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty())
              : attempts.removeLast();
      return new Visit.Attempt(
          begun.startedAt(),
          Optional.of(event.at()),
          Optional.empty(),
          event.detail("cause"),
          begun.parameters(),
          begun.resource());
    }

    private Visit closed(Status outer) {
      boolean lastFailed = !attempts.isEmpty() && attempts.getLast().error().isPresent();
      Status how =
          exitedAt.isEmpty()
              ? unfinished(outer, lastFailed)
              : lastFailed ? Status.CAUGHT : Status.SUCCEEDED;
      return new Visit(
          name,
          type,
          from,
          enteredAt,
          exitedAt,
          input,
          output,
          how,
          attempts,
          items.values().stream().map(item -> item.closed(how)).toList());
    }

    /** A state that succeeded has been left; one that has not was stopped or has failed. */
    private Status unfinished(Status outer, boolean lastFailed) {
      if (aborted) {
        return Status.ABORTED;
      }
      if (outer == Status.RUNNING) {
        return Status.RUNNING;
      }
      if (type.equals("Fail")) {
        return Status.FAILED;
      }
      boolean endedTheFlow = outer == Status.FAILED && flow.visits.getLast() == this;
      if (lastFailed || hasFailedItem() || (endedTheFlow && items.isEmpty())) {
        return Status.FAILED;
      }
      return outer == Status.TIMED_OUT ? Status.TIMED_OUT : Status.ABORTED;
    }

    private boolean hasFailedItem() {
      return items.values().stream().anyMatch(item -> item.status == Status.FAILED);
    }
  }
}
