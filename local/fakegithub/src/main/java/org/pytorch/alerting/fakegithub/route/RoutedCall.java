package org.pytorch.alerting.fakegithub.route;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.auth.Caller;
import org.pytorch.alerting.fakegithub.call.ApiVersions;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.call.JsonBody;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.data.Repository;
import org.pytorch.alerting.fakegithub.settings.Account;
import org.pytorch.alerting.fakegithub.settings.Person;

/** A call with its caller and endpoint. */
public final class RoutedCall {
  private final GitHubCall call;
  private final Caller caller;
  private final Instant now;
  private final Map<String, String> variables;
  private final Optional<Repository> repository;
  private final Map<String, String> query;

  /**
   * @param variables the variable parts of the path, decoded
   */
  public RoutedCall(
      GitHubCall call,
      Caller caller,
      Instant now,
      Map<String, String> variables,
      Optional<Repository> repository) {
    this.call = call;
    this.caller = caller;
    this.now = now;
    this.variables = Map.copyOf(variables);
    this.repository = repository;
    this.query = parse(call.query());
  }

  public GitHubCall call() {
    return call;
  }

  public Caller caller() {
    return caller;
  }

  public Instant now() {
    return now;
  }

  /** {@return the current time in whole seconds, as GitHub stores it} */
  public Instant second() {
    return now.truncatedTo(ChronoUnit.SECONDS);
  }

  /** {@return the requested API version, or the default one} */
  public String version() {
    return call.header(ApiVersions.HEADER).orElse(ApiVersions.DEFAULT);
  }

  public Repository repository() {
    return repository.orElseThrow();
  }

  public Account author() {
    return caller.account().orElseThrow(Refusal::badCredentials);
  }

  /** {@return whether the caller is our App's installation} */
  public boolean isByApp() {
    return caller instanceof Caller.Installation;
  }

  /** {@return whether the caller is an App, ours or another} */
  public boolean isByAnyApp() {
    return isByApp() || (caller instanceof Caller.Somebody(Person person) && person.isBot());
  }

  public String variable(String name) {
    return Optional.ofNullable(variables.get(name)).orElseThrow();
  }

  /** {@return a numeric variable of the path; anything else is a 404} */
  public long number(String name) {
    try {
      return Long.parseLong(variable(name));
    } catch (NumberFormatException e) {
      throw Refusal.notFound();
    }
  }

  /** {@return the query parameter of this name, if it is not empty} */
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  /** {@return all query parameters, in order} */
  Map<String, String> query() {
    return query;
  }

  public JsonBody json() {
    return JsonBody.of(call.body());
  }

  private static Map<String, String> parse(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        parameters.put(
            decode(parameter.substring(0, equals)), decode(parameter.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(400, "Bad Request");
    }
  }
}
