package org.pytorch.alerting.fakegithub.endpoint;

import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.data.Repository;
import org.pytorch.alerting.fakegithub.route.Rendering;
import org.pytorch.alerting.fakegithub.route.RoutedCall;

/** Finds the issue in a path, or responds like GitHub if it does not exist. */
final class IssueFinder {
  private final Rendering rendering;

  IssueFinder(Rendering rendering) {
    this.rendering = rendering;
  }

  /**
   * {@return the issue {@code number} of the path}
   *
   * @throws Refusal 410 if it was deleted or issues are disabled, 301 or 307 if it was transferred,
   *     404 if it never existed or moved out of the caller's sight
   */
  Issue require(RoutedCall request) {
    requireIssues(request.repository());
    long number = request.number("number");
    return request.repository().issue(number).orElseThrow(() -> refusal(request, number));
  }

  static void requireIssues(Repository repository) {
    if (!repository.issuesEnabled()) {
      throw Refusal.of(410, "Issues are disabled for this repo");
    }
  }

  private Refusal refusal(RoutedCall request, long number) {
    return request
        .repository()
        .gone(number)
        .map(
            gone ->
                switch (gone) {
                  case Repository.Gone.Deleted _ -> Refusal.of(410, "This issue was deleted");
                  case Repository.Gone.Transferred transferred -> moved(request, transferred);
                })
        .orElseGet(Refusal::notFound);
  }

  private Refusal moved(RoutedCall request, Repository.Gone.Transferred transferred) {
    if (!request.caller().sees(transferred.to())) {
      return Refusal.notFound();
    }
    String url = rendering.urlById(transferred.to()) + "/issues/" + transferred.number();
    return Refusal.moved(request.call().method(), url + afterNumber(request));
  }

  /** The part of path and query after the issue's number. */
  private static String afterNumber(RoutedCall request) {
    String issue = "/issues/" + request.variable("number");
    String target = request.call().target();
    return target.substring(target.indexOf(issue) + issue.length());
  }
}
