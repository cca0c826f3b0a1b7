package org.pytorch.alerting.fakegithub.route;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.auth.Access;
import org.pytorch.alerting.fakegithub.call.Refusal;

/** Finds the endpoint of a path. A wrong method or a trailing slash is a 404, as on GitHub. */
public final class Router {
  /** The repository in a path: {@code owner/name} or an id. */
  public record RepositoryName(String text, boolean isId) {}

  /** An endpoint and the values of its path. */
  public record Match(
      Route route, Optional<RepositoryName> repository, Map<String, String> variables) {
    private Match in(RepositoryName name) {
      return new Match(route, Optional.of(name), variables);
    }
  }

  private final List<Route> routes = new ArrayList<>();

  /**
   * Adds an endpoint below {@code /repos/owner/name}; {@code path} is the rest.
   *
   * @param documentation its documentation URL in refusals, without the host
   */
  public Router inRepository(
      String method, String path, Access access, Route.Handler handler, String documentation) {
    String url = Refusal.DOCUMENTATION + documentation;
    routes.add(new Route(method, split(path), true, access, handler, url));
    return this;
  }

  /** Adds an endpoint outside repositories. */
  public Router global(
      String method, String path, Access access, Route.Handler handler, String documentation) {
    String url = Refusal.DOCUMENTATION + documentation;
    routes.add(new Route(method, split(path), false, access, handler, url));
    return this;
  }

  public List<Route> routes() {
    return List.copyOf(routes);
  }

  public Optional<Match> find(String method, String path) {
    List<String> parts = split(path).stream().map(Router::decode).toList();
    if (parts.size() >= 3 && parts.getFirst().equals("repos")) {
      RepositoryName name = new RepositoryName(parts.get(1) + "/" + parts.get(2), false);
      return find(method, true, parts.subList(3, parts.size())).map(match -> match.in(name));
    }
    if (parts.size() >= 2 && parts.getFirst().equals("repositories")) {
      RepositoryName id = new RepositoryName(parts.get(1), true);
      return find(method, true, parts.subList(2, parts.size())).map(match -> match.in(id));
    }
    return find(method, false, parts);
  }

  private Optional<Match> find(String method, boolean inRepository, List<String> parts) {
    // If two paths match, the one with fewer variables wins: comments is not an issue number.
    return routes.stream()
        .filter(route -> route.inRepository() == inRepository)
        .flatMap(
            route ->
                route
                    .match(method, parts)
                    .map(variables -> new Match(route, Optional.empty(), variables))
                    .stream())
        .min(Comparator.comparingInt(match -> match.variables().size()));
  }

  /**
   * Splits after the first slash; a trailing slash gives an empty last segment, which matches no
   * pattern.
   */
  private static List<String> split(String path) {
    return path.isEmpty() ? List.of() : List.of(path.substring(1).split("/", -1));
  }

  /** Unlike in a query, a plus sign in a path means itself. */
  private static String decode(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(400, "Bad Request");
    }
  }
}
