package org.pytorch.alerting.stack.cli.desk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The arguments of a command.
 *
 * @param values of the options {@code --name=value}; empty for {@code --name}
 * @param rest the arguments that are no options
 */
public record Options(Map<String, String> values, List<String> rest) {
  private static final String ON = "1";

  public Options {
    values = Map.copyOf(values);
    rest = List.copyOf(rest);
  }

  /**
   * {@return {@code arguments}, sorted}
   *
   * @param valued the names of the options that have a value
   * @param flags the names of the options that have none; {@code --name=1} is the same
   * @throws IllegalArgumentException if there is another option, a flag with another value, or an
   *     option twice
   */
  public static Options parse(List<String> arguments, Set<String> valued, Set<String> flags) {
    Map<String, String> values = new HashMap<>();
    List<String> rest = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith("--")) {
        String[] parts = argument.substring(2).split("=", 2);
        String name = parts[0];
        String value = parts.length == 2 ? parts[1] : "";
        if (flags.contains(name)) {
          requireOn(name, value);
        } else if (!valued.contains(name)) {
          throw new IllegalArgumentException(
              "unknown option: %s%s".formatted(argument, known(valued, flags)));
        }
        if (values.put(name, value) != null) {
          throw new IllegalArgumentException("given twice: --" + name);
        }
      } else {
        rest.add(argument);
      }
    }
    return new Options(values, rest);
  }

  /** {@code FORCE=0} or {@code FORCE=no} must not force anything. */
  private static void requireOn(String flag, String value) {
    if (!value.isEmpty() && !value.equals(ON)) {
      String variable = flag.toUpperCase(Locale.ROOT);
      throw new IllegalArgumentException(
          "%s=%s is not known: %s=1, or leave it out".formatted(variable, value, variable));
    }
  }

  private static String known(Set<String> valued, Set<String> flags) {
    String all =
        Stream.concat(
                valued.stream().map(name -> "--" + name + "=…"), flags.stream().map("--"::concat))
            .sorted()
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "; there are no options here" : "; the options are " + all;
  }

  /**
   * {@return these options}
   *
   * @throws IllegalArgumentException if there is an argument that is no option
   */
  public Options alone() {
    requireRest(0);
    return this;
  }

  private void requireRest(int most) {
    if (rest.size() > most) {
      throw new IllegalArgumentException(
          "too many arguments: \"%s\"; a value with a space needs quotes"
              .formatted(rest.get(most)));
    }
  }

  /** {@return the value of an option, if it is not blank} */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  /** {@return whether the option was given, with a value or without} */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /**
   * {@return the value of an option, else the only argument that is no option}
   *
   * @throws IllegalArgumentException if there are more arguments
   */
  public Optional<String> only(String name) {
    Optional<String> value = get(name);
    requireRest(value.isPresent() ? 0 : 1);
    return value.or(() -> rest.stream().findFirst());
  }
}
