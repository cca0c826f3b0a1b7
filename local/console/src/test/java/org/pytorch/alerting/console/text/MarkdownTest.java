package org.pytorch.alerting.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MarkdownTest {
  private static String html(String markdown) {
    return Markdown.html(markdown, UnaryOperator.identity(), number -> "/issues/" + number);
  }

  @Test
  void headings_lists_and_code_are_rendered() {
    assertThat(html("### Details\n\n- **State:** `FIRING`"))
        .contains("<h3>Details</h3>", "<li><strong>State:</strong> <code>FIRING</code></li>");
  }

  @Test
  void the_end_of_a_line_is_kept() {
    assertThat(html("one\ntwo")).contains("one<br>\ntwo");
  }

  @Test
  void folded_parts_stay_folded_and_markers_are_hidden() {
    String html =
        html(
            """
            <details>
            <summary>Debug</summary>

            - one

            </details>

            <!-- alert-pipeline v1 -->
            """);

    assertThat(html).contains("<details>", "<summary>Debug</summary>", "<li>one</li>");
    assertThat(html).doesNotContain("alert-pipeline");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<svg onload=alert(1)>",
        "<iframe src=\"https://example.com\"></iframe>",
        "<p style=\"position:fixed\" id=\"live\" class=\"top\">x</p>",
        "<form action=\"/faults\" method=post><button>x</button></form>",
        "<details ontoggle=alert(1) open>x</details>",
        "<a href=\"x\" onclick=\"alert(1)\" hx-get=\"/\">x</a>",
        "<<script>script>alert(1)<</script>/script>",
        "<meta http-equiv=refresh content=0>",
        "<base href=\"https://example.com\">",
      })
  void hostile_markup_does_nothing(String markdown) {
    assertThat(html(markdown))
        .doesNotContainPattern("(?i)<(script|svg|iframe|form|button|meta|base|img|style)")
        .doesNotContainPattern("(?i)<[^>]*\\s(on\\w+|style|id|class|hx-\\w+)\\s*=")
        .doesNotContainPattern("(?i)href=\"(javascript|data):");
  }

  @Test
  void an_image_becomes_a_link_because_nothing_is_loaded_from_elsewhere() {
    assertThat(html("![graph](https://example.com/a.png)"))
        .contains("href=\"https://example.com/a.png\"", ">graph</a>")
        .doesNotContain("<img");
  }

  @Test
  void links_to_elsewhere_tell_nothing_about_this_page() {
    assertThat(html("<https://example.com/>")).contains("rel=\"noopener noreferrer nofollow\"");
  }

  @Test
  void addresses_are_mapped() {
    String html =
        Markdown.html(
            "[x](https://github.com/a/b/issues/7)",
            target -> target.replace("https://github.com/a/b", ""));

    assertThat(html).contains("<a href=\"/issues/7\">x</a>");
  }

  @Test
  void references_to_issues_are_links_outside_of_code() {
    assertThat(html("see #12, not `#13` or a#14"))
        .contains("see <a href=\"/issues/12\">#12</a>, not <code>#13</code> or a#14");
  }
}
