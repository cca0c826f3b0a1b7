package org.pytorch.alerting.stack.cli.desk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of a command.
 *
 * @param values of the options {@code --name=value}; empty for {@code --name}
 * @param rest the arguments that are no options
 */
public record Options(Map<String, String> values, List<String> rest) {
  public Options {
    values = Map.copyOf(values);
    rest = List.copyOf(rest);
  }

  /**
   * {@return {@code arguments}, sorted}
   *
   * @param known the names of the options
   * @throws IllegalArgumentException if there is another option
   */
  public static Options parse(List<String> arguments, Set<String> known) {
    Map<String, String> values = new HashMap<>();
    List<String> rest = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith("--")) {
        String[] parts = argument.substring(2).split("=", 2);
        if (!known.contains(parts[0])) {
          throw new IllegalArgumentException("unknown option: " + argument);
        }
        values.put(parts[0], parts.length == 2 ? parts[1] : "");
      } else {
        rest.add(argument);
      }
    }
    return new Options(values, rest);
  }

  /** {@return the value of an option, if it is not blank} */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  /** {@return whether the option was given, with a value or without} */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** {@return the value of an option, else the first argument that is no option} */
  public Optional<String> first(String name) {
    return get(name).or(() -> rest.stream().findFirst());
  }
}
