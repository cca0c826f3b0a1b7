package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.Links;

class LinkLineTest {
  private static final LinkLine LINES = new LinkLine(new GitHubLinks("github.com"));

  private static Links links(String runbook, String dashboard) {
    return new Links(
        Optional.of(runbook), Optional.of(dashboard), Optional.empty(), Optional.empty());
  }

  /** {@code [Runbook](<…>)} adds 13 characters to the address. */
  @ParameterizedTest
  @CsvSource({"793, 3, true", "793, 4, false", "792, 8, true", "792, 9, false"})
  void line_of_up_to_4000_characters_shows_its_address(int ampersands, int more, boolean shown) {
    // 19 characters, and five for each ampersand once it is written.
    String url = "https://e.example/?" + "&".repeat(ampersands) + "x".repeat(more);

    assertThat(LINES.of(links(url, "https://e.example/d")).getFirst())
        .isEqualTo(
            shown
                ? "**[Runbook](<" + url.replace("&", "&amp;") + ">)**"
                : "**Runbook: too long to be shown**");
  }

  @Test
  void only_the_first_link_stands_out() {
    assertThat(
            LINES.of(
                new Links(
                    Optional.empty(),
                    Optional.of("https://e.example/d"),
                    Optional.of("https://e.example/s"),
                    Optional.of("https://e.example/x"))))
        .containsExactly(
            "**[Dashboard](<https://e.example/d>)**",
            "[Source](<https://e.example/s>)",
            "[Silence](<https://e.example/x>)");
  }

  @Test
  void letters_beyond_ascii_are_percent_encoded() {
    assertThat(LINES.of(links("https://e.example/é", "https://e.example/\u202e")))
        .containsExactly(
            "**[Runbook](<https://e.example/%C3%A9>)**",
            "[Dashboard](<https://e.example/%E2%80%AE>)");
  }
}
