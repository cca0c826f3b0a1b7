package org.pytorch.alerting.webhook.payload;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.EncodedBody;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.text.Truncation;

/**
 * Shortens JSON by cutting its longest texts, with a mark. Objects and lists lose members, the last
 * ones, only if they have thousands of them.
 */
public final class Shortening {
  /** In code points: the limit for texts at the first and at the last attempt. */
  private static final int LONGEST_TEXT = 65_536;

  private static final int SHORTEST_TEXT = 64;

  /** In characters. A member with a longer name is left out. */
  private static final int MAX_NAME_LENGTH = 256;

  private static final int MOST_MEMBERS = 1_024;

  private Shortening() {}

  /** The most code points of each text, and members of each object and list. */
  private record Limits(int text, int members) {}

  /**
   * {@return {@code json} with as much of its texts as fits; empty if not even its shortest form
   * does, which always fits 128 KiB}
   *
   * @param json valid
   * @param maxJsonBytes the most that it may take within a JSON string, as {@link #jsonBytes}
   *     counts
   */
  public static Optional<String> toFit(String json, int maxJsonBytes) {
    if (jsonBytes(json) <= maxJsonBytes) {
      return Optional.of(json);
    }
    char[] characters = json.toCharArray();
    boolean textsSuffice =
        attempt(characters, new Limits(SHORTEST_TEXT, Integer.MAX_VALUE), maxJsonBytes).isPresent();
    return (textsSuffice ? fewerLetters() : fewerMembers())
        .map(limits -> attempt(characters, limits, maxJsonBytes))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** {@return the size of {@code text} within a JSON string, in bytes of UTF-8} */
  static int jsonBytes(String text) {
    return new EncodedBody(text, BodyEncoding.IDENTITY).jsonBytes() - 2; // without its quotes
  }

  private static Stream<Limits> fewerLetters() {
    return IntStream.iterate(LONGEST_TEXT, length -> length >= SHORTEST_TEXT, length -> length / 2)
        .mapToObj(length -> new Limits(length, Integer.MAX_VALUE));
  }

  private static Stream<Limits> fewerMembers() {
    return IntStream.iterate(MOST_MEMBERS, members -> members > 0, members -> members / 4)
        .mapToObj(members -> new Limits(SHORTEST_TEXT, members));
  }

  private static Optional<String> attempt(char[] json, Limits limits, int maxJsonBytes) {
    BoundedText text = new BoundedText(maxJsonBytes);
    try (JsonParser in = Json.mapper().getFactory().createParser(json);
        JsonGenerator out = Json.mapper().getFactory().createGenerator(text)) {
      while (in.nextToken() != null) {
        copy(in, out, limits);
      }
    } catch (BoundedText.FullException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("JSON that was valid before", e);
    }
    return Optional.of(Payload.allowedOnQueue(text.toString()))
        .filter(shorter -> jsonBytes(shorter) <= maxJsonBytes);
  }

  private static void copy(JsonParser in, JsonGenerator out, Limits limits) throws IOException {
    JsonToken token = in.currentToken();
    if (isLeftOut(in, token, limits.members())) {
      if (token == JsonToken.FIELD_NAME) {
        in.nextToken();
      }
      in.skipChildren();
    } else if (token == JsonToken.VALUE_STRING) {
      out.writeString(cut(in.getText(), limits.text()));
    } else if (token.isNumeric()) {
      // As written: a number may have more digits than any Java type.
      out.writeNumber(in.getText());
    } else {
      out.copyCurrentEvent(in);
    }
  }

  /** An object's members are dropped by name, so its values need no check. */
  private static boolean isLeftOut(JsonParser in, JsonToken token, int maxMembers) {
    if (token.isStructEnd()) {
      return false;
    }
    JsonStreamContext context = in.getParsingContext();
    JsonStreamContext container = token.isStructStart() ? context.getParent() : context;
    if (token == JsonToken.FIELD_NAME) {
      return container.getCurrentIndex() >= maxMembers
          || container.getCurrentName().length() > MAX_NAME_LENGTH;
    }
    return container.inArray() && container.getCurrentIndex() >= maxMembers;
  }

  /** Takes time for the part that is kept, not for the whole text. */
  private static String cut(String text, int maxCodePoints) {
    int enough = 2 * maxCodePoints + 2;
    String start = text.length() > enough ? text.substring(0, enough) : text;
    return Truncation.marked(start, maxCodePoints)
        .codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Stops a failed attempt early, so that it costs no more than a successful one. */
  private static final class BoundedText extends Writer {
    private final StringBuilder text = new StringBuilder();
    private final int maxLength;

    BoundedText(int maxLength) {
      this.maxLength = maxLength;
    }

    static final class FullException extends IOException {
      private static final long serialVersionUID = 1L;
    }

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
      if (length > maxLength - text.length()) {
        throw new FullException();
      }
      text.append(buffer, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
