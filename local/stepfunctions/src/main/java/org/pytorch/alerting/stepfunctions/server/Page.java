package org.pytorch.alerting.stepfunctions.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One page of a list. The token of the next page is its offset. */
final class Page {
  private static final int MAX_SIZE = 1000;
  private static final int DEFAULT_SIZE = 100;

  private Page() {}

  static <T> ObjectNode of(
      String field, List<T> all, Function<T, JsonNode> toJson, ApiRequest request) {
    int from = request.text("nextToken").map(Page::offset).orElse(0);
    int size = request.integer("maxResults", MAX_SIZE, DEFAULT_SIZE);
    int to = (int) Math.min(all.size(), (long) from + size);
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    ArrayNode items = page.putArray(field);
    all.subList(Math.min(from, to), to).forEach(item -> items.add(toJson.apply(item)));
    if (to < all.size()) {
      page.put("nextToken", String.valueOf(to));
    }
    return page;
  }

  private static int offset(String token) {
    return Optional.of(token)
        .filter(text -> text.matches("\\d{1,9}"))
        .map(Integer::parseInt)
        .orElseThrow(
            () -> new ApiException("InvalidToken", "Invalid Token: '%s'".formatted(token)));
  }
}
