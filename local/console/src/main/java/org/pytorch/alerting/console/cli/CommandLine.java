package org.pytorch.alerting.console.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads options and their values. */
final class CommandLine {
  static final int MAX_PORT = 65_535;

  private CommandLine() {}

  /**
   * {@return the options in {@code args} with their values; a flag's is empty} An option's value
   * follows after a blank or an equals sign.
   *
   * @param valued the options that have a value, with their hyphens
   * @param flags the options that have none
   * @throws IllegalArgumentException if there is anything else, or an option twice
   */
  static Map<String, String> values(Set<String> valued, Set<String> flags, String... args) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < args.length; i++) {
      String[] parts = args[i].split("=", 2);
      String name = parts[0];
      String value = "";
      if (valued.contains(name)) {
        if (parts.length == 1 && i + 1 == args.length) {
          throw new IllegalArgumentException("a value is missing: " + name);
        }
        value = parts.length == 2 ? parts[1] : args[++i];
      } else if (!flags.contains(args[i])) {
        throw new IllegalArgumentException("unknown option: " + args[i]);
      }
      if (values.putIfAbsent(name, value) != null) {
        throw new IllegalArgumentException("given twice: " + name);
      }
    }
    return values;
  }

  /**
   * {@return the port in {@code text}, 0 for any free one}
   *
   * @throws IllegalArgumentException if it is none
   */
  static int port(String text) {
    return Optional.of(text)
        .filter(digits -> digits.matches("\\d{1,5}"))
        .map(Integer::valueOf)
        .filter(port -> port <= MAX_PORT)
        .orElseThrow(() -> new IllegalArgumentException("not a port: " + text));
  }

  /**
   * {@return the address in {@code text}}
   *
   * @param schemes those that it may have
   * @throws IllegalArgumentException if it is none
   */
  static URI endpoint(String text, Set<String> schemes) {
    String what =
        "not an %s URL: ".formatted(String.join(" or ", schemes.stream().sorted().toList()));
    try {
      URI uri = new URI(text);
      if (uri.getScheme() != null
          && schemes.contains(uri.getScheme())
          && uri.getHost() != null
          && uri.getPort() <= MAX_PORT) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(what + text, e);
    }
    throw new IllegalArgumentException(what + text);
  }
}
