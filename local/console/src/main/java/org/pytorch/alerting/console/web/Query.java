package org.pytorch.alerting.console.web;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An address of the console with its query. */
public record Query(String path, List<Pair> pairs) {
  public Query {
    pairs = List.copyOf(pairs);
  }

  /** A parameter. */
  public record Pair(String name, String value) {}

  public static Query of(String path) {
    return new Query(path, List.of());
  }

  public Query with(String name, Object value) {
    List<Pair> all = new ArrayList<>(pairs);
    all.add(new Pair(name, value.toString()));
    return new Query(path, all);
  }

  /** {@return the address with the parameter once for each of the values} */
  public Query withEach(String name, Stream<String> values) {
    Query query = this;
    for (String value : values.toList()) {
      query = query.with(name, value);
    }
    return query;
  }

  /** {@return the address, encoded} */
  public String href() {
    StringBuilder href = new StringBuilder(path);
    char separator = '?';
    for (Pair pair : pairs) {
      href.append(separator).append(pair.name()).append('=');
      href.append(URLEncoder.encode(pair.value(), StandardCharsets.UTF_8));
      separator = '&';
    }
    return href.toString();
  }

  /** {@return a parameter of a request; absent if it is blank} */
  public static Optional<String> text(Context context, String name) {
    return Optional.ofNullable(context.queryParam(name)).filter(text -> !text.isBlank());
  }

  /** {@return a field of a form; absent if it is blank} */
  public static Optional<String> form(Context context, String name) {
    return Optional.ofNullable(context.formParam(name)).filter(text -> !text.isBlank());
  }

  /** {@return a whole number of a request; absent if it is none} */
  public static Optional<Integer> number(Context context, String name) {
    return text(context, name).filter(text -> text.matches("\\d{1,7}")).map(Integer::valueOf);
  }
}
