package org.pytorch.alerting.model.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How a message's body is written in JSON and on the queue. */
public enum BodyEncoding {
  /** As received. */
  IDENTITY("identity"),
  /** Compressed, because its JSON would exceed the 262,144 bytes of a state machine's input. */
  GZIP_BASE64("gzip+base64");

  /**
   * In bytes of UTF-8, after decoding: the most that SQS takes. It limits the size to which a
   * compressed body may expand.
   */
  public static final int MAX_BODY_BYTES = 1_048_576;

  private final String jsonName;

  BodyEncoding(String jsonName) {
    this.jsonName = jsonName;
  }

  @JsonValue
  public String jsonName() {
    return jsonName;
  }

  /**
   * {@return the encoding called {@code name}}
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static BodyEncoding of(String name) {
    return Arrays.stream(values())
        .filter(encoding -> encoding.jsonName.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown body encoding: " + name));
  }

  /** {@return {@code body} in this encoding} */
  public String encode(String body) {
    return switch (this) {
      case IDENTITY -> body;
      case GZIP_BASE64 -> {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
          gzip.write(body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        yield Base64.getEncoder().encodeToString(compressed.toByteArray());
      }
    };
  }

  /**
   * {@return the body that {@code encoded} holds}
   *
   * @throws IllegalArgumentException if it is not in this encoding, or expands to more than {@link
   *     #MAX_BODY_BYTES}
   */
  public String decode(String encoded) {
    return switch (this) {
      case IDENTITY -> encoded;
      case GZIP_BASE64 -> {
        byte[] compressed = Base64.getDecoder().decode(encoded);
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
          byte[] body = gzip.readNBytes(MAX_BODY_BYTES + 1);
          if (body.length > MAX_BODY_BYTES) {
            throw new IllegalArgumentException(
                "body expands to more than " + MAX_BODY_BYTES + " bytes");
          }
          yield new String(body, StandardCharsets.UTF_8);
        } catch (IOException e) {
          throw new IllegalArgumentException("body is not gzip: " + e.getMessage(), e);
        }
      }
    };
  }
}
