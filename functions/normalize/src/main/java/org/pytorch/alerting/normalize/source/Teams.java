package org.pytorch.alerting.normalize.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.TeamSlug;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.text.Truncation;
import org.pytorch.alerting.normalize.text.Decoration;
import org.pytorch.alerting.normalize.text.Placeholders;

/** Reads the team names that people write into labels and descriptions. */
public final class Teams {
  private static final Pattern SEPARATOR = Pattern.compile("[,;\n]");

  /** In characters. Ten teams need far less; longer text cannot be a list of teams. */
  private static final int MAX_TEXT_LENGTH = 2_000;

  /** Names that are read, since those without a letter do not count. */
  private static final int MAX_NAMES = 50;

  /** In code points; a slug is shorter still. */
  private static final int MAX_NAME_LENGTH = 100;

  /** In code points, before decoration is removed; it limits the work. */
  private static final int MAX_RAW_LENGTH = 300;

  /** Longer text is a sentence, in which the name cannot be found. */
  private static final int MAX_WORDS = 6;

  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

  /** An addition to a name, such as {@code (see the wiki)} or {@code # page}, or a sentence. */
  private static final Pattern REMARK =
      Pattern.compile(
          "(?:(?<=\\S)\\s{0,9}\\(|(?<=\\S)\\s{1,9}#|(?<=[\\p{L}\\p{N}]{3})[.!?]\\s).*",
          Pattern.DOTALL);

  /** Words that leave open which team is meant. */
  private static final Pattern UNDECIDED =
      Pattern.compile("(?:^|\\s)(?:or|not|either|neither)\\s", Pattern.CASE_INSENSITIVE);

  private Teams() {}

  /** {@return whether {@code text} has more than names} */
  public static boolean hasRemark(String text) {
    String plain = Decoration.removed(text);
    return REMARK.matcher(plain).find()
        || plain.startsWith("<")
        || plain.contains("://")
        || names(plain).stream().anyMatch(Teams::isSentence);
  }

  /**
   * {@return the slugs of the teams in {@code text}, in order, each once, at most {@link
   * AlertEvent#MAX_TEAMS}; names that are empty or a sentence are dropped, and none counts if it is
   * left open which, as in {@code harbor or dock} and {@code harbor, not dock}}
   *
   * @param text names separated by commas, semicolons or line ends, or a JSON list
   */
  public static List<String> parse(String text) {
    List<String> names = names(Placeholders.marked(text));
    if (names.stream().anyMatch(Teams::isUndecided)) {
      return List.of();
    }
    return names.stream()
        .filter(name -> !name.isBlank())
        .limit(MAX_NAMES)
        .map(name -> Truncation.hard(name, MAX_RAW_LENGTH))
        .filter(name -> !Placeholders.isNothing(name))
        .map(name -> REMARK.matcher(Decoration.removed(name)).replaceAll(""))
        // Chats write an id for a person or a group, and an address is not a name.
        .filter(name -> !name.startsWith("<") && !name.contains("://") && !isSentence(name))
        .map(name -> Truncation.hard(name.strip(), MAX_NAME_LENGTH))
        .flatMap(name -> TeamSlug.of(name).stream())
        .filter(slug -> !Placeholders.isNothing(slug))
        .distinct()
        .limit(AlertEvent.MAX_TEAMS)
        .toList();
  }

  /** What follows a name in brackets, or as a sentence of its own, is about something else. */
  private static boolean isUndecided(String name) {
    String start = Truncation.hard(name, MAX_NAME_LENGTH);
    return UNDECIDED.matcher(REMARK.matcher(Decoration.removed(start)).replaceAll("")).find();
  }

  private static boolean isSentence(String name) {
    return SPACE.split(name.strip()).length > MAX_WORDS;
  }

  private static List<String> names(String text) {
    String start = text.substring(0, Math.min(text.length(), MAX_TEXT_LENGTH)).strip();
    if (start.startsWith("[")) {
      try {
        List<String> names = new ArrayList<>();
        for (JsonNode name : Json.read(start, JsonNode.class)) {
          if (name.isTextual() || name.isNumber()) {
            names.add(name.asText());
          }
        }
        return names;
      } catch (IllegalArgumentException e) {
        // Brackets alone are not a JSON list: "[infra], [release]" is read as names.
      }
    }
    return List.of(SEPARATOR.split(start));
  }
}
