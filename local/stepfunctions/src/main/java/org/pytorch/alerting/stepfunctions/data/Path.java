package org.pytorch.alerting.stepfunctions.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A JSONPath into a state's input ({@code $}) or into the context object ({@code $$}). */
public final class Path {
  private static final Configuration CONFIGURATION =
      Configuration.builder()
          .jsonProvider(new StrictArrays())
          .mappingProvider(new JacksonMappingProvider())
          .build();

  /** Wildcards and slices directly after {@code $}: these fail on an input of another kind. */
  private static final Pattern INDEXES_ROOT = Pattern.compile("\\$\\[[-\\d:,]+].*");

  /** Such as {@code $total.net}: the value of a variable. */
  private static final Pattern VARIABLE = Pattern.compile("(?s)\\$[\\p{L}_].*");

  private final String text;
  private final boolean context;
  private final JsonPath compiled;

  private Path(String text, boolean context, JsonPath compiled) {
    this.text = text;
    this.context = context;
    this.compiled = compiled;
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException if the text is not a path, or calls one of the library's
   *     functions such as {@code length()}, which Step Functions does not have
   */
  public static Path parse(String text) {
    if (!text.startsWith("$") || text.endsWith("[")) {
      throw new IllegalArgumentException("'%s' is not a JSONPath".formatted(text));
    }
    if (VARIABLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a JSONPath: variables are not supported here".formatted(text));
    }
    boolean context = text.startsWith("$$");
    JsonPath compiled;
    try {
      String path = context ? text.substring(1) : text;
      compiled = JsonPath.compile(QuotedNames.forLibrary(path));
      if (JsonPath.compile(QuotedNames.mask(path)).getPath().contains("(")) {
        throw new IllegalArgumentException("'%s' calls a JSONPath function".formatted(text));
      }
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "'%s' is not a JSONPath: %s".formatted(text, e.getMessage()), e);
    }
    return new Path(text, context, compiled);
  }

  /** {@return whether the path selects exactly one value, so that a missing value is an error} */
  public boolean isDefinite() {
    return compiled.isDefinite();
  }

  /**
   * {@return the selected value; an array if the path may select several}
   *
   * @throws MissingException if a definite path selects nothing
   */
  public JsonNode read(Scope scope) throws MissingException {
    try {
      return compiled.read(context ? scope.context() : scope.input(), CONFIGURATION);
    } catch (PathNotFoundException e) {
      if (isDefinite() || INDEXES_ROOT.matcher(compiled.getPath()).matches()) {
        throw new MissingException(e.getMessage());
      }
      // As recorded on AWS, even if the array itself is missing.
      return JsonNodeFactory.instance.arrayNode();
    } catch (JsonPathException e) {
      // The library parses some paths differently than it prints them: a name with one quote.
      throw new MissingException(e.getMessage());
    }
  }

  /**
   * {@return the selected value; an array if the path may select several}
   *
   * @throws StatesRuntimeException if a definite path selects nothing
   */
  public JsonNode readOrFail(Scope scope) {
    try {
      return read(scope);
    } catch (MissingException e) {
      throw new StatesRuntimeException("Invalid path '%s' : %s".formatted(text, e.getMessage()));
    }
  }

  /** {@return the value of this path's {@code $} or {@code $$}, for an error message} */
  public String root(Scope scope) {
    return JsonText.of(context ? scope.context() : scope.input());
  }

  /** {@return the path as written in the definition} */
  @Override
  public String toString() {
    return text;
  }

  /**
   * The library returns null for an index past the end of an array. AWS may do so too, but such a
   * state machine has a bug, so the path fails here.
   */
  private static final class StrictArrays extends JacksonJsonNodeJsonProvider {
    @Override
    public Object getArrayIndex(Object array, int index) {
      if (index < 0 || index >= length(array)) {
        throw new IndexOutOfBoundsException(index);
      }
      return super.getArrayIndex(array, index);
    }
  }

  /** A definite path selects nothing. Each field has its own error message for this. */
  public static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    private MissingException(@Nullable String message) {
      super(message, null, false, false);
    }
  }
}
