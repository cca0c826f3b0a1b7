package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pytorch.alerting.github.render.page.Rendered;

/** What people write in the descriptions of their alerts is still good to read on the page. */
class OrdinaryMarkdownTest {
  private static final String RUNBOOK =
      """
      The **berth queue** is older than `600 s`. First look at [the runbook](https://wiki.example/q?a=1&b=2).

      # Steps

      1. Look at https://grafana.example/d/q_1, then:
         - the consumers
         - their *lag*
           * `kafka-lag --group berth`
      2. Restart them:

      ```sh
      kubectl rollout restart deploy/berth_intake  # <- slow
      ```

      Owner: harbor_ops & yard (since 2026-03-04T07:12:10Z), ask in #harbor.
      """;

  private final String markdown =
      MarkdownBlocks.of(RUNBOOK, new MarkdownEscape(new GitHubLinks("github.com")));
  private final Rendered page = Rendered.of(markdown);

  @Test
  void lists_links_and_code_are_lists_links_and_code() {
    assertThat(page.elements()).containsExactlyInAnyOrder("p", "a", "code", "pre", "ul", "li");
    assertThat(page.hrefs())
        .containsExactly("https://wiki.example/q?a=1&amp;b=2", "https://grafana.example/d/q_1");
    assertThat(markdown)
        .contains("\n- the consumers\n- their \\*lag\\*\n  - `kafka-lag --group berth`\n")
        .contains("```\nkubectl rollout restart deploy/berth_intake  # <- slow\n```");
  }

  @Test
  void everything_else_reads_as_it_was_written() {
    assertThat(page.text())
        .contains("The **berth queue** is older than 600 s. First look at [the runbook](")
        .contains("# Steps")
        .contains("1. Look at ", "2. Restart them:")
        .contains("Owner: harbor_ops & yard (since 2026-03-04T07:12:10Z), ask in #harbor.")
        .doesNotContain("\\", "&amp;", "\u200b");
  }
}
