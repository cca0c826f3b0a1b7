package org.pytorch.alerting.normalize.grouped;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.Links;

/** The page of an Alertmanager for silencing exactly this alert. */
final class SilenceLink {
  /** Excludes the hidden names of Grafana's rules, which have another page. */
  private static final Pattern NAME = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");

  private SilenceLink() {}

  /**
   * {@return the page with a matcher for each of the alert's labels}
   *
   * <p>Empty if the form could not parse one of them, as older versions cannot parse names beyond
   * ASCII and values with quotes: a silence without that label would silence more than the alert.
   */
  static Optional<String> of(GroupedAlert alert) {
    Map<String, String> labels = new TreeMap<>(alert.labels().texts());
    int length = labels.values().stream().mapToInt(String::length).sum();
    boolean readable =
        labels.entrySet().stream()
            .allMatch(
                label ->
                    NAME.matcher(label.getKey()).matches()
                        && !label.getValue().contains("\"")
                        && !label.getValue().contains("\\"));
    if (labels.isEmpty() || length > Links.MAX_LENGTH || !readable) {
      return Optional.empty();
    }
    String matchers =
        labels.entrySet().stream()
            .map(label -> "%s=\"%s\"".formatted(label.getKey(), label.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
    return alert
        .group()
        .fields()
        .get("externalurl")
        .filter(url -> url.length() <= Links.MAX_LENGTH)
        .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
        .map(url -> url + "/#/silences/new?filter=" + encoded(matchers));
  }

  private static String encoded(String text) {
    // The page decodes percent signs only; it would leave a plus as it is.
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
