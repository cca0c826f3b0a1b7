package org.pytorch.alerting.fakegithub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.auth.Access;
import org.pytorch.alerting.fakegithub.auth.Caller;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.call.JsonBody;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.fault.FaultJson;
import org.pytorch.alerting.fakegithub.route.RoutedCall;
import org.pytorch.alerting.fakegithub.route.Router;
import org.pytorch.alerting.fakegithub.settings.GitHubSettings;
import org.pytorch.alerting.model.json.Json;

/**
 * The control endpoints under {@link #PREFIX}, by which tests control the fake GitHub. They need no
 * credentials and are not recorded as requests.
 */
final class ControlApi {
  static final String PREFIX = "/_control";

  private final FakeGitHub gitHub;
  private final GitHubSettings settings;
  private final Router router =
      new Router()
          .global("GET", "/_control/faults", Access.ANYBODY, this::faults, "")
          .global("PUT", "/_control/faults", Access.ANYBODY, this::putFaults, "")
          .global("GET", "/_control/requests", Access.ANYBODY, this::requests, "")
          .global("POST", "/_control/reset", Access.ANYBODY, this::reset, "")
          .global("POST", "/_control/tokens/revoke", Access.ANYBODY, this::revokeTokens, "")
          .global("PUT", "/_control/installation", Access.ANYBODY, this::putInstallation, "")
          .global("PUT", "/_control/list-lag", Access.ANYBODY, this::putListLag, "")
          .global("GET", "/_control/rules", Access.ANYBODY, this::rules, "")
          .global("PUT", "/_control/rules", Access.ANYBODY, this::putRules, "")
          .global("GET", "/_control/limits", Access.ANYBODY, this::limits, "")
          .global("POST", "/_control/pulls", Access.ANYBODY, this::openPullRequest, "")
          .global("POST", "/_control/discussions", Access.ANYBODY, this::openDiscussion, "")
          .global("GET", "/_control/repositories", Access.ANYBODY, this::repositories, "")
          .global("GET", "/_control/issues/{number}/history", Access.ANYBODY, this::history, "")
          .global("POST", "/_control/issues/{number}/delete", Access.ANYBODY, this::deleteIssue, "")
          .global(
              "POST",
              "/_control/issues/{number}/transfer",
              Access.ANYBODY,
              this::transferIssue,
              "");

  ControlApi(FakeGitHub gitHub, GitHubSettings settings) {
    this.gitHub = gitHub;
    this.settings = settings;
  }

  /** {@return the response: 400 with a reason for an invalid request, 404 for an unknown path} */
  CallResponse handle(GitHubCall call) {
    try {
      Router.Match match = router.find(call.method(), call.path()).orElseThrow(Refusal::notFound);
      Caller anybody = new Caller.Nobody(Refusal.badCredentials());
      return match
          .route()
          .handler()
          .handle(
              new RoutedCall(call, anybody, Instant.EPOCH, match.variables(), Optional.empty()));
    } catch (Refusal refusal) {
      return refusal.response();
    } catch (IllegalArgumentException e) {
      return Refusal.of(400, Optional.ofNullable(e.getMessage()).orElse("Bad Request")).response();
    }
  }

  private CallResponse faults(RoutedCall request) {
    return CallResponse.json(200, FaultJson.write(gitHub.faults()));
  }

  private CallResponse putFaults(RoutedCall request) {
    gitHub.faults(FaultJson.read(request.call().body()));
    return faults(request);
  }

  private CallResponse requests(RoutedCall request) {
    return CallResponse.json(200, Json.mapper().valueToTree(gitHub.requests()));
  }

  private CallResponse repositories(RoutedCall request) {
    return CallResponse.json(200, Json.mapper().valueToTree(gitHub.repositories()));
  }

  private CallResponse history(RoutedCall request) {
    return CallResponse.json(
        200, HistoryJson.write(gitHub.edits(repository(request), request.number("number"))));
  }

  private CallResponse reset(RoutedCall request) {
    gitHub.reset();
    return CallResponse.empty(204);
  }

  private CallResponse revokeTokens(RoutedCall request) {
    gitHub.revokeInstallationTokens();
    return CallResponse.empty(204);
  }

  private CallResponse putInstallation(RoutedCall request) {
    boolean suspended =
        request
            .json()
            .flag("suspended")
            .orElseThrow(() -> new IllegalArgumentException("suspended is missing"));
    gitHub.suspendInstallation(suspended);
    return CallResponse.empty(204);
  }

  private CallResponse putListLag(RoutedCall request) {
    JsonNode seconds = request.json().json().path("seconds");
    if (!seconds.isInt()) {
      throw new IllegalArgumentException("seconds is not a whole number");
    }
    gitHub.rules(gitHub.rules().with("{\"list_lag_s\":%d}".formatted(seconds.intValue())));
    return rules(request);
  }

  private CallResponse rules(RoutedCall request) {
    return CallResponse.json(200, Json.mapper().valueToTree(gitHub.rules()));
  }

  /** Missing fields are reset to their initial values. */
  private CallResponse putRules(RoutedCall request) {
    gitHub.rules(settings.rules().with(request.call().body()));
    return rules(request);
  }

  private CallResponse limits(RoutedCall request) {
    ObjectNode json = Json.mapper().createObjectNode();
    return CallResponse.json(200, json.put("secondary_limit_breaches", gitHub.limitBreaches()));
  }

  private CallResponse openPullRequest(RoutedCall request) {
    String title = request.json().requiredText("title");
    return number(201, gitHub.openPullRequest(repository(request), title));
  }

  private CallResponse openDiscussion(RoutedCall request) {
    return number(201, gitHub.openDiscussion(repository(request)));
  }

  private CallResponse deleteIssue(RoutedCall request) {
    gitHub.deleteIssue(repository(request), request.number("number"));
    return CallResponse.empty(204);
  }

  private CallResponse transferIssue(RoutedCall request) {
    JsonBody json = request.json();
    String to = json.text("repository").orElse(repository(request) + "-moved");
    boolean isPublic = json.flag("public").orElse(true);
    return number(
        200, gitHub.transferIssue(repository(request), request.number("number"), to, isPublic));
  }

  private String repository(RoutedCall request) {
    return request.query("repository").orElse(settings.repositories().getFirst());
  }

  private static CallResponse number(int status, long number) {
    return CallResponse.json(status, Json.mapper().createObjectNode().put("number", number));
  }
}
