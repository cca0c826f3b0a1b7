package org.pytorch.alerting.stepfunctions.data;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** JSON as text: read strictly, written compactly, measured in bytes. */
public final class JsonText {
  /** The limit of a state's input, output or result: 256 KiB of UTF-8. */
  public static final int MAX_BYTES = 262_144;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private JsonText() {}

  /**
   * Reads one JSON value.
   *
   * @throws JsonProcessingException if the text is not JSON, has a duplicate key or more text after
   *     the value
   */
  public static JsonNode parse(String text) throws JsonProcessingException {
    JsonNode node = MAPPER.readTree(text);
    if (node.isMissingNode()) {
      throw new JsonParseException("The text is blank");
    }
    return node;
  }

  /** {@return the JSON on one line without blanks} */
  public static String of(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return a string's text, or the JSON of any other value, for an error message} */
  public static String plain(JsonNode node) {
    return node.isTextual() ? node.textValue() : of(node);
  }

  /** {@return whether the JSON, written compactly, is over {@link #MAX_BYTES}} */
  public static boolean isTooLong(JsonNode node) {
    CountingStream count = new CountingStream();
    try {
      MAPPER.writeValue(count, node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return count.bytes > MAX_BYTES;
  }

  private static final class CountingStream extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] b, int off, int len) {
      bytes += len;
    }
  }
}
