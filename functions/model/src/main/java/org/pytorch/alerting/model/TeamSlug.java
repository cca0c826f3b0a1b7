package org.pytorch.alerting.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.text.Invisible;

/**
 * The form of a team's name: lower case, no spaces, no invisible characters, nothing with a special
 * meaning in a GitHub label or a mention.
 */
public final class TeamSlug {
  /** In characters, so that {@code "Team: " + slug} fits the 50 characters of a GitHub label. */
  public static final int MAX_LENGTH = 44;

  private static final Pattern FORM =
      Pattern.compile("[\\p{Ll}\\p{Lo}\\p{Nd}]([\\p{Ll}\\p{Lo}\\p{M}\\p{Nd}._-]*)");
  private static final Pattern NOT_ALLOWED = Pattern.compile("[^\\p{Ll}\\p{Lo}\\p{M}\\p{Nd}._-]+");
  private static final Pattern EDGES = Pattern.compile("^[\\p{M}._-]+|[._-]+$");

  private TeamSlug() {}

  /**
   * {@return the slug of {@code name}, such as {@code dev-infra} for "Dev Infra", or empty if
   * {@code name} has no letter or digit}
   */
  public static Optional<String> of(String name) {
    String lower = Invisible.removed(name).strip().toLowerCase(Locale.ROOT);
    // Twice: a style sign that is visible after an emoji is invisible after the emoji's hyphen.
    String joined = Invisible.removed(NOT_ALLOWED.matcher(lower).replaceAll("-"));
    String trimmed = EDGES.matcher(joined).replaceAll("");
    // Once more, so that the slug of a slug is the slug itself.
    String slug = EDGES.matcher(cut(trimmed)).replaceAll("");
    return isValid(slug) ? Optional.of(slug) : Optional.empty();
  }

  private static String cut(String text) {
    if (text.length() <= MAX_LENGTH) {
      return text;
    }
    // Never inside a surrogate pair.
    int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
    return text.substring(0, end);
  }

  /** {@return whether {@code slug} has the form that {@link #of} gives} */
  public static boolean isValid(String slug) {
    return slug.length() <= MAX_LENGTH
        && FORM.matcher(slug).matches()
        && Invisible.removed(slug).equals(slug);
  }
}
