package org.pytorch.alerting.decide.dynamodb;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pytorch.alerting.model.json.Json;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A DynamoDB item or a map within one, by the types that our rows use: strings, whole numbers,
 * booleans, lists of strings and maps; times are strings as in our JSON. An attribute that is
 * missing or NULL is read as empty; one of another type or form is an {@link
 * IllegalArgumentException} or a {@link java.time.DateTimeException}.
 */
record Item(Map<String, AttributeValue> attributes) {

  static Item empty() {
    return new Item(new HashMap<>());
  }

  Item with(String name, String text) {
    attributes.put(name, AttributeValue.fromS(text));
    return this;
  }

  Item with(String name, long number) {
    attributes.put(name, AttributeValue.fromN(Long.toString(number)));
    return this;
  }

  Item with(String name, boolean flag) {
    attributes.put(name, AttributeValue.fromBool(flag));
    return this;
  }

  Item with(String name, Instant time) {
    return with(name, Json.format(time));
  }

  Item with(String name, List<String> texts) {
    attributes.put(name, AttributeValue.fromL(texts.stream().map(AttributeValue::fromS).toList()));
    return this;
  }

  Item with(String name, Item map) {
    attributes.put(name, AttributeValue.fromM(map.attributes()));
    return this;
  }

  Optional<String> text(String name) {
    return value(name).map(value -> typed(name, value.s()));
  }

  boolean isText(String name) {
    return value(name).filter(value -> value.s() != null).isPresent();
  }

  /** {@return all attributes, which are strings} */
  Map<String, String> allTexts() {
    Map<String, String> texts = new HashMap<>();
    attributes.keySet().forEach(name -> texts.put(name, text(name).orElseThrow(missing(name))));
    return texts;
  }

  Optional<Long> number(String name) {
    return value(name).map(value -> Long.valueOf(typed(name, value.n())));
  }

  boolean flag(String name) {
    return optionalFlag(name).orElse(false);
  }

  Optional<Boolean> optionalFlag(String name) {
    return value(name).map(value -> typed(name, value.bool()));
  }

  Optional<Instant> time(String name) {
    return text(name).map(text -> OffsetDateTime.parse(text).toInstant());
  }

  List<String> texts(String name) {
    return value(name)
        .map(value -> typed(name, value.hasL() ? value.l() : null))
        .orElse(List.of())
        .stream()
        .map(entry -> typed(name, entry.s()))
        .toList();
  }

  /** {@return the list in an attribute that older versions wrote as one string} */
  List<String> oneOrMoreTexts(String name) {
    return value(name).map(AttributeValue::s).map(List::of).orElseGet(() -> texts(name));
  }

  Optional<Item> map(String name) {
    return value(name).map(value -> new Item(typed(name, value.hasM() ? value.m() : null)));
  }

  /** {@return the exception for an absent attribute that every row has} */
  static Supplier<IllegalArgumentException> missing(String name) {
    return () -> new IllegalArgumentException(name + " is missing");
  }

  private Optional<AttributeValue> value(String name) {
    return Optional.ofNullable(attributes.get(name))
        .filter(value -> !Boolean.TRUE.equals(value.nul()));
  }

  /** The SDK has null for a value of another type. */
  private static <T> T typed(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " has another type");
    }
    return value;
  }
}
