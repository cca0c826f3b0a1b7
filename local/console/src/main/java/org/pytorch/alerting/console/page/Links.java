package org.pytorch.alerting.console.page;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.console.source.AlertRow.IssueId;
import org.pytorch.alerting.console.source.GitHub;
import org.pytorch.alerting.console.text.Markdown;
import org.pytorch.alerting.console.web.Query;

/** The addresses of pages. */
public final class Links {
  private Links() {}

  public static String execution(String arn) {
    return Query.of("/execution").with("arn", arn).href();
  }

  public static String executions(String machineArn) {
    return Query.of("/executions").with("machine", machineArn).href();
  }

  public static String machine(String arn) {
    return Query.of("/machine").with("arn", arn).href();
  }

  /** {@return the name at the end of an ARN} */
  static String lastPart(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  public static String alert(String fingerprint) {
    return "/alerts/" + fingerprint;
  }

  /**
   * {@return the page of an issue}
   *
   * @param repo as owner/name
   */
  public static String issue(String repo, long number) {
    return "/github/%s/issues/%d".formatted(repo, number);
  }

  public static String issue(IssueId id) {
    return issue(id.repo(), id.number());
  }

  public static String issues(String repo) {
    return Query.of("/github").with("repo", repo).href();
  }

  /** {@return the issues with a label} */
  public static String label(String repo, String name) {
    return Query.of("/github").with("repo", repo).with("state", "all").with("label", name).href();
  }

  /** {@return the HTML of an issue's text, whose links to issues lead to the console's pages} */
  static String html(String markdown, GitHub gitHub) {
    Pattern issues =
        Pattern.compile(
            Pattern.quote(gitHub.pages()) + "/([\\w.-]+/[\\w.-]+)/issues/(\\d{1,9})(#.*)?");
    UnaryOperator<String> address =
        target -> {
          Matcher issue = issues.matcher(target);
          return issue.matches()
              ? issue(issue.group(1), Long.parseLong(issue.group(2)))
                  + Optional.ofNullable(issue.group(3)).orElse("")
              : target;
        };
    return Markdown.html(markdown, address, number -> issue(gitHub.repo(), Long.parseLong(number)));
  }
}
