package org.pytorch.alerting.statemachine.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.engine.DataLimit;
import org.pytorch.alerting.statemachine.engine.Engine;
import org.pytorch.alerting.statemachine.script.Backend;
import org.pytorch.alerting.statemachine.script.Call;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Messages;
import org.pytorch.alerting.statemachine.script.Script;

/**
 * One scenario of the state machine: the responses of its functions and its queue, and the expected
 * result. The same on every engine.
 *
 * @param name a sentence
 * @param input the input from the starter
 * @param error the expected error of the execution; empty if it must succeed
 * @param calls every expected call, as words; the order does not count for a message with several
 *     alerts, whose calls interleave
 * @param ordered whether the order of the calls counts
 * @param needed the data limit that it requires
 * @param check further checks
 */
public record Scenario(
    String name,
    JsonNode input,
    Map<Callee, Script> scripts,
    Optional<String> error,
    List<Callee> calls,
    boolean ordered,
    Optional<DataLimit> needed,
    Consumer<Engine.Result> check) {

  /** {@return a builder of a scenario} */
  public static Builder scenario(String name) {
    return new Builder(name);
  }

  public Engine.Result run(Engine engine, Definition definition) {
    return engine.run(definition, input, new Backend(scripts));
  }

  /** Fails unless {@code result} is the expected one. */
  public void verify(Engine.Result result) {
    assertThat(result.error())
        .as("%s: error, with cause %s", name, result.cause())
        .isEqualTo(error);
    assertThat(result.status()).as(name).isEqualTo(error.isPresent() ? "FAILED" : "SUCCEEDED");
    List<Callee> made = result.calls().stream().map(Call::callee).toList();
    if (ordered) {
      assertThat(made).as("%s: calls", name).isEqualTo(calls);
    } else {
      assertThat(made)
          .as("%s: calls in any order", name)
          .containsExactlyInAnyOrderElementsOf(calls);
    }
    check.accept(result);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Builds a scenario; the calls read like a sentence. */
  public static final class Builder {
    private final String name;
    private final Map<Callee, Script> scripts = new EnumMap<>(Callee.class);
    private JsonNode input = Messages.input();
    private boolean ordered = true;
    private Optional<DataLimit> needed = Optional.empty();
    private Consumer<Engine.Result> check = result -> {};

    private Builder(String name) {
      this.name = name;
      scripts.put(Callee.NORMALIZE, Messages.alerts(1));
    }

    public Builder normalize(Script... responses) {
      return script(Callee.NORMALIZE, Script.inOrder(responses));
    }

    public Builder decide(Script... responses) {
      return script(Callee.DECIDE, Script.inOrderForEachEvent(responses));
    }

    public Builder github(Script... responses) {
      return script(Callee.GITHUB, Script.inOrderForEachEvent(responses));
    }

    public Builder record(Script... responses) {
      return script(Callee.RECORD, Script.inOrderForEachEvent(responses));
    }

    public Builder queue(Script... responses) {
      return script(Callee.QUARANTINE, Script.inOrder(responses));
    }

    /** The responses of our own queue, to checks. */
    public Builder check(Script... responses) {
      return script(Callee.CHECK, Script.inOrder(responses));
    }

    public Builder script(Callee callee, Script script) {
      scripts.put(callee, script);
      return this;
    }

    public Builder input(JsonNode message) {
      input = message;
      return this;
    }

    public Builder inAnyOrder() {
      ordered = false;
      return this;
    }

    public Builder needs(DataLimit limit) {
      needed = Optional.of(limit);
      return this;
    }

    public Builder then(Consumer<Engine.Result> further) {
      check = check.andThen(further);
      return this;
    }

    /**
     * @param calls such as {@code normalize decide github record}; {@code github*3} for three
     */
    public Scenario succeeds(String calls) {
      return build(Optional.empty(), calls);
    }

    /** As {@link #succeeds}, for an execution that ends in a Fail state. */
    public Scenario fails(String error, String calls) {
      return build(Optional.of(error), calls);
    }

    private Scenario build(Optional<String> error, String calls) {
      return new Scenario(
          name, input, Map.copyOf(scripts), error, parsed(calls), ordered, needed, check);
    }

    private static List<Callee> parsed(String calls) {
      return List.of(calls.split(" ", -1)).stream()
          .flatMap(word -> repeated(List.of(word.split("\\*", -1))).stream())
          .toList();
    }

    private static List<Callee> repeated(List<String> wordAndTimes) {
      int times = wordAndTimes.size() == 1 ? 1 : Integer.parseInt(wordAndTimes.getLast());
      return Collections.nCopies(times, Callee.of(wordAndTimes.getFirst()));
    }
  }
}
