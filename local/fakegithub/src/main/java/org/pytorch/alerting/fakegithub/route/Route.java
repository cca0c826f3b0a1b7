package org.pytorch.alerting.fakegithub.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.auth.Access;
import org.pytorch.alerting.fakegithub.call.CallResponse;

/**
 * One endpoint.
 *
 * @param pattern the path's segments; one in braces is a variable
 * @param inRepository whether the pattern follows {@code /repos/owner/name}
 * @param documentation its documentation URL in refusals
 */
public record Route(
    String method,
    List<String> pattern,
    boolean inRepository,
    Access access,
    Handler handler,
    String documentation) {
  /** The handler of an endpoint. */
  public interface Handler {
    CallResponse handle(RoutedCall request);
  }

  /** {@return the method and the whole path, with variables in braces} */
  public String operation() {
    String rest = String.join("/", pattern);
    String repository = inRepository ? "/repos/{owner}/{repo}" : "";
    return "%s %s%s%s".formatted(method, repository, rest.isEmpty() ? "" : "/", rest);
  }

  /** {@return whether it creates content that notifies people, which GitHub limits} */
  public boolean createsContent() {
    return method.equals("POST") && access.writes();
  }

  /** {@return the values of the variables, if the path matches} */
  Optional<Map<String, String>> match(String otherMethod, List<String> parts) {
    if (!method.equals(otherMethod) || parts.size() != pattern.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String expected = pattern.get(i);
      if (expected.startsWith("{") && !parts.get(i).isEmpty()) {
        variables.put(expected.substring(1, expected.length() - 1), parts.get(i));
      } else if (!expected.equals(parts.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }
}
