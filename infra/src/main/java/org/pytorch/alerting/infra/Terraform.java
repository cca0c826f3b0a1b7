package org.pytorch.alerting.infra;

import com.bertramlabs.plugins.hcl4j.HCLParser;
import com.bertramlabs.plugins.hcl4j.HCLParserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration in {@code infra/*.tf}. The HCL parser reads tables and plain values; it does
 * not keep expressions, so those are read as text.
 */
record Terraform(List<Block> blocks) {
  /** {@code terraform fmt} keeps the braces of an outermost block in the first column. */
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^(\\w+)((?: \"[^\"\n]+\")*) \\{(?:\\}|\n.*?^\\})$");

  /**
   * An outermost block.
   *
   * @param labels its type and name, such as {@code [aws_sqs_queue, alerts]}
   */
  record Block(String kind, List<String> labels, String text) {
    /** {@return the block's content as parsed; expressions are text} */
    @SuppressWarnings("unchecked") // What is between the braces of a block is a map.
    Map<String, Object> content() {
      Object content = parse();
      for (String key : Stream.concat(Stream.of(kind), labels.stream()).toList()) {
        content = ((Map<String, Object>) content).get(key);
      }
      return (Map<String, Object>) content;
    }

    private Map<String, Object> parse() {
      try {
        return new HCLParser().parse(text);
      } catch (HCLParserException | IOException e) {
        throw new IllegalStateException(kind + labels + " cannot be parsed", e);
      }
    }

    /** {@return the expression of the attribute {@code name}, if it is on one line} */
    Optional<String> expression(String name) {
      Matcher attribute =
          Pattern.compile("(?m)^\\s*" + Pattern.quote(name) + "\\s+= (.+)$").matcher(text);
      return attribute.find() ? Optional.of(attribute.group(1).strip()) : Optional.empty();
    }
  }

  static Terraform read() {
    try (Stream<Path> files = Files.list(Repository.INFRA)) {
      return new Terraform(
          files
              .filter(file -> file.toString().endsWith(".tf"))
              .sorted()
              .flatMap(file -> blocks(Repository.text(file)).stream())
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      List<String> labels =
          Arrays.stream(block.group(2).split("\""))
              .filter(label -> !label.isBlank())
              .collect(Collectors.toList());
      blocks.add(new Block(block.group(1), labels, block.group()));
    }
    return blocks;
  }

  /** {@return the blocks of a kind and type, such as {@code resource} and {@code aws_sqs_queue}} */
  List<Block> all(String kind, String type) {
    return blocks.stream()
        .filter(block -> block.kind().equals(kind))
        .filter(block -> block.labels().getFirst().equals(type))
        .toList();
  }

  /**
   * {@return the one block of that kind, type and name}
   *
   * @throws IllegalStateException if there is not exactly one
   */
  Block one(String kind, String type, String name) {
    List<Block> found =
        all(kind, type).stream().filter(block -> block.labels().getLast().equals(name)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          "%s %s.%s exists %d times".formatted(kind, type, name, found.size()));
    }
    return found.getFirst();
  }

  /**
   * {@return the local value called {@code name}}
   *
   * @throws IllegalStateException if there is none
   */
  Object local(String name) {
    // Only this block is parsed: the parser does not support every expression in the others.
    Pattern attribute = Pattern.compile("(?m)^  " + Pattern.quote(name) + "\\s+=");
    return blocks.stream()
        .filter(block -> block.kind().equals("locals"))
        .filter(block -> attribute.matcher(block.text()).find())
        .map(Block::content)
        .filter(locals -> locals.containsKey(name))
        .map(locals -> locals.get(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no local value local." + name));
  }

  /** {@return the local value called {@code name}, a table with a row for each key} */
  @SuppressWarnings("unchecked") // A table is a map of maps.
  Map<String, Map<String, Object>> table(String name) {
    return (Map<String, Map<String, Object>>) local(name);
  }

  /** {@return {@code value} as a whole number; the parser reads all numbers as doubles} */
  static int number(Object value) {
    double number = ((Number) value).doubleValue();
    if (number != Math.rint(number)) {
      throw new IllegalArgumentException("not a whole number: " + number);
    }
    return (int) number;
  }
}
