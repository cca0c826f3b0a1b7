package org.pytorch.alerting.stack.github.call;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request as GitHub receives it.
 *
 * @param method in upper case
 * @param target path and query, still percent-encoded
 * @param headers found by their names in any case
 * @param body empty if there is none
 */
public record GitHubCall(String method, String target, Map<String, String> headers, String body) {
  public GitHubCall {
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException("target does not begin with a slash: " + target);
    }
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    headers = Collections.unmodifiableMap(byName);
  }

  /** {@return the value of the header, whatever the case of its name} */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** {@return what stands before the question mark} */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** {@return what stands after the question mark; empty if there is nothing} */
  public String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }
}
