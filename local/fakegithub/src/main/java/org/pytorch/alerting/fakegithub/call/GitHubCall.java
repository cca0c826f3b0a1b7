package org.pytorch.alerting.fakegithub.call;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as GitHub receives it.
 *
 * @param method in upper case
 * @param target path and query, still percent-encoded
 * @param headers names are case-insensitive
 * @param body may be empty
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

  /** {@return the value of the header; the name is case-insensitive} */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** {@return the part before the question mark} */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** {@return the part after the question mark; may be empty} */
  public String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }
}
