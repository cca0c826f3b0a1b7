package org.pytorch.alerting.model.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The one mapping between our records and JSON: snake_case names, absent fields left out, unknown
 * fields ignored, times in UTC with three digits of a second.
 */
public final class Json {
  /** Payloads are a few levels deep; deeper nesting is an attack on the stack. */
  public static final int MAX_DEPTH = 64;

  /** In characters: more than any string can have in Lambda's 6 MB event. */
  public static final int MAX_STRING_LENGTH = 16 * 1_048_576;

  /** In digits. A 64-bit number takes 20; arithmetic on long ones is quadratic. */
  public static final int MAX_NUMBER_LENGTH = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_STRING_LENGTH)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .build())
                  // Jackson's table of names fails with an internal error on names that an
                  // attacker made to have the same hash.
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .addModule(new Jdk8Module())
          .addModule(instants())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Json() {}

  /** {@return the shared mapper, for trees and for anything that the methods here do not cover} */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** {@return {@code value} as JSON on one line} */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /**
   * Writes the text of {@link #write(Object)} to {@code output}, which stays open. Half a surrogate
   * pair becomes a question mark.
   */
  public static void write(OutputStream output, Object value) {
    try {
      // Jackson's own UTF-8 writes an emoji as two escapes, three times its size, and fails on
      // half.
      output.write(write(value).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@return {@code text} as a {@code type}}
   *
   * @throws IllegalArgumentException if it is not the JSON of one, or if the record refuses a value
   */
  public static <T> T read(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw notReadable(type, e);
    }
  }

  /**
   * {@return the JSON of {@code input} as a {@code type}}
   *
   * <p>It is always decoded as UTF-8; malformed bytes become U+FFFD, and a byte order mark is
   * ignored.
   *
   * @throws IllegalArgumentException if it is not the JSON of one, or if the record refuses a value
   */
  public static <T> T read(InputStream input, Class<T> type) {
    try {
      // Decoded here: Jackson would take zero bytes at the start as UTF-16 or UTF-32.
      String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
      return read(text.startsWith("\uFEFF") ? text.substring(1) : text, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return {@code time} as written in our JSON, such as {@code 2026-03-04T07:12:10.000Z}} */
  public static String format(Instant time) {
    return MILLIS.format(time);
  }

  private static IllegalArgumentException notReadable(Class<?> type, JsonProcessingException e) {
    return new IllegalArgumentException(
        "not the JSON of %s: %s".formatted(type.getSimpleName(), e.getOriginalMessage()), e);
  }

  private static SimpleModule instants() {
    return new SimpleModule("instants")
        .addSerializer(
            Instant.class,
            new StdScalarSerializer<>(Instant.class) {
              private static final long serialVersionUID = 1L;

              @Override
              public void serialize(Instant time, JsonGenerator json, SerializerProvider provider)
                  throws IOException {
                json.writeString(format(time));
              }
            })
        .addDeserializer(
            Instant.class,
            new StdScalarDeserializer<>(Instant.class) {
              private static final long serialVersionUID = 1L;

              @Override
              public Instant deserialize(JsonParser json, DeserializationContext context)
                  throws IOException {
                try {
                  return OffsetDateTime.parse(json.getText()).toInstant();
                } catch (DateTimeException e) {
                  return (Instant)
                      context.handleWeirdStringValue(
                          Instant.class, json.getText(), "not an RFC 3339 time");
                }
              }
            });
  }
}
