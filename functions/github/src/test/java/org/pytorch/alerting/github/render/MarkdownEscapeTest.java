package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What ordinary and hostile texts become; {@code ·} stands for the zero width space. */
class MarkdownEscapeTest {
  private static final MarkdownEscape ESCAPE = new MarkdownEscape(new GitHubLinks("github.com"));

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of("Queue age is 1840 s, over 600 s.", "Queue age is 1840 s, over 600 s."),
        Arguments.of(
            "see https://wiki.example/a_b?x=1&y=2.", "see <https://wiki.example/a_b?x=1&y=2>."),
        Arguments.of("(https://e.example/f(x))", "(<https://e.example/f(x)>)"),
        Arguments.of("run `kubectl get pods`", "run `kubectl get pods`"),
        Arguments.of("run ``a`b``", "run ``a`b``"),
        Arguments.of("a `b", "a \\`b"),
        Arguments.of("snake_case *x* [y](z)", "snake\\_case \\*x\\* \\[y\\](z)"),
        Arguments.of(
            "arn:aws:sqs:us-east-1:1:q at 12:30:45Z", "`arn:aws:sqs:us-east-1:1:q` at 12:30:45Z"),
        Arguments.of("a:tada:b, 10:100:20.", "`a:tada:b`, `10:100:20`."),
        Arguments.of("(aa:bb:cc:dd:ee:ff)", "(`aa:bb:cc:dd:ee:ff`)"),
        Arguments.of("x:+1: y:-1:z", "`x:+1:` `y:-1:z`"),
        Arguments.of("é:tada:b :tada:b", "é:·tada:b :·tada:b"),
        Arguments.of("a: b:c d:12:e 1:2:3:4 ::1", "a: b:c d:12:e 1:2:3:4 ::·1"),
        Arguments.of("a:b:c/d-0123456.x", "`a:b:c/d-0123456.x`"),
        Arguments.of("see:https://e.example/a", "see:<https://e.example/a>"),
        Arguments.of("a:b:https://e.example/a", "`a:b:`<https://e.example/a>"),
        Arguments.of("https://e.example/a:tada:b.", "`https://e.example/a:tada:b`."),
        Arguments.of("https://e.example:80/a:b", "<https://e.example:80/a:b>"),
        Arguments.of("x".repeat(300) + ":tada:", "x".repeat(300) + ":·tada:"),
        Arguments.of("@octo mail a@b.example", "@·octo mail `a@·b.example`"),
        Arguments.of("#12 # x GH-3", "\\#·12 \\# x GH-·3"),
        Arguments.of("i-0abc1234def567890 up", "`i-0abc1234def567890` up"),
        Arguments.of(
            "123e4567-e89b-12d3-a456-426614174000", "`123e4567-e89b-12d3-a456-426614174000`"),
        Arguments.of("🚢 late, 𝐛𝐨𝐥𝐝 🇩🇪", "🚢 late, 𝐛𝐨𝐥𝐝 🇩🇪"),
        Arguments.of(":tada: done", ":·tada: done"),
        Arguments.of("<b>x</b> a<b", "\\<b\\>x\\</b\\> a\\<b"),
        Arguments.of("https://github.com/a/b/issues/4", "https:·//github.com/a/b/issues/4"),
        Arguments.of(
            "https://github.com/a/b/blob/main/r.md", "<https://github.com/a/b/blob/main/r.md>"),
        Arguments.of("a\u202eb\u0000c", "a\ufffdb\u2400c"),
        Arguments.of("a\u200bb\u3164\u2800 @\u00adocto", "a\ufffdb\ufffd\ufffd @·\ufffdocto"),
        Arguments.of("a\udb40\udc41b\u00a0\u202fc", "a\ufffdb c"),
        Arguments.of("👩\u200d💻 ❤\ufe0f x\ufe0f", "👩\u200d💻 ❤\ufe0f x\ufffd"),
        Arguments.of("https://github.com./a/b/issues/4", "https:·//github.com./a/b/issues/4"),
        Arguments.of("`a`deadbeef1", "`a`·`deadbeef1`"),
        Arguments.of("a` `b", "a·b"),
        Arguments.of("é://e.example/a", "é:·//e.example/a"),
        Arguments.of("ssh://e.example/a", "ssh·://e.example/a"),
        Arguments.of("www.e.example", "www·.e.example"),
        Arguments.of("www", "www"),
        Arguments.of("a :+b :-c :_d", "a :·+b :·-c :·\\_d"),
        Arguments.of("a <", "a \\<"),
        Arguments.of("[https://e.example/a]", "\\[<https://e.example/a>\\]"),
        Arguments.of("two\nlines\r\nhere", "two lines here"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void a_line_stays_readable(String text, String markdown) {
    assertThat(ESCAPE.inline(text)).isEqualTo(markdown.replace('·', SafeText.BREAK));
  }

  @ParameterizedTest
  @CsvSource({
    ":--, '\\:·--'",
    "- x, '\\- x'",
    "'= x', '\\= x'",
    "1) x, '1\\) x'",
    ": x, ': x'",
    "x - y, x - y"
  })
  void line_begins_no_list_heading_or_table(String line, String markdown) {
    assertThat(ESCAPE.line(line)).isEqualTo(markdown.replace('·', SafeText.BREAK));
  }

  @Test
  void code_is_one_line_and_kept_apart_from_the_backticks_around_it() {
    assertThat(MarkdownEscape.code("a\nb")).isEqualTo("`a b`");
    assertThat(MarkdownEscape.code("a`b")).isEqualTo("``a`b``");
    assertThat(MarkdownEscape.code("`a")).isEqualTo("`` `a ``");
    assertThat(MarkdownEscape.code("a`")).isEqualTo("`` a` ``");
    assertThat(MarkdownEscape.code(" ")).isEmpty();
  }

  @Test
  void lists_and_fenced_code_of_an_author_stay_what_they_are() {
    String text =
        """
        Check in this order:
        - the *queue*
          - its consumers
        * the disk
        ```sh
        df -h  # @root
        ```
        1. call
            indented""";

    assertThat(MarkdownBlocks.of(text, ESCAPE))
        .isEqualTo(
            """
            Check in this order:

            - the \\*queue\\*
              - its consumers
            - the disk

            ```
            df -h  # @·root
            ```

            1\\. call
            \u00a0\u00a0\u00a0\u00a0indented"""
                .replace('·', SafeText.BREAK));
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.github.com, https://github.com/a/b/pull/1, true",
    "https://api.github.com, https://www.github.com/a/b/commit/abc, true",
    "https://api.github.com, https://github.com/a/b, false",
    "https://api.github.com, https://github.com/a/b/wiki, false",
    "https://api.github.com, https://ghe.example/a/b/issues/1, false",
    "https://ghe.example/api/v3, https://ghe.example/a/b/issues/1, true",
    "https://ghe.example/api/v3, https://github.com/a/b/issues/1, true",
    "https://api.github.com, https://github.com./a/b/issues/1, true",
    "https://api.github.com, https://github.com../a/b/issues/1, true",
    "https://api.github.com, https://github.com:443/a/b/issues/1, true",
    "https://api.github.com, https://github.com.:443/a/b/issues/1, true",
    "https://api.github.com, https://github.com:/a/b/issues/1, true",
    "https://api.github.com, https://GitHub.COM/a/b/issues/1, true",
    "https://api.github.com, HTTPS://WWW.GITHUB.COM.:443/a/b/pull/1, true",
    "https://api.github.com, https://u:p@github.com/a/b/issues/1, true",
    "https://api.github.com, https://github.com%2e/a/b/issues/1, true",
    "https://api.github.com, https://github%2Ecom/a/b/issues/1, true",
    "https://api.github.com, https://github.com/./a/b/issues/1, true",
    "https://api.github.com, https://github.com/a/c/../b/issues/1, true",
    "https://api.github.com, https://github.com/a/b/%69ssues/1, true",
    "https://api.github.com, 'https://github.com/a/b/issues/1?a=[x', true",
    "https://api.github.com, 'https://GITHUB.com/a/b/issues/1?a=[x', true",
    "https://api.github.com, https://github.com/a/b?c=%zz, true",
    "https://api.github.com, https://GITHUB.com/a/b?c=%zz, true",
    "https://api.github.com, https://e.example/a/b?c=%zz, false",
    "https://ghe.example/api/v3, https://GHE.example/a/b?c=%zz, true",
    "https://ghe.example/api/v3, https://github.com/a/b?c=%zz, true",
    "https://api.github.com, https://github.com.evil.example/a/b/issues/1, false",
    "https://api.github.com, https://notgithub.com/a/b/issues/1, false",
    "https://api.github.com, https://github.com@evil.example/a/b/issues/1, false",
    "https://GHE.example/api/v3, https://ghe.example.:8443/a/b/issues/1, true",
    "http://127.0.0.1:8080, https://gitlab.example/a/b/issues/1, false"
  })
  void addresses_that_github_refers_to_are_distinguished(URI api, String url, boolean reference) {
    assertThat(GitHubLinks.ofApi(api).isReference(url)).isEqualTo(reference);
  }
}
