package org.pytorch.alerting.normalize.source;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.normalize.text.Placeholders;

/** Chooses a link that is safe to follow, and of which a template has left no placeholder. */
public final class UsableLink {
  private static final Map<String, String> DECODED =
      Map.of(
          "%20",
          " ", "+", " ", "%3C", "<", "%3E", ">", "%5B", "[", "%5D", "]", "%7B", "{", "%7D", "}");

  private static final Pattern ENCODED = Pattern.compile("\\+|%(?:20|3[CcEe]|5[BbDd]|7[BbDd])");

  private UsableLink() {}

  /** {@return the first of {@code candidates} that is usable} */
  public static Optional<String> first(Stream<String> candidates) {
    return candidates
        .flatMap(text -> Links.usable(text).stream())
        .filter(link -> !Placeholders.isIn(readable(link)))
        .findFirst();
  }

  /** {@return {@code link} with the percent-encoded characters of placeholders decoded} */
  private static String readable(String link) {
    return link.contains("%") || link.contains("+")
        ? ENCODED
            .matcher(link)
            .replaceAll(
                sign ->
                    Matcher.quoteReplacement(
                        DECODED.getOrDefault(sign.group().toUpperCase(Locale.ROOT), "")))
        : link;
  }
}
