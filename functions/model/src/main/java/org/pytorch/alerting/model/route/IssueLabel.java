package org.pytorch.alerting.model.route;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A label of an issue: in JSON its name, or an object if it has a colour.
 *
 * @param name at most {@link #MAX_LENGTH} characters, without commas
 * @param color six hex digits in lower case, for a label that the repository does not have yet
 */
public record IssueLabel(String name, Optional<String> color) {
  /** GitHub's limit. */
  public static final int MAX_LENGTH = 50;

  public static final Pattern COLOR = Pattern.compile("[0-9a-f]{6}");

  public IssueLabel {
    if (name.isBlank()
        || name.indexOf(',') >= 0
        || name.codePointCount(0, name.length()) > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "not a label of 1 to 50 characters without commas: " + name);
    }
    if (color.isPresent() && !COLOR.matcher(color.get()).matches()) {
      throw new IllegalArgumentException("not a colour of six hex digits: " + color.get());
    }
  }

  /**
   * {@return the label that {@code json} names}
   *
   * @throws IllegalArgumentException if it is neither a name nor an object with one
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static IssueLabel of(JsonNode json) {
    JsonNode name = json.isTextual() ? json : json.path("name");
    if (!name.isTextual()) {
      throw new IllegalArgumentException("not a label: " + json);
    }
    return new IssueLabel(name.textValue(), Optional.ofNullable(json.path("color").textValue()));
  }

  /** {@return the label as JSON} */
  @JsonValue
  public Object json() {
    return color.isPresent() ? new TreeMap<>(Map.of("name", name, "color", color.get())) : name;
  }
}
