package org.pytorch.alerting.console.page;

import java.util.Optional;
import java.util.function.UnaryOperator;
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

  public static String issue(long number) {
    return "/github/issues/" + number;
  }

  /** {@return the page of an issue, which only the repository that is shown has} */
  public static String issue(IssueId id) {
    return issue(id.number());
  }

  public static String label(String name) {
    return Query.of("/github").with("state", "all").with("label", name).href();
  }

  /** {@return the HTML of an issue's text, whose links to issues lead to the console's pages} */
  static String html(String markdown, GitHub gitHub) {
    String issues = "%s/%s/issues/".formatted(gitHub.pages(), gitHub.repo());
    UnaryOperator<String> address =
        target ->
            target.startsWith(issues) && target.substring(issues.length()).matches("\\d+(#.*)?")
                ? "/github/issues/" + target.substring(issues.length())
                : target;
    return Markdown.html(markdown, address, Optional.of(number -> issue(Long.parseLong(number))));
  }
}
