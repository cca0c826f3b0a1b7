package org.pytorch.alerting.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Markdown document is wrapped, and every link inside the repository has a target. */
class DocumentsTest {
  private static final int MAX_COLUMNS = 120;

  /** Below {@code src} are the expected texts of issues, which are no documents. */
  private static final Set<String> EXCLUDED =
      Set.of("target", "node_modules", ".git", ".terraform", "src");

  private static final Pattern LINK =
      Pattern.compile("]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
  private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");

  @ParameterizedTest
  @MethodSource("documents")
  void lines_are_wrapped(String document) {
    assertThat(tooLong(lines(document))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void links_point_to_existing_files_and_headings(String document) {
    Path page = Repository.ROOT.resolve(document);
    for (String link : links(lines(document))) {
      // Relative links to GitHub's pages of this repository do not point to files.
      if (link.matches("[a-z]+:.*") || link.startsWith("../../actions/")) {
        continue;
      }
      String[] parts = link.split("#", 2);
      Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
      assertThat(target).as(link).exists();
      if (parts.length == 2 && target.toString().endsWith(".md")) {
        assertThat(anchors(Repository.text(target).lines().toList())).as(link).contains(parts[1]);
      }
    }
  }

  @Test
  void every_document_is_checked() {
    assertThat(documents())
        .contains("README.md", "CHANGELOG.md", "docs/ARCHITECTURE.md", "test-data/README.md")
        .hasSizeGreaterThan(30);
  }

  @ParameterizedTest
  @CsvSource({"120, 0", "121, 1"})
  void a_line_of_prose_has_at_most_120_columns(int columns, int found) {
    String line = "word ".repeat(30).substring(0, columns - 1) + "x";

    assertThat(tooLong(List.of(line))).hasSize(found);
  }

  @Test
  void tables_code_blocks_and_links_may_be_longer() {
    String word = "w".repeat(121);

    assertThat(
            tooLong(
                List.of(
                    "| " + word + " |",
                    "```",
                    "a " + word,
                    "```",
                    "- <https://example.org/" + word + ">",
                    "[name](" + word + ").",
                    "[badge]: https://example.org/" + word)))
        .isEmpty();
    assertThat(tooLong(List.of("```", "code", "```", "prose " + "word ".repeat(24)))).hasSize(1);
  }

  private static List<String> tooLong(List<String> lines) {
    return withoutCode(lines).stream()
        .filter(line -> line.codePointCount(0, line.length()) > MAX_COLUMNS)
        .filter(line -> !line.stripLeading().startsWith("|"))
        // A single unbreakable word, such as an address, may exceed the limit on its own line.
        .filter(line -> line.strip().replaceFirst("^([-*]|\\d+\\.) ", "").contains(" "))
        .filter(line -> !line.matches("\\[[^]]+]: \\S+"))
        .toList();
  }

  private static List<String> links(List<String> lines) {
    return LINK.matcher(String.join("\n", withoutCode(lines)).replaceAll("`[^`\n]*`", "`code`"))
        .results()
        .map(link -> link.group(1) != null ? link.group(1) : link.group(2))
        .toList();
  }

  /** {@return the anchors that GitHub gives the headings} */
  private static Set<String> anchors(List<String> lines) {
    Set<String> anchors = new HashSet<>();
    for (String line : withoutCode(lines)) {
      var heading = HEADING.matcher(line);
      if (heading.matches()) {
        anchors.add(
            heading
                .group(1)
                .replaceAll("]\\([^)]*\\)", "]")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-'));
      }
    }
    return anchors;
  }

  private static List<String> withoutCode(List<String> lines) {
    List<String> prose = new ArrayList<>();
    boolean code = false;
    for (String line : lines) {
      if (line.stripLeading().startsWith("```")) {
        code = !code;
      } else if (!code) {
        prose.add(line);
      }
    }
    return prose;
  }

  private static List<String> lines(String document) {
    return Repository.text(Repository.ROOT.resolve(document)).lines().toList();
  }

  static List<String> documents() {
    List<String> documents = new ArrayList<>();
    collect(Repository.ROOT, documents);
    return documents;
  }

  private static void collect(Path folder, List<String> documents) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (Files.isDirectory(file)) {
          if (!EXCLUDED.contains(name)) {
            collect(file, documents);
          }
        } else if (name.endsWith(".md")) {
          documents.add(Repository.ROOT.relativize(file).toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
