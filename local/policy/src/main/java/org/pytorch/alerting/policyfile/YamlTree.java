package org.pytorch.alerting.policyfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.pytorch.alerting.policy.parse.Problem;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML file as JSON, with the line of every value.
 *
 * <p>Texts without quotes are read as YAML 1.2 does: only {@code true}, {@code false}, {@code null}
 * and numbers are no texts. So {@code no}, {@code 02:00} and an account with a leading zero mean
 * what they look like.
 */
final class YamlTree {
  private static final int MAX_CHARACTERS = 1_000_000;

  /** One for each route and a few more. */
  private static final int MAX_ALIASES = 1_000;

  /** Of the tree in which each alias is replaced by what it stands for. */
  private static final int MAX_VALUES = 100_000;

  private static final int MAX_DEPTH = 20;
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9]\\d{0,30})");
  private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<String, Integer> nameLines = new HashMap<>();
  private final Map<String, Integer> valueLines = new HashMap<>();
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private JsonNode json = JSON.missingNode();
  private int values;

  private YamlTree() {}

  /** {@return the file's tree; if it is not YAML, an empty one and the mistake} */
  static YamlTree read(String yaml) {
    YamlTree tree = new YamlTree();
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setNestingDepthLimit(MAX_DEPTH);
    try {
      Node root = new Yaml(options).compose(new StringReader(yaml));
      if (root == null) {
        tree.mistakes.add(mistake(1, "the file is empty", "version: 1"));
      } else {
        tree.json = tree.json(root, "");
      }
    } catch (MarkedYAMLException e) {
      tree.mistakes.add(
          mistake(
              // The end of the file is the line after its last one.
              e.getProblemMark() == null
                  ? 1
                  : Math.min(
                      e.getProblemMark().getLine() + 1, (int) Math.max(1, yaml.lines().count())),
              "not YAML: " + oneLine(String.valueOf(e.getProblem())),
              String.valueOf(e.getProblem()).contains("TAB")
                  ? "spaces"
                  : "name: value, with quotes around texts that have special characters,"));
    } catch (YAMLException e) {
      tree.mistakes.add(
          mistake(
              1,
              "not YAML: " + oneLine(String.valueOf(e.getMessage())),
              String.valueOf(e.getMessage()).contains("aliases")
                  ? "fewer aliases"
                  : "a smaller file"));
    }
    return tree;
  }

  JsonNode json() {
    return json;
  }

  /** {@return what is wrong with the file as YAML} */
  List<Mistake> mistakes() {
    return List.copyOf(mistakes);
  }

  /** {@return {@code problem} with its line} */
  Mistake mistake(Problem problem) {
    Map<String, Integer> lines = problem.atName() ? nameLines : valueLines;
    String pointer = problem.pointer();
    while (!lines.containsKey(pointer) && !pointer.isEmpty()) {
      pointer = pointer.substring(0, pointer.lastIndexOf('/'));
    }
    return new Mistake(lines.getOrDefault(pointer, 1), problem.text());
  }

  private JsonNode json(Node node, String pointer) {
    valueLines.put(pointer, line(node));
    if (++values > MAX_VALUES) {
      if (values == MAX_VALUES + 1) {
        mistakes.add(
            mistake(
                line(node),
                "the file has more than %d values, with those of its aliases".formatted(MAX_VALUES),
                "fewer"));
      }
      return JSON.nullNode();
    }
    if (!open.add(node)) {
      mistakes.add(mistake(line(node), "this part contains itself", "it without the alias"));
      return JSON.nullNode();
    }
    try {
      return switch (node) {
        case ScalarNode scalar -> scalar(scalar);
        case SequenceNode sequence -> array(sequence, pointer);
        case MappingNode mapping -> object(mapping, pointer);
        default -> JSON.nullNode();
      };
    } finally {
      open.remove(node);
    }
  }

  private ArrayNode array(SequenceNode sequence, String pointer) {
    ArrayNode array = JSON.arrayNode();
    for (Node element : sequence.getValue()) {
      if (values > MAX_VALUES) {
        break;
      }
      array.add(json(element, pointer + "/" + array.size()));
    }
    return array;
  }

  private ObjectNode object(MappingNode mapping, String pointer) {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple member : mapping.getValue()) {
      if (values > MAX_VALUES) {
        break;
      }
      if (!(member.getKeyNode() instanceof ScalarNode key)) {
        mistakes.add(mistake(line(member.getKeyNode()), "a name is not a text", "a text"));
        continue;
      }
      String name = key.getValue();
      String place = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
      if (object.has(name)) {
        mistakes.add(
            mistake(
                line(key),
                "\"%s\" is already given, in line %d"
                    .formatted(oneLine(name), nameLines.getOrDefault(place, 1)),
                "it once"));
        continue;
      }
      nameLines.put(place, line(key));
      object.set(name, json(member.getValueNode(), place));
    }
    return object;
  }

  private static JsonNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
      return JSON.textNode(text);
    }
    if (text.equals("true") || text.equals("false")) {
      return JSON.booleanNode(text.equals("true"));
    }
    if (INTEGER.matcher(text).matches()) {
      BigInteger number = new BigInteger(text);
      return number.bitLength() < Integer.SIZE
          ? JSON.numberNode(number.intValue())
          : JSON.numberNode(number);
    }
    return NULL.matcher(text).matches() ? JSON.nullNode() : JSON.textNode(text);
  }

  private static Mistake mistake(int line, String what, String write) {
    return new Mistake(line, new Problem("", false, what, write).text());
  }

  private static String oneLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
