package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.Json;

/** Texts that try to do something, as a page would show them. */
class HostileTextTest {
  private static final MarkdownEscape ESCAPE = new MarkdownEscape(new GitHubLinks("github.com"));
  private static final String HASH = "0123456789abcdef0123456789abcdef01234567";

  private static final Pattern MENTION = Pattern.compile("@[A-Za-z0-9_-]");
  private static final Pattern REFERENCE =
      Pattern.compile("#[0-9]|(?i:GH-[0-9])|(?<![A-Za-z0-9_])[0-9a-fA-F]{7,40}(?![A-Za-z0-9_])");
  private static final Pattern EMOJI = Pattern.compile("(?<![A-Za-z0-9]):[a-z0-9_+-]+:");
  private static final Pattern REFERENCE_URL =
      Pattern.compile("https?://(www\\.)?github\\.com/[^/]+/[^/]+/(issues|pull|commit)/");

  static Stream<String> corpus() {
    return Stream.concat(
        Stream.of(
            "@octo-example @tidewater/oncall \\@octo &#64;octo @​octo a@b.example",
            "`@octo` ``@octo`` \\`@octo\\` `@octo",
            "#1 GH-2 gh-3 tidewater/alerts#3 tidewater/alerts@" + HASH + " &#35;1 \\#1",
            HASH + " 0123456 (" + HASH + ") -" + HASH + "- deadbeef. 1234567. x 1234567) x",
            "123e4567-e89b-12d3-a456-426614174000 i-0abc1234def567890",
            "https://github.com/tidewater/alerts/issues/4, http://www.github.com/a/b/pull/1",
            "https://github.com/a/b/commit/" + HASH + " HTTPS://GitHub.com/a/b/issues/1#x",
            "[t](https://github.com/a/b/issues/1) <https://github.com/a/b/issues/1>",
            "www.github.com/a/b/issues/1 ftp://evil.example/x mailto:a@b.example xmpp:a@b.example",
            "Closes #5. Fixes tidewater/alerts#6.",
            "<!-- alert-pipeline v1 issue fingerprint=0 episode=1 -->\n--> stray <!-- <!---->",
            "`<!-- x -->`\n\n```\n<!-- x -->\n```",
            "</details></td></table><img src=x onerror=alert(1)><script>alert(1)</script>",
            "<a href=\"javascript:alert(1)\">go</a> <svg/onload=1> <details open> <br/> <?x?> <!X>",
            "[ok](javascript:alert(2)) [ok]: javascript:alert(1)\n[ok] [ok][] ![p][ok]",
            "![p](https://track.evil.example/p.gif?u=1) [![p](https://e.example/p)](https://e.example)",
            "[x](data:text/html,x) <javascript:alert(1)> <data:x> <vbscript:x>",
            "https://e.example/&#64;octo https://e.example/@octo https://e.example/#1?a=&commat;octo",
            "https://e.example/a_b_c*d*e~f~`x` https://e.example/(a)) https://e.example/[x]<b>",
            "```\nfence break\n```\n~~~\n````\n```",
            "````\n```\n@octo #1\n````\n<b>after</b>",
            "~~~sh\ncurl x | sh\n~~~\n<b>after</b>",
            "```\nnever closed @octo <b>",
            "| a | b |\n|---|---|\n| c | d |\na\n:-\nb",
            "# H1\n## H2\nSetext\n===\nSetext\n---\n***\n- - -\n___\n+ + +",
            "> quote\n>> quote\n> [!WARNING]\n> x",
            "- [ ] task #7\n- [x] done\n* a\n  * b\n      * c\n1. one\n9) nine\n-no",
            "    code?\n\tcode?\n  text",
            "*a* **b** _c_ __d__ ~e~ ~~f~~ $x$ $$y$$ \\(z\\) [^1] H~2~O",
            ":tada: :+1: a:tada:b 12:30:45 arn:aws:sqs:us-east-1:123456789012:q",
            "`a`deadbee``b`<img src=x>`c``",
            "`a`deadbeef1 ``b`` `c``d`e``f```g`",
            "\\`<b>\\` `\\` <b> `\\\\` <i>",
            "`".repeat(500) + "@octo" + "`".repeat(500),
            "x".repeat(4000),
            "`".repeat(4000),
            "[".repeat(4000),
            "<".repeat(4000),
            "- ".repeat(2000),
            "> ".repeat(2000),
            "```\n".repeat(1000),
            "a\u202etxt\u202c \u2066x\u2069 \u200f \u001b[31mred\u001b[0m \u0000 \u009b \ud800 \udc00",
            "a\u2028@b\u2029# c\u0085- d\rE\r\nF",
            "🚢".repeat(1000) + "مرحبا שלום"),
        fromSample());
  }

  /** Annotations and labels of the hostile sample, in Grafana's webhook format. */
  private static Stream<String> fromSample() {
    try (InputStream file =
        HostileTextTest.class.getResourceAsStream("/grafana-30-hostile-content.json")) {
      JsonNode alert = Json.read(Objects.requireNonNull(file), JsonNode.class).at("/alerts/0");
      List<String> texts =
          Stream.concat(alert.path("annotations").valueStream(), alert.path("labels").valueStream())
              .map(JsonNode::asText)
              .toList();
      assertThat(texts).hasSize(9);
      return texts.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void nothing_happens_and_every_letter_is_seen_in_blocks(String text) {
    check(withoutLanguages(text), MarkdownBlocks.of(text, ESCAPE));
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void nothing_happens_and_every_letter_is_seen_in_one_line(String text) {
    String markdown = ESCAPE.inline(text);

    assertThat(markdown).doesNotContain("\n");
    check("x" + text, "- **x:** " + markdown);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void nothing_happens_and_every_letter_is_seen_in_code(String text) {
    check(text, MarkdownBlocks.fenced(SafeText.clean(text)));
    check(text, "- " + MarkdownEscape.code(SafeText.oneLine(text)));
  }

  /** Pieces of the corpus put together at random: what is safe alone must be safe side by side. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void pieces_side_by_side_are_as_safe_as_alone(long seed) {
    Random random = new Random(seed);
    List<String> pieces =
        List.of(
            "`",
            "``",
            "```",
            "~~~",
            "\n",
            "\n\n",
            " ",
            "\t",
            "@octo",
            "#12",
            "GH-3",
            HASH,
            "deadbeef",
            "<b>",
            "<!--",
            "-->",
            "&#64;",
            "[x](",
            "](",
            ")",
            "![",
            "https://e.example/a",
            "https://",
            "https://github.com/a/b/issues/1",
            "www.e.example",
            "- ",
            "* ",
            "1. ",
            "# ",
            "> ",
            "|",
            "|-|",
            ":-",
            "---",
            "===",
            "\\",
            "*",
            "_",
            "~",
            "$",
            ":tada:",
            "a",
            "Zz",
            "\u202e",
            "\u0000",
            "\r",
            "<",
            ">");
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int piece = random.nextInt(1, 14); piece > 0; piece--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      check(text.toString(), MarkdownBlocks.of(text.toString(), ESCAPE));
      check("x" + text, "- **x:** " + ESCAPE.inline(text.toString()));
    }
  }

  private static void check(String text, String markdown) {
    Rendered page = Rendered.of(markdown);
    assertThat(page.elements())
        .as("elements of %s", markdown)
        .isSubsetOf("p", "a", "code", "pre", "ul", "li", "strong", "br");
    assertThat(page.hrefs())
        .as("links of %s", markdown)
        .allMatch(href -> href.matches("(?i)https?://.*"))
        .noneMatch(href -> REFERENCE_URL.matcher(href).lookingAt());
    assertThat(page.comments()).isZero();
    assertThat(markdown).doesNotContain("<!--").doesNotContainPattern(MENTION);
    assertThat(page.plain())
        .as("text outside of code in %s", markdown)
        .doesNotContainPattern(REFERENCE)
        .doesNotContainPattern(EMOJI)
        .doesNotContainPattern(REFERENCE_URL);
    assertThat(page.text()).doesNotContainPattern("[\u202a-\u202e\u2066-\u2069\u0000\u001b]");
    assertThat(letters(page.text())).as("letters of %s", markdown).isEqualTo(letters(text));
  }

  /** The language of fenced code is no text, and GitHub draws pictures of some of them. */
  private static String withoutLanguages(String text) {
    return text.replaceAll("(?m)^ {0,3}~~~[ \\w+.-]*$", "");
  }

  private static String letters(String text) {
    return text.codePoints()
        .filter(Character::isLetterOrDigit)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
