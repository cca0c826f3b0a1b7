package org.pytorch.alerting.fakegithub.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.model.json.Json;

/**
 * One page of a list, with the {@code Link} header for the others. Links name the repository by id,
 * and a page by the entry next to it, so only following the links returns every entry once.
 *
 * @param url the list's URL without the query
 */
public record Page<T>(RoutedCall request, String url, List<T> entries, ToLongFunction<T> id) {
  private static final String AFTER = "after";
  private static final String BEFORE = "before";
  private static final int PER_PAGE = 30;
  private static final int PER_PAGE_MAX = 100;

  /** The response, if every page may be requested by number. */
  public CallResponse response(Function<T, JsonNode> json) {
    return response(json, Integer.MAX_VALUE);
  }

  /**
   * The response.
   *
   * @throws Refusal if a page beyond {@code pagesByNumberMax} is requested by number alone
   */
  public CallResponse response(Function<T, JsonNode> json, int pagesByNumberMax) {
    int page = positive("page", 1);
    if (page > pagesByNumberMax
        && request.query(AFTER).isEmpty()
        && request.query(BEFORE).isEmpty()) {
      throw Refusal.of(
          422,
          "Pagination with the page parameter is not supported for large datasets, please use"
              + " cursor based pagination (after/before)");
    }
    int from = Math.min(start(page), entries.size());
    int to = Math.min(from + perPage(), entries.size());
    ArrayNode body = Json.mapper().createArrayNode();
    entries.subList(from, to).forEach(entry -> body.add(json.apply(entry)));
    CallResponse response = CallResponse.json(200, body);
    List<String> links = links(page, from, to, pagesByNumberMax);
    return links.isEmpty() ? response : response.withHeader("link", String.join(", ", links));
  }

  private List<String> links(int page, int from, int to, int pagesByNumberMax) {
    List<String> links = new ArrayList<>();
    int last = Math.max(1, (entries.size() + perPage() - 1) / perPage());
    if (page > 1) {
      Map<String, String> previous = byNumber(page - 1);
      if (from < entries.size()) {
        previous.put(BEFORE, idOf(from));
      }
      links.add(link(previous, "prev"));
    }
    if (to < entries.size()) {
      Map<String, String> next = byNumber(page + 1);
      next.put(AFTER, idOf(to - 1));
      links.add(link(next, "next"));
    }
    if (to < entries.size() && last <= pagesByNumberMax) {
      links.add(link(byNumber(last), "last"));
    }
    if (page > 1) {
      links.add(link(byNumber(1), "first"));
    }
    return links;
  }

  /** {@return the query of another page} */
  private Map<String, String> byNumber(int page) {
    Map<String, String> query = new LinkedHashMap<>(request.query());
    query.remove(AFTER);
    query.remove(BEFORE);
    query.put("page", Integer.toString(page));
    return query;
  }

  private String link(Map<String, String> query, String relation) {
    List<String> parameters = new ArrayList<>();
    query.forEach((name, value) -> parameters.add(encode(name) + "=" + encode(value)));
    return "<%s?%s>; rel=\"%s\"".formatted(url, String.join("&", parameters), relation);
  }

  private String idOf(int index) {
    return Long.toString(id.applyAsLong(entries.get(index)));
  }

  /** The start of the page: by the entry in the link, if that is still in the list. */
  private int start(int page) {
    Optional<String> after = request.query(AFTER);
    Optional<String> before = request.query(BEFORE);
    for (int i = 0; i < entries.size(); i++) {
      if (after.isPresent() && after.get().equals(idOf(i))) {
        return i + 1;
      }
      if (before.isPresent() && before.get().equals(idOf(i))) {
        return Math.max(0, i - perPage());
      }
    }
    return (int) Math.min(Integer.MAX_VALUE, (page - 1L) * perPage());
  }

  private int perPage() {
    return Math.min(PER_PAGE_MAX, positive("per_page", PER_PAGE));
  }

  /** Anything but a positive number is ignored, as on GitHub. */
  private int positive(String parameter, int otherwise) {
    try {
      int value = Integer.parseInt(request.query(parameter).orElse(""));
      return value < 1 ? otherwise : value;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
