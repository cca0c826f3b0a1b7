package org.pytorch.alerting.github.render.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What must hold of every page, whatever a sender has written. */
public final class SafePage {
  private static final Pattern MENTION = Pattern.compile("@[A-Za-z0-9_-]");
  private static final Pattern REFERENCE =
      Pattern.compile("#[0-9]|(?i:GH-[0-9])|(?<![A-Za-z0-9_])[0-9a-fA-F]{7,40}(?![A-Za-z0-9_])");

  /** A name between colons, wherever it stands; no picture is called as these are. */
  private static final Pattern EMOJI = Pattern.compile(":(?!https?:|[0-9]{1,2}:)[a-z0-9_+-]+:");

  private static final Pattern REFERENCE_URL =
      Pattern.compile(
          "(?i:https?://(www\\.)?github\\.com\\.*(:[0-9]*)?)/+[^/]+/+[^/]+/+"
              + "(issues|pull|commit|discussions|compare)/");

  /**
   * What turns a text around, hides text from people, or turns a terminal's colours on; but for the
   * zero width space, which we write, and what emoji are made of.
   */
  private static final String BLANK =
      "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200e\u200f\u202a-\u202e\u2060-\u206f"
          + "\u2800\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\\x{e0000}-\\x{e0fff}";

  private static final Pattern UNSEEN = Pattern.compile("[" + BLANK + "\u0000\u001b]");
  private static final Pattern NOT_SHOWN = Pattern.compile("[" + BLANK + "\ufe0e\ufe0f]");

  /** Those that a sender's text may make. */
  public static final Set<String> ELEMENTS =
      Set.of("p", "a", "code", "pre", "ul", "li", "strong", "br");

  /** Signs by which authors make lists and code, of which the page shows the list and the code. */
  private static final String STRUCTURE = "`~*+-";

  private final String markdown;
  private final Rendered page;

  private SafePage(String markdown) {
    this.markdown = markdown;
    this.page = Rendered.of(markdown);
  }

  /**
   * Checks that nobody is mentioned and nothing referred to, and that no sender's picture, link
   * target, HTML or comment is there.
   *
   * @param elements that may be on the page
   * @param comments that are ours
   */
  public static SafePage of(String markdown, Set<String> elements, int comments) {
    SafePage safe = new SafePage(markdown);
    safe.check(elements, comments);
    return safe;
  }

  /** Checks that {@code markdown}, made of a sender's {@code text}, does nothing and shows it. */
  public static void check(String text, String markdown) {
    of(markdown, ELEMENTS, 0).shows(text);
  }

  /** Checks the same of a sender's {@code text} in the last cell of a table's row. */
  public static void checkCell(String text, String cell) {
    Set<String> elements = new HashSet<>(ELEMENTS);
    elements.addAll(Set.of("table", "thead", "tbody", "tr", "th", "td"));
    // What a bar splits off would be a third cell, which no page shows.
    of("| a | b |\n| --- | --- |\n| c | d" + cell + " |", elements, 0).shows("abcd" + text);
  }

  /** Checks a text that is no Markdown, such as a title. */
  public static void checkPlain(String text) {
    assertThat(text)
        .doesNotContain("\n", "<!--")
        .doesNotContainPattern(MENTION)
        .doesNotContainPattern(UNSEEN);
  }

  /** The language of fenced code is no text, and GitHub draws pictures of some of them. */
  public static String withoutLanguages(String text) {
    return text.replaceAll("(?m)^( {0,3}(?:`{3,}|~{3,}))[ \\w+.-]*$", "$1");
  }

  private void check(Set<String> elements, int comments) {
    assertThat(page.elements()).as("elements of %s", markdown).isSubsetOf(elements);
    assertThat(page.hrefs())
        .as("links of %s", markdown)
        .allMatch(href -> href.matches("(?i)https?://.*"))
        .noneMatch(href -> REFERENCE_URL.matcher(href).lookingAt());
    assertThat(page.comments()).as("comments of %s", markdown).isEqualTo(comments);
    // In a mail that shows the Markdown itself, nothing may happen either.
    assertThat(markdown.split("<!--", -1)).hasSize(comments + 1);
    assertThat(markdown).doesNotContainPattern(MENTION);
    assertThat(page.text())
        .as("text of %s", markdown)
        .doesNotContainPattern(MENTION)
        .doesNotContainPattern(UNSEEN);
    assertThat(page.plain())
        .as("text outside of code in %s", markdown)
        .doesNotContainPattern(REFERENCE)
        .doesNotContainPattern(EMOJI)
        .doesNotContainPattern(REFERENCE_URL);
  }

  /** Checks that every letter and sign of {@code text} is seen, in its order. */
  public void shows(String text) {
    assertThat(visible(page.text())).as("what is seen of %s", markdown).isEqualTo(visible(text));
  }

  /** Checks the same where the page shows more than {@code text}. */
  public void showsAmongOthers(String text) {
    assertThat(visible(page.text())).as("what is seen of %s", markdown).contains(visible(text));
  }

  private static String visible(String text) {
    return NOT_SHOWN
        .matcher(text)
        .replaceAll("")
        .codePoints()
        .filter(SafePage::isVisible)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Not what {@link SafeText#clean} puts in the place of the invisible, nor the invisible. */
  private static boolean isVisible(int c) {
    boolean placeholder = c == 0xfffd || (c >= 0x2400 && c < 0x2420);
    boolean blank = Character.isWhitespace(c) || Character.isSpaceChar(c);
    return !placeholder
        && !blank
        && STRUCTURE.indexOf(c) < 0
        && switch (Character.getType(c)) {
          case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED ->
              false;
          default -> true;
        };
  }
}
